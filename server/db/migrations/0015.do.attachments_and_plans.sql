-- why: what a register says is proved by papers, which belong beside the record; households consent to one list of works, so it is known since when
-- that list stands; and one walk of a day was not enough for a route.

-- when what is planned of a renovation was last changed; null: not since this was kept
alter table renovation_project add column wish_list_at timestamptz;
update renovation_project p set wish_list_at = c.at
from (
  select e.subdistrict_code, e.record_id, max(e.recorded_at) as at
  from register_event e
  cross join lateral (
    select jsonb_agg(jsonb_build_array(i -> 'key', i -> 'planned') order by i ->> 'key') as list
    from jsonb_path_query(e.before, '$.items[*]') i where i ->> 'planned' <> '0') was
  cross join lateral (
    select jsonb_agg(jsonb_build_array(i -> 'key', i -> 'planned') order by i ->> 'key') as list
    from jsonb_path_query(e.after, '$.items[*]') i where i ->> 'planned' <> '0') is_now
  where e.record_kind = 'renovation' and e.change_kind = 'changed' and was.list is distinct from is_now.list
  group by e.subdistrict_code, e.record_id
) c
where p.subdistrict_code = c.subdistrict_code and p.renovation_project_id = c.record_id;
create or replace view scoped.renovation_project with (security_invoker = true) as select t.* from public.renovation_project t
  where t.subdistrict_code = (select scoped.subdistrict()) and ((select scoped.whole()) or (exists (
    select from scoped.compound o where o.subdistrict_code = t.subdistrict_code and o.compound_id = t.compound_id)));
