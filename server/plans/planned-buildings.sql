-- Buildings of the register with a point of the ground they stand on. $1 sub-district, $2 limit
select b.building_id as id,
  case when b.geom is null then json_build_array(ST_X(b.entrance), ST_Y(b.entrance))
    else (ST_AsGeoJSON(ST_PointOnSurface(b.geom), 7)::json)->'coordinates' end as point,
  b.households, b.residents_60_plus as "residents60Plus",
  case when b.geom is null then null else ST_AsGeoJSON(b.geom, 7)::json end as walls
from building b
where b.subdistrict_code = $1 and b.grid_code is not null
order by b.building_id
limit $2
