select k.checkpoint_id as feature_id, k.geom, 13 as min_zoom, r.grid_codes,
  jsonb_build_object('patrolRouteId', k.patrol_route_id, 'sequence', k.sequence, 'name', k.name, 'nameEn', k.name_en) as properties
from checkpoint k join patrol_route r using (subdistrict_code, patrol_route_id)
where k.subdistrict_code = $1 and k.retired_on is null and r.retired_on is null
