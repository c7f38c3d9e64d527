select r.patrol_route_id as feature_id, r.geom, 11 as min_zoom, r.grid_codes,
  jsonb_build_object('name', r.name, 'nameEn', r.name_en, 'teamName', t.name, 'teamNameEn', t.name_en) as properties
from patrol_route r join patrol_team t using (subdistrict_code, patrol_team_id)
where r.subdistrict_code = $1 and r.retired_on is null
