-- $1 sub-district, $2 now, $3 limit, $4 from|null, $5 before|null, $6 classes|null, $7 items|null, $8 sources|null, $9 statuses|null,
-- $10 open yes/no|null, $11 grid|null, $12..$15 box|null, $16 after instant|null, $17 after id|null, $19 today,
-- $20 only what may be on a wall, $21 levels|null, $22 severity|null, $23 lamps|null, $24 part of a text|null, $25 its number|null, $26 account,
-- $27 only what waits for the account, $28..$31 and $18 the states in which it does, $32 days within which the limit ran out|null,
-- $33 only what figures count, $34 hours within which it was reported|null
with recursive below as (
  select $11::text as grid_code where $11::text is not null
  union all
  select v.grid_code from below join grid_boundary v
    on v.subdistrict_code = $1 and v.parent_code = below.grid_code and daterange(v.valid_from, v.valid_to) @> $19::date
),
-- the same as domain/issues/queues.ts and case-clock.ts say of one case; a test compares them
chosen as (
  select i.*, d.issue_class_key as class,
    case when i.due_at is null or i.status in ('rejected', 'merged') then 'none'
      when coalesce(i.closed_at, $2::timestamptz) > i.due_at then 'red'
      when i.closed_at is null and i.amber_at <= $2::timestamptz then 'amber'
      else 'green' end as lamp,
    i.status = any ($28::text[])
      or (i.status = any ($29::text[])
        and case when i.handler_account_id is null then i.handler_level = any ($30::text[]) else i.handler_account_id = $26::bigint end)
      or (i.status = any ($31::text[]) and i.extension_asked_by is distinct from $26::bigint)
      or (i.status = any ($18::text[]) and i.handler_account_id is distinct from $26::bigint and not exists (
        select from issue_event e where e.subdistrict_code = i.subdistrict_code and e.issue_id = i.issue_id
          and e.actor_account_id = $26::bigint and e.action in ('takeOn', 'finish', 'solveOnSpot'))) as mine
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
    and (not $20::boolean or d.on_wall)
    and ($32::int is null or i.due_at >= $2::timestamptz - $32::int * interval '1 day' and i.due_at < $2::timestamptz)
    and (not $33::boolean or i.status not in ('rejected', 'merged'))
    and ($34::int is null or i.reported_at >= $2::timestamptz - $34::int * interval '1 hour')
    and ($21::text[] is null or i.handler_level = any ($21::text[]))
    and ($22::text is null or i.severity = $22::text)
    and ($24::text is null or i.issue_id = $25::bigint or i.description ilike $24::text or i.address ilike $24::text)
)
__ANSWER__
