-- Repeats as domain/metrics/repeats.ts defines them, by place and class. $1 sub-district, $2 start, $3 end, $4 level-3 grids|null, $5 days
with placed as (
  select i.issue_id, d.issue_class_key as class, d.on_wall, i.reported_at, i.building_id, i.geom,
    coalesce('building ' || i.building_id, round(ST_X(i.geom)::numeric, 4) || '/' || round(ST_Y(i.geom)::numeric, 4)) as place
  from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
  where i.subdistrict_code = $1 and i.reported_at >= $2::timestamptz - make_interval(days => $5::int) and i.reported_at < $3::timestamptz
    and ($4::text[] is null or i.grid_code = any ($4::text[]))
),
following as (
  select *, reported_at - lag(reported_at) over (partition by class, place order by reported_at, issue_id) <= make_interval(days => $5::int) as repeats
  from placed
)
select class, on_wall as "onWall", count(*) filter (where repeats) as repeats, count(*) as issues, min(building_id) as "buildingId",
  avg(ST_X(geom)) as lng, avg(ST_Y(geom)) as lat
from following where reported_at >= $2::timestamptz
group by class, on_wall, place having count(*) filter (where repeats) > 0
order by 3 desc, 4 desc, class, place
