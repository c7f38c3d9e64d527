-- Which grid of the day came from which, by the ground that they have in common: called when the boundaries of the day are written.
-- $1 sub-district, $2 day, $3 the grids that only changed their number, [{old, new}], $4 area below which nothing counts (m²), $5 width, the same (m)
--
--   split     a new grid on ground of another one
--   merge     a grid that is dissolved, on whose ground another one lies now
--   transfer  ground that went from one grid to another, both of which were there before and go on
--   renumber  the same grid under another number
with renumbered as (select * from jsonb_to_recordset($3::jsonb) as r (old text, new text)),
was as materialized (
  select b.grid_code, b.geom, r.new as goes_on_as, g.retired_on is not null and r.new is null as ends
  from grid_boundary b join grid g using (subdistrict_code, grid_code) left join renumbered r on r.old = b.grid_code
  where b.subdistrict_code = $1 and g.level = 3 and b.valid_to = $2::date
),
becomes as materialized (
  select b.grid_code, b.geom, b.area_m2, g.created_on = $2::date and r.new is null as begins
  from grid_boundary b join grid g using (subdistrict_code, grid_code) left join renumbered r on r.new = b.grid_code
  where b.subdistrict_code = $1 and g.level = 3 and b.valid_from = $2::date
),
common as (
  select a.grid_code as ancestor, d.grid_code as descendant, a.ends, d.begins, d.area_m2,
    ST_CollectionExtract(ST_Intersection(a.geom, d.geom), 3) as geom
  from was a join becomes d on a.geom && d.geom and ST_Relate(a.geom, d.geom, '2********')
  where d.grid_code not in (a.grid_code, coalesce(a.goes_on_as, ''))
),
measured as (select *, ST_Area(geom::geography) as m2 from common),
-- a border that only got a point where another one meets it was bent by centimetres: over a kilometre that is some square metres, but no ground
counting as (select * from measured where m2 > $4::float8 and 2 * m2 > $5::float8 * ST_Perimeter(geom::geography))
insert into grid_lineage (subdistrict_code, ancestor_code, descendant_code, change_kind, effective_on, takes_over)
select $1, old, new, 'renumber', $2::date, true from renumbered
union all
select $1, ancestor, descendant, case when begins then 'split' when ends then 'merge' else 'transfer' end, $2::date,
  -- what is dissolved is taken over by whoever got most of its ground, and by those that lie on it for the most part
  ends and (m2 * 2 > area_m2 or m2 = max(m2) over (partition by ancestor))
from counting
