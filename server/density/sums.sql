-- Kept sums and what is not in them yet, in one statement, so that nothing is seen twice or missed while it moves from here to there.
-- $1 sub-district, $2 cell|grid, $3, $4 names of the series: items, sources, $5 days, $6 items|null, $7 sources|null
-- for each series and day the last row that begins by that day
select s.number::int as series, d.number::int as step, c.first_day::text as "firstDay", c.before, c.during,
  null::int as x, null::int as y, null::int as amount
from unnest($3::text[], $4::text[]) with ordinality s (item, source, number)
cross join unnest($5::date[]) with ordinality d (day, number)
cross join lateral (
  select first_day, before, during from issue_count
  where subdistrict_code = $1 and counted_by = $2 and issue_item_key = s.item and source = s.source and first_day <= d.day
  order by first_day desc limit 1
) c
union all
select null, width_bucket(day, $5::date[]), null, null, null,
  case when $2 = 'cell' then (cell % 1048576)::int else grid_place end,
  case when $2 = 'cell' then (cell / 1048576)::int else 0 end, sum(amount)::int
from issue_count_change
where subdistrict_code = $1 and day >= ($5::date[])[1] and day < ($5::date[])[cardinality($5::date[])]
  and ($6::text[] is null or issue_item_key = any ($6::text[])) and ($7::text[] is null or source = any ($7::text[]))
group by 2, 6, 7
