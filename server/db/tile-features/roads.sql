select road_id as feature_id, geom,
  case road_class
    when 'motorway' then 8 when 'trunk' then 8 when 'primary' then 9 when 'rail' then 10
    when 'secondary' then 10 when 'tertiary' then 12 when 'residential' then 13 when 'pedestrian' then 14
    when 'service' then 15 else 15
  end as min_zoom,
  null::text[] as grid_codes,
  jsonb_build_object('class', road_class, 'name', name, 'nameEn', name_en, 'bridge', bridge, 'tunnel', tunnel) as properties
from road where subdistrict_code = $1
