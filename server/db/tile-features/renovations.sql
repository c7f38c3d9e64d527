select p.renovation_project_id as feature_id, c.geom, 11 as min_zoom, c.grid_codes,
  jsonb_build_object('stage', p.stage, 'compoundId', p.compound_id, 'name', c.name, 'nameEn', c.name_en,
    'group', case when p.stage in ('accepted', 'afterCare') then 'done' when p.stage = 'underConstruction' then 'underConstruction' else 'preparing' end)
    as properties
from renovation_project p join compound c using (subdistrict_code, compound_id)
where p.subdistrict_code = $1
