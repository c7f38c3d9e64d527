-- The figures of domain/metrics/case-figures.ts, counted. $1 sub-district, $2 start, $3 end: everything as it stood then, $4 level-3 grids|null
with happened as materialized (
  select e.issue_id, e.from_status, e.to_status
  from issue_event e join issue i using (subdistrict_code, issue_id)
  where e.subdistrict_code = $1 and e.happened_at >= $2::timestamptz and e.happened_at < $3::timestamptz
    and ($4::text[] is null or i.grid_code = any ($4::text[]))
    -- that a case came to another grid with the borders is nothing that was done to it
    and e.action is distinct from 'moved'
),
-- each case once, with what was done to it in the span
handled as (
  select bool_or(from_status = 'verifying') as verified, bool_or(to_status = 'rework') as reworked, bool_or(to_status = 'dispatched') as dispatched,
    bool_or(to_status = 'returned') as returned, bool_or(to_status = 'extensionRequested') as extended
  from happened group by issue_id
),
-- cases whose limit ran out in the span, and cases that may have been open at its end: what was closed before it for the last time was not
asked as materialized (
  select i.issue_id, i.due_at, i.due_at >= $2::timestamptz and i.due_at < $3::timestamptz as due
  from issue i
  where i.subdistrict_code = $1 and i.reported_at < $3::timestamptz and ($4::text[] is null or i.grid_code = any ($4::text[]))
    and (i.due_at >= $2::timestamptz and i.due_at < $3::timestamptz
      or i.status not in ('closed', 'evaluated') or i.closed_at is null or i.closed_at >= $3::timestamptz)
),
-- their events up to the end, the last one first
past as materialized (
  select e.issue_id, e.to_status, e.happened_at, row_number() over (partition by e.issue_id order by e.happened_at desc, e.issue_event_id desc) as back
  from issue_event e join asked using (issue_id) where e.subdistrict_code = $1 and e.happened_at < $3::timestamptz
),
present as materialized (
  select issue_id, max(to_status) filter (where back = 1) as status, max(happened_at) filter (where to_status = 'closed') as closed_at
  from past group by issue_id
),
-- a closing counts while it stands
due_case as (
  select a.due_at, case when p.status in ('closed', 'evaluated') then p.closed_at end as closed_at
  from asked a join present p using (issue_id) where a.due and p.status not in ('rejected', 'merged')
),
open_case as (
  select a.due_at from asked a join present p using (issue_id) where p.status not in ('closed', 'evaluated', 'rejected', 'merged')
),
-- cases that ever stood still before the end, with how long each step of theirs lasted
stood as materialized (
  select distinct e.issue_id from issue_event e join issue i using (subdistrict_code, issue_id)
  where e.subdistrict_code = $1 and e.to_status in ('parked', 'extensionRequested') and e.happened_at < $3::timestamptz
    and ($4::text[] is null or i.grid_code = any ($4::text[]))
),
step as materialized (
  select e.issue_id, e.to_status, e.happened_at,
    coalesce(lead(e.happened_at) over (partition by e.issue_id order by e.happened_at, e.issue_event_id), $3::timestamptz) as until
  from issue_event e join stood using (issue_id) where e.subdistrict_code = $1 and e.happened_at < $3::timestamptz
),
still as (
  select issue_id, to_status,
    sum(greatest(0, extract(epoch from least(until, $3::timestamptz) - greatest(happened_at, $2::timestamptz)))) / 60 as minutes
  from step where to_status in ('parked', 'extensionRequested') group by issue_id, to_status
)
select
  (select count(*) from due_case) as due,
  (select count(closed_at) from due_case) as closed,
  (select count(*) from due_case where closed_at <= due_at) as "onTime",
  (select count(*) from handled where verified) as verified,
  (select count(*) from handled where reworked) as reworked,
  (select count(*) from handled where dispatched) as dispatched,
  (select count(*) from handled where dispatched and returned) as returned,
  (select count(*) from handled where dispatched and extended) as extended,
  (select count(*) from open_case) as open,
  (select count(*) from open_case where due_at < $3::timestamptz) as overdue,
  (select coalesce(sum(minutes), 0)::float8 from still where to_status = 'parked') as "parkedMinutes",
  (select count(*) from still where to_status = 'parked' and minutes > 0) as "parkedCases",
  (select coalesce(sum(minutes), 0)::float8 from still where to_status = 'extensionRequested') as "waitingMinutes",
  (select count(*) from still where to_status = 'extensionRequested' and minutes > 0) as "waitingCases"
