-- What stands on the sheet of one compound beside the compound itself and its houses. $1 sub-district, $2 compound, $3 today, $4 now
with place as materialized (
  select compound_id, geom from compound where subdistrict_code = $1 and compound_id = $2::bigint
),
house as materialized (
  select building_id from building where subdistrict_code = $1 and compound_id = $2::bigint
),
of_year as (
  select k.issue_class_key as "issueClass", count(*) as reported,
    count(*) filter (where i.status not in ('closed', 'evaluated', 'rejected', 'merged')) as open
  from place, issue i join issue_item k using (issue_item_key)
  where i.subdistrict_code = $1 and i.reported_at > $4::timestamptz - interval '1 year' and i.reported_at <= $4::timestamptz
    and (i.building_id in (select building_id from house) or i.geom && place.geom and ST_Covers(place.geom, i.geom))
  group by k.issue_class_key
),
passing as materialized (
  select r.patrol_route_id from place, patrol_route r
  where r.subdistrict_code = $1 and r.retired_on is null and r.geom && ST_Expand(place.geom, 0.001) and ST_DWithin(r.geom::geography, place.geom::geography, 50)
)
select
  coalesce((select json_agg(of_year order by "issueClass") from of_year), '[]') as issues,
  coalesce((select json_agg(json_build_object('headRole', a.head_role, 'name', p.name) order by a.head_role) from appointment a
    join person p on p.subdistrict_code = $1 and p.person_id = a.person_id
    where a.subdistrict_code = $1 and a.compound_id = $2::bigint and a.term_start <= $3::date and a.held_until > $3::date), '[]') as posts,
  coalesce((select json_agg(json_build_object('buildingId', h.building_id, 'headName', (
      select p.name from appointment a join person p on p.subdistrict_code = $1 and p.person_id = a.person_id
      where a.subdistrict_code = $1 and a.building_id = h.building_id and a.head_role = 'buildingHead'
        and a.term_start <= $3::date and a.held_until > $3::date limit 1),
    'lifts', (select count(*) from building_unit u where u.subdistrict_code = $1 and u.building_id = h.building_id and u.lift))) from house h), '[]') as houses,
  (select json_build_object('stage', stage, 'stageSince', stage_since, 'renovationClass', renovation_class,
      'numerator', consenting_households, 'denominator', entitled_households)
    from renovation_project where subdistrict_code = $1 and compound_id = $2::bigint) as renovation,
  (select count(*) from passing) as routes,
  (select count(*) from patrol_run run where run.subdistrict_code = $1 and run.patrol_route_id in (select patrol_route_id from passing)
    and run.finished_at > $4::timestamptz - interval '30 days' and run.finished_at <= $4::timestamptz) as runs
