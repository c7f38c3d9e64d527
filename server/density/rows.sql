-- Issues counted one by one, by place and step. $1 sub-district, $2 cell|grid, $3 days that begin the steps and the one that ends the last,
-- $4 items|null, $5 sources|null, $6..$9 box|null, $10 first instant, $11 instant after the last
select width_bucket(count_day(reported_at), $3::date[]) as step,
  case when $2 = 'cell' then (count_cell(geom) % 1048576)::int else count_grid(grid_code) end as x,
  case when $2 = 'cell' then (count_cell(geom) / 1048576)::int else 0 end as y,
  count(*)::int as amount
from counted_issue
where subdistrict_code = $1 and reported_at >= $10::timestamptz and reported_at < $11::timestamptz
  and ($4::text[] is null or issue_item_key = any ($4::text[])) and ($5::text[] is null or source = any ($5::text[]))
  and ($6::float8 is null or geom && ST_MakeEnvelope($6::float8, $7::float8, $8::float8, $9::float8, 4326))
group by 1, 2, 3
