-- shortName: what stands on the map when the borders already say the level, such as the number within the community
select g.grid_code::bigint as feature_id, v.label_point as geom, case g.level when 3 then 14 when 2 then 11 else 9 end as min_zoom,
  array[g.grid_code] as grid_codes,
  jsonb_build_object('gridCode', g.grid_code, 'level', g.level, 'name', g.name, 'nameEn', g.name_en,
    'shortName', case g.level when 3 then ltrim(right(g.grid_code, 3), '0') else g.name end,
    'shortNameEn', case g.level when 3 then ltrim(right(g.grid_code, 3), '0') else g.name_en end) as properties
from grid g
join grid_boundary v on v.subdistrict_code = $1 and v.grid_code = g.grid_code and daterange(v.valid_from, v.valid_to) @> $2::date
where g.subdistrict_code = $1
