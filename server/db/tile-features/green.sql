select green_id as feature_id, geom, 8 as min_zoom, null::text[] as grid_codes,
  jsonb_build_object('kind', green_kind, 'name', name, 'nameEn', name_en) as properties
from green where subdistrict_code = $1
