-- What is a matter for an alarm now. $1 sub-district, $2 now, then one threshold for each kind, null where its rule is off: $3 minutes (urgent),
-- $4 hours (overdue), $5 issues and $6 hours (cluster), $7 hours (station), $8 minutes (patrol), $9 times (source). $10 today.
with waiting as materialized (
  select kind, subject, acknowledged_at from alarm where subdistrict_code = $1 and ended_at is null
),
-- a day is looked back, and at what has an alarm already however old it is
urgent as (
  select 'urgentIssue' as kind, 'issue:' || i.issue_id as subject, d.name, d.name_en, i.grid_code, d.issue_class_key, null::float8 as amount,
    i.geom, d.on_wall, i.reported_at as counted_from, 60::float8 as unit_seconds
  from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
  where i.subdistrict_code = $1 and $3::int is not null and i.severity = 'urgent'
    and i.status in ('reported', 'accepted', 'filed', 'dispatched', 'returned', 'escalated')
    and i.reported_at <= $2::timestamptz - make_interval(mins => $3::int)
    and (i.reported_at > $2::timestamptz - make_interval(days => 1, mins => $3::int)
      or i.issue_id in (select split_part(subject, ':', 2)::bigint from waiting where kind = 'urgentIssue'))
),
overdue as (
  select 'overdueIssue', 'issue:' || i.issue_id, d.name, d.name_en, i.grid_code, d.issue_class_key, null::float8, i.geom, d.on_wall,
    i.due_at, 3600::float8
  from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
  where i.subdistrict_code = $1 and $4::int is not null and i.closed_at is null
    and i.status not in ('closed', 'evaluated', 'rejected', 'merged')
    and i.due_at <= $2::timestamptz - make_interval(hours => $4::int)
    and (i.due_at > $2::timestamptz - make_interval(days => 1, hours => $4::int)
      or i.issue_id in (select split_part(subject, ':', 2)::bigint from waiting where kind = 'overdueIssue'))
),
cluster as (
  select 'cluster', 'grid:' || i.grid_code || ':' || d.issue_class_key, g.name, g.name_en, i.grid_code, d.issue_class_key, count(*)::float8,
    ST_PointOnSurface((array_agg(b.geom))[1]), bool_and(d.on_wall), null::timestamptz, null::float8
  from issue i join issue_item_now d using (subdistrict_code, issue_item_key) join grid g using (subdistrict_code, grid_code)
  join grid_boundary b on b.subdistrict_code = i.subdistrict_code and b.grid_code = i.grid_code and daterange(b.valid_from, b.valid_to) @> $10::date
  where i.subdistrict_code = $1 and $5::int is not null and i.status not in ('rejected', 'merged')
    and i.reported_at > $2::timestamptz - make_interval(hours => $6::int) and i.reported_at <= $2::timestamptz
  group by i.grid_code, g.name, g.name_en, d.issue_class_key having count(*) >= $5::int
),
station as (
  select 'stationClosed', 'station:' || s.service_station_id, s.name, s.name_en, s.grid_code, null, null::float8, s.geom, true,
    s.status_since::timestamp at time zone 'Asia/Shanghai', 3600::float8
  from service_station s
  where s.subdistrict_code = $1 and $7::int is not null and s.status = 'closed'
    and s.status_since::timestamp at time zone 'Asia/Shanghai' <= $2::timestamptz - make_interval(hours => $7::int)
    and (s.status_since::timestamp at time zone 'Asia/Shanghai' > $2::timestamptz - make_interval(days => 1, hours => $7::int)
      or 'station:' || s.service_station_id in (select subject from waiting where kind = 'stationClosed'))
    and exists (select from station_state e where e.subdistrict_code = $1 and e.service_station_id = s.service_station_id
      and e.status = 'inService' and e.valid_from < s.status_since)
),
patrol as (
  select 'patrolMissed', 'run:' || n.patrol_run_id, r.name, r.name_en, t.community_code || '000', null, null::float8,
    ST_StartPoint(r.geom), true, n.planned_end, 60::float8
  from patrol_run n join patrol_route r using (subdistrict_code, patrol_route_id) join patrol_team t using (subdistrict_code, patrol_team_id)
  where n.subdistrict_code = $1 and $8::int is not null and n.started_at is null and n.called_off_reason is null
    and n.planned_end <= $2::timestamptz - make_interval(mins => $8::int)
    and (n.planned_end > $2::timestamptz - make_interval(days => 1, mins => $8::int)
      or 'run:' || n.patrol_run_id in (select subject from waiting where kind = 'patrolMissed' and acknowledged_at is null))
),
-- how long a source usually keeps silent: 95 of 100 of its gaps are shorter
gap as (
  select source, reported_at, reported_at - lag(reported_at) over (partition by source order by reported_at) as since
  from issue where subdistrict_code = $1 and $9::int is not null
    and reported_at > $2::timestamptz - interval '30 days' and reported_at <= $2::timestamptz
),
source as (
  select 'sourceSilent', 'source:' || source, '', '', null, null, extract(epoch from $2::timestamptz - max(reported_at)) / 3600, null::geometry, true,
    max(reported_at), greatest(1, extract(epoch from percentile_cont(0.95) within group (order by since)))::float8
  from gap group by source
  having count(*) >= 20 and $2::timestamptz - max(reported_at)
    > $9::int * percentile_cont(0.95) within group (order by since)
)
select kind, subject, name, name_en as "nameEn", grid_code as "gridCode", issue_class_key as "issueClass", amount::float8 as amount,
  ST_X(geom) as lng, ST_Y(geom) as lat, on_wall as "onWall",
  counted_from as "countedFrom", unit_seconds as "unitSeconds"
from (
  select * from urgent union all select * from overdue union all select * from cluster union all select * from station
  union all select * from patrol union all select * from source
) due (kind, subject, name, name_en, grid_code, issue_class_key, amount, geom, on_wall, counted_from, unit_seconds)
order by kind, subject
limit 500
