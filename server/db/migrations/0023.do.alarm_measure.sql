-- why: a display may take up an alarm from a higher threshold on than the one that raises it. So an alarm says from when its matter is counted, and in
-- which unit its rule counts; how far it has come follows from the clock. One that is counted in issues keeps the most there were in `amount`.
-- Alarms that stand already have neither: they are shown as before.
alter table alarm add column counted_from timestamptz, add column unit_seconds real;

-- its list of columns was written down when it was made
create or replace view scoped.alarm with (security_invoker = true) as
select t.* from public.alarm t
where t.subdistrict_code = (select scoped.subdistrict()) and ((select scoped.whole()) or t.grid_code in (select unnest(scoped.grids())));
