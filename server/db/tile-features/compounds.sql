select compound_id as feature_id, geom, 11 as min_zoom, grid_codes,
  jsonb_build_object('type', compound_type, 'propertyClass', property_class, 'partyOrganisation', party_organisation, 'name', name, 'nameEn', name_en)
    as properties
from compound where subdistrict_code = $1
