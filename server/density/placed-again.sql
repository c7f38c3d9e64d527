-- Issues of grids that were drawn anew, by the grid in force that they lie in. $1 sub-district, $2 these grids, $3 days that begin the steps and
-- the one that ends the last, $4 items|null, $5 sources|null, $6 first instant, $7 instant after the last, $8 today
select width_bucket(count_day(i.reported_at), $3::date[]) as step, count_grid(i.grid_code) as "placedIn", count_grid(here.grid_code) as "liesIn",
  count(*)::int as amount
from counted_issue i
-- on ground that was given up it lies in none
left join lateral grid_at($1, $8::date, i.geom, i.grid_code) here on true
where i.subdistrict_code = $1 and i.grid_code = any ($2::text[]) and i.reported_at >= $6::timestamptz and i.reported_at < $7::timestamptz
  and ($4::text[] is null or i.issue_item_key = any ($4::text[])) and ($5::text[] is null or i.source = any ($5::text[]))
group by 1, 2, 3
