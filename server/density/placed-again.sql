-- Issues of grids that were drawn anew, by the grid in force that they lie in. $1 sub-district, $2 these grids, $3 days that begin the steps and
-- the one that ends the last, $4 items|null, $5 sources|null, $6 first instant, $7 instant after the last, $8 today
select width_bucket(count_day(i.reported_at), $3::date[]) as step, count_grid(i.grid_code) as "placedIn", count_grid(here.grid_code) as "liesIn",
  count(*)::int as amount
from counted_issue i
-- on ground that was given up it lies in none
left join lateral (
  select b.grid_code from grid_boundary b join grid g using (subdistrict_code, grid_code)
  where b.subdistrict_code = $1 and g.level = 3 and daterange(b.valid_from, b.valid_to) @> $8::date and b.geom && i.geom and ST_Covers(b.geom, i.geom)
  -- one on a border stays where it is
  order by b.grid_code <> i.grid_code, b.grid_code limit 1
) here on true
where i.subdistrict_code = $1 and i.grid_code = any ($2::text[]) and i.reported_at >= $6::timestamptz and i.reported_at < $7::timestamptz
  and ($4::text[] is null or i.issue_item_key = any ($4::text[])) and ($5::text[] is null or i.source = any ($5::text[]))
group by 1, 2, 3
