-- Issues in figures, one row. $1 sub-district, $2 now, $3 beginning of today, $4 today, $5 grids drawn anew lately. Times are instants; days are those of the sub-district.
-- $6: also what may not be on a wall; $7: also by community. A number beside a list that leaves them out would tell how many they are.
with recent as materialized (
  select i.issue_id, i.grid_code, i.geom, i.reported_at, d.issue_class_key as class, i.status, d.on_wall
  from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
  where i.subdistrict_code = $1 and i.reported_at >= $3::timestamptz - interval '13 days' and i.reported_at <= $2::timestamptz
    and ($6::boolean or d.on_wall)
),
counted as materialized (select * from recent where status not in ('rejected', 'merged')),
-- of the last seven days, in the grid that each lies in today
lately as (
  select case when grid_code = any ($5::text[]) then (select here.grid_code from grid_at($1, $4::date, counted.geom, counted.grid_code) here)
    else grid_code end as grid_code, on_wall
  from counted where reported_at >= $2::timestamptz - interval '7 days'
),
open_case as materialized (
  select i.grid_code, i.severity, i.due_at, i.due_at < $2::timestamptz as overdue, d.on_wall
  from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
  where i.subdistrict_code = $1 and i.status not in ('closed', 'evaluated', 'rejected', 'merged') and ($6::boolean or d.on_wall)
),
-- 应结案: the limit ran out in the period (domain/metrics/case-figures.ts); a closing counts while it stands
due_case as materialized (
  select i.due_at >= $2::timestamptz - interval '30 days' as now, i.status in ('closed', 'evaluated') and i.closed_at <= i.due_at as in_time
  from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
  where i.subdistrict_code = $1 and i.due_at >= $2::timestamptz - interval '60 days' and i.due_at < $2::timestamptz
    and i.status not in ('rejected', 'merged') and ($6::boolean or d.on_wall)
),
day as (select ($4::date - n)::date as day from generate_series(0, 13) n),
closed_case as (
  select (i.closed_at at time zone 'Asia/Shanghai')::date as day, count(*) as closed
  from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
  where i.subdistrict_code = $1 and i.closed_at >= $3::timestamptz - interval '13 days' and i.closed_at <= $2::timestamptz
    and ($6::boolean or d.on_wall) group by 1
)
select
  (select count(*) from open_case) as open,
  (select count(*) from open_case where severity = 'urgent') as urgent,
  (select count(*) from open_case where overdue) as overdue,
  (select json_build_object('dueAt', to_char(c.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'gridCode', c.grid_code,
     'name', coalesce(g.name, ''), 'nameEn', coalesce(g.name_en, ''))
   from open_case c left join grid g on g.subdistrict_code = $1 and g.grid_code = c.grid_code
   where c.overdue order by c.due_at desc limit 1) as "latestOverdue",
  (select count(*) from counted where reported_at >= $3::timestamptz) as today,
  (select count(*) from counted where reported_at >= $3::timestamptz - interval '1 day'
    and reported_at <= $2::timestamptz - interval '1 day') as yesterday,
  (select count(*) from due_case where now) as due,
  (select count(*) from due_case where now and in_time) as "onTime",
  (select count(*) from due_case where not now) as "dueBefore",
  (select count(*) from due_case where not now and in_time) as "onTimeBefore",
  (select max(happened_at) from issue_event where subdistrict_code = $1 and happened_at <= $2::timestamptz) as "dataTime",
  (select json_agg(json_build_object('day', d.day, 'reported', coalesce(r.reported, 0), 'closed', coalesce(c.closed, 0)) order by d.day)
   from day d left join closed_case c using (day)
   left join (select (reported_at at time zone 'Asia/Shanghai')::date as day, count(*) as reported from counted group by 1) r using (day)) as days,
  (select coalesce(json_agg(json_build_object('class', class, 'issues', issues)), '[]')
   from (select class, count(*) as issues from counted where reported_at >= $2::timestamptz - interval '7 days' group by class) k) as classes,
  (select coalesce(json_agg(json_build_object('community', community, 'reported', reported)), '[]')
   from (select left(grid_code, 12) as community, count(*) as reported from lately where grid_code is not null and ($7::boolean or on_wall) group by 1) k) as "reportedBy",
  (select coalesce(json_agg(json_build_object('community', community, 'open', open, 'overdue', overdue)), '[]')
   from (select left(grid_code, 12) as community, count(*) as open, count(*) filter (where overdue) as overdue from open_case
     where grid_code is not null and ($7::boolean or on_wall) group by 1) k) as "openBy"
