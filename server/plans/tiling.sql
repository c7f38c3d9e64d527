-- What keeps the borders of a day from being a coverage, as geometry. No row: no grid overlaps another, none leaves a gap, every child lies in its
-- parent and fills it. Written for PostGIS 3.3, which has no ST_Coverage functions. $1 sub-district, $2 day, $3 area below which nothing counts (m²)
with leaf as materialized (
  select b.grid_code, b.parent_code, b.geom, b.area_m2
  from grid_boundary b join grid g using (subdistrict_code, grid_code)
  where b.subdistrict_code = $1 and g.level = 3 and daterange(b.valid_from, b.valid_to) @> $2::date
),
upper_grid as materialized (
  select b.grid_code, g.level, b.geom
  from grid_boundary b join grid g using (subdistrict_code, grid_code)
  where b.subdistrict_code = $1 and g.level < 3 and daterange(b.valid_from, b.valid_to) @> $2::date
),
invalid as (
  select 'invalid' as fault, grid_code, geom from leaf where not ST_IsValid(geom) or ST_IsEmpty(geom)
),
-- grids that share a border have a line in common; what two have in common as ground is an overlap
overlapping as (
  select 'overlap' as fault, a.grid_code, ST_CollectionExtract(ST_Intersection(a.geom, b.geom), 3) as geom
  from leaf a join leaf b on a.grid_code < b.grid_code and a.geom && b.geom and ST_Relate(a.geom, b.geom, '2********')
),
whole as materialized (select ST_Union(geom) as geom from leaf),
-- a hole of the union is ground of nobody in the middle of the sub-district
gap as (
  select 'gap' as fault, null::text as grid_code, ST_MakePolygon(ST_InteriorRingN(part.geom, n)) as geom
  from (select (ST_Dump(geom)).geom from whole) part cross join lateral generate_series(1, ST_NumInteriorRings(part.geom)) as n
),
sum_differs as (
  select 'areaDiffers' as fault, null::text as grid_code, whole.geom
  from whole
  where abs((select sum(ST_Area(geom::geography)) from leaf) - ST_Area(whole.geom::geography)) > $3::float8
),
-- a parent is the union of what hangs under it, whichever level
child as (
  select parent_code, ST_Union(geom) as geom from (
    select parent_code, geom from leaf
    union all
    select b.parent_code, u.geom from upper_grid u join grid_boundary b
      on b.subdistrict_code = $1 and b.grid_code = u.grid_code and daterange(b.valid_from, b.valid_to) @> $2::date
    where b.parent_code is not null
  ) every group by parent_code
),
not_nested as (
  select 'notNested' as fault, u.grid_code, ST_SymDifference(u.geom, child.geom) as geom
  from upper_grid u left join child on child.parent_code = u.grid_code
  where child.geom is null or ST_Area(ST_SymDifference(u.geom, child.geom)::geography) > $3::float8
),
orphan as (
  select 'noParent' as fault, l.grid_code, l.geom from leaf l where not exists (select from upper_grid u where u.grid_code = l.parent_code)
)
select fault, grid_code as "gridCode", ST_AsGeoJSON(geom, 7)::json as geometry
from (
  select * from invalid union all select * from overlapping union all select * from gap
  union all select * from sum_differs union all select * from not_nested union all select * from orphan
) faults
where fault in ('invalid', 'noParent', 'areaDiffers', 'notNested') or ST_Area(geom::geography) > $3::float8
limit 20
