-- why: which grid holds a point on a day was written out wherever somebody asked. The tables are named without their schema on purpose: within the
-- scope of a request these are the views of its reach, and the planner puts the statement in place of the call, so that indexes serve it.
-- `staying`: the grid that a thing on a border belongs to already, where it stays.
create function grid_at(subdistrict text, day date, point geometry, staying text default null) returns table (grid_code text) language sql stable rows 1 as $$
  select b.grid_code from grid_boundary b join grid g using (subdistrict_code, grid_code)
  where b.subdistrict_code = subdistrict and g.level = 3 and daterange(b.valid_from, b.valid_to) @> day and b.geom && point and ST_Covers(b.geom, point)
  order by b.grid_code is distinct from staying, b.grid_code limit 1
$$;
