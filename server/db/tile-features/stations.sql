select service_station_id as feature_id, geom, case station_kind when 'station' then 12 else 10 end as min_zoom, array_remove(array[grid_code], null) as grid_codes,
  jsonb_build_object('kind', station_kind, 'status', status, 'name', name, 'nameEn', name_en) as properties
from service_station where subdistrict_code = $1
