-- lines are there for the names of rivers and for streams
select water_id as feature_id, geom, case when water_kind in ('pool', 'stream') then 13 else 8 end as min_zoom, null::text[] as grid_codes,
  jsonb_build_object('kind', water_kind, 'name', name, 'nameEn', name_en) as properties
from water where subdistrict_code = $1
