-- Which level-3 grids in force on a day a compound, a patrol route or a station stands in or touches. $1 sub-district, $2 day
with ground as materialized (
  select b.grid_code, b.geom
  from grid_boundary b join grid g using (subdistrict_code, grid_code)
  where b.subdistrict_code = $1 and g.level = 3 and daterange(b.valid_from, b.valid_to) @> $2::date
),
-- a compound belongs to the grids of its buildings, and to the one under its middle
compound_grid as (
  select compound_id, array_agg(distinct grid_code order by grid_code) as grid_codes
  from (
    select compound_id, grid_code from building where subdistrict_code = $1 and compound_id is not null and grid_code is not null
    union all
    select c.compound_id, ground.grid_code
    from compound c join ground on ground.geom && c.geom and ST_Covers(ground.geom, ST_PointOnSurface(c.geom)) where c.subdistrict_code = $1
  ) part
  group by compound_id
),
route_grid as (
  select r.patrol_route_id, array_agg(ground.grid_code order by ground.grid_code) as grid_codes
  from patrol_route r join ground on ground.geom && r.geom and ST_Intersects(ground.geom, r.geom)
  where r.subdistrict_code = $1
  group by r.patrol_route_id
),
placed_compounds as (
  update compound c set grid_codes = p.grid_codes from compound_grid p
  where c.subdistrict_code = $1 and c.compound_id = p.compound_id and c.grid_codes is distinct from p.grid_codes
),
placed_routes as (
  update patrol_route r set grid_codes = p.grid_codes from route_grid p
  where r.subdistrict_code = $1 and r.patrol_route_id = p.patrol_route_id and r.grid_codes is distinct from p.grid_codes
)
-- a point on a border belongs to one of the two
update service_station s set grid_code = (select grid_code from ground where geom && s.geom and ST_Covers(ground.geom, s.geom) order by grid_code limit 1)
where s.subdistrict_code = $1
