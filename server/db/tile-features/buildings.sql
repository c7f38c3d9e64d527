-- head: whether somebody is building head today; only residential buildings that are in a register, that is in a grid, need one
select b.building_id as feature_id, b.geom, 13 as min_zoom, array_remove(array[b.grid_code], null) as grid_codes,
  jsonb_build_object(
    'use', b.building_use, 'levels', b.levels, 'height', b.height_metres, 'households', b.households, 'name', b.name, 'nameEn', b.name_en,
    'head', case when b.building_use <> 'residential' or b.grid_code is null then 'notNeeded' when h.building_id is null then 'missing' else 'present' end) as properties
from building b
left join (
  select distinct building_id from appointment
  where subdistrict_code = $1 and head_role = 'buildingHead' and term_start <= $2::date and held_until > $2::date
) h on h.building_id = b.building_id
where b.subdistrict_code = $1 and b.geom is not null
