select checkpoint_id as feature_id, geom, 13 as min_zoom,
  jsonb_build_object('patrolRouteId', patrol_route_id, 'sequence', sequence, 'name', name, 'nameEn', name_en) as properties
from checkpoint where subdistrict_code = $1
