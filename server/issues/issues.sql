-- $1 sub-district, $2 now, $3 limit, $4 from|null, $5 before|null, $6 classes|null, $7 items|null, $8 sources|null, $9 statuses|null,
-- $10 open yes/no|null, $11 grid|null, $12..$15 box|null, $16 after reported_at|null, $17 after id|null, $18 issue ids|null, $19 today, $20 only what may be on a wall
with recursive below as (
  select $11::text as grid_code where $11::text is not null
  union all
  select v.grid_code from below join grid_boundary v
    on v.subdistrict_code = $1 and v.parent_code = below.grid_code and daterange(v.valid_from, v.valid_to) @> $19::date
)
select i.issue_id as "issueId", d.issue_class_key as class, i.issue_item_key as item, i.source, i.severity, i.status,
  i.handler_level as "handlerLevel", i.description, i.address, i.reported_at as "reportedAt", i.filed_at as "filedAt", i.due_at as "dueAt",
  i.closed_at as "closedAt",
  i.due_at is not null and coalesce(i.closed_at, $2::timestamptz) > i.due_at and i.status not in ('rejected', 'merged') as overdue,
  i.grid_code as "gridCode", i.building_id as "buildingId", ST_AsGeoJSON(i.geom, 7)::json as geometry
from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
where i.subdistrict_code = $1
  and ($4::timestamptz is null or i.reported_at >= $4::timestamptz)
  and ($5::timestamptz is null or i.reported_at < $5::timestamptz)
  and ($6::text[] is null or d.issue_class_key = any ($6::text[]))
  and ($7::text[] is null or i.issue_item_key = any ($7::text[]))
  and ($8::text[] is null or i.source = any ($8::text[]))
  and ($9::text[] is null or i.status = any ($9::text[]))
  and ($10::text is null or ($10::text = 'yes') = (i.status not in ('closed', 'evaluated', 'rejected', 'merged')))
  and ($11::text is null or i.grid_code in (select grid_code from below))
  -- && compares boxes that are rounded outwards by up to a metre, which is too much for the list behind a counted cell
  and ($12::float8 is null or i.geom && ST_MakeEnvelope($12::float8, $13::float8, $14::float8, $15::float8, 4326)
    and ST_X(i.geom) between $12::float8 and $14::float8 and ST_Y(i.geom) between $13::float8 and $15::float8)
  and ($16::timestamptz is null or (i.reported_at, i.issue_id) < ($16::timestamptz, $17::bigint))
  and ($18::bigint[] is null or i.issue_id = any ($18::bigint[]))
  and (not $20::boolean or d.on_wall)
order by i.reported_at desc, i.issue_id desc
limit $3::int
