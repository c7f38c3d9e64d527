-- Issues per map cell. $1 sub-district, $2..$5 box, $6 cell width in projected metres, $7 from, $8 before, $9 classes|null, $10 items|null,
-- $11 sources|null, $12 count households too, $13 only what may be on a wall
with counted as (
  select floor(ST_X(p) / $6::float8)::int as x, floor(ST_Y(p) / $6::float8)::int as y, count(*)::int as issues
  from (
    select ST_Transform(i.geom, 3857) as p
    from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
    where i.subdistrict_code = $1
      and i.geom && ST_MakeEnvelope($2::float8, $3::float8, $4::float8, $5::float8, 4326)
      and i.reported_at >= $7::timestamptz and i.reported_at < $8::timestamptz
      and ($9::text[] is null or d.issue_class_key = any ($9::text[]))
      and ($10::text[] is null or i.issue_item_key = any ($10::text[]))
      and ($11::text[] is null or i.source = any ($11::text[]))
      and (not $13::boolean or d.on_wall)
    offset 0
  ) placed
  group by 1, 2
),
-- the households that live in the same cells
living as (
  select floor(ST_X(p) / $6::float8)::int as x, floor(ST_Y(p) / $6::float8)::int as y, sum(households)::int as households
  from (
    select ST_Transform(b.entrance, 3857) as p, b.households
    from building b
    where $12::boolean and b.subdistrict_code = $1 and b.households > 0
      and b.geom && ST_MakeEnvelope($2::float8, $3::float8, $4::float8, $5::float8, 4326)
    offset 0
  ) placed
  group by 1, 2
)
select c.x, c.y, c.issues, coalesce(l.households, 0) as households
from counted c left join living l using (x, y)
order by c.y, c.x
