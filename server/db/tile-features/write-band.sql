-- One zoom band of one layer. The placeholder in the first step is the statement of the layer, which stands beside this file.
-- $1 sub-district, $2 today, $3 layer, $4 band (the deepest zoom it serves), $5 one tile unit in metres there, $6 one pixel in metres there
with feature as materialized (
  __FEATURES__
),
-- into the tiles' projection; size is the width of a square as large, or the length of a line
projected as materialized (
  select feature_id, min_zoom, grid_codes, jsonb_strip_nulls(properties) as properties, geom3857, kind,
    case kind
      when 'area' then sqrt(ST_Area(geom3857))
      when 'line' then ST_Length(geom3857)
      else 'infinity'::float8
    end as size_metres
  from (
    select feature_id, min_zoom, grid_codes, properties, ST_Transform(geom, 3857) as geom3857,
      case ST_Dimension(geom) when 2 then 'area' when 1 then 'line' else 'point' end as kind
    from feature
    where min_zoom <= $4::int
    offset 0
  ) t
),
-- shared borders are only snapped, which moves equal points equally; the rest is simplified by half a pixel
simplified as materialized (
  select feature_id, min_zoom, grid_codes, properties, size_metres, kind,
    case
      when kind = 'point' or $4::int >= 16 then geom3857
      when $3::text in ('grids', 'compounds', 'renovations') then ST_SnapToGrid(geom3857, $5::float8)
      else ST_Simplify(geom3857, $6::float8 / 2, true)
    end as geom
  from projected
  where size_metres >= $6::float8 or $4::int >= 16
),
-- encoders treat an outline that crosses itself each in their own way, so none is left; outer rings run clockwise, as tiles want them
ready as materialized (
  select feature_id, min_zoom, grid_codes, properties, size_metres, kind,
    case when kind <> 'area' then geom
      when ST_IsValid(geom) then ST_ForcePolygonCW(geom)
      else ST_ForcePolygonCW(ST_CollectionExtract(ST_MakeValid(geom), 3)) end as geom
  from simplified
  where geom is not null
),
-- neighbours are written side by side, so that a tile reads few pages
written as (
insert into tile_feature (subdistrict_code, layer, band, feature_id, min_zoom, grid_codes, size_metres, thickness_metres, properties, geom)
select $1, $3::text, $4::int, feature_id, min_zoom, grid_codes, least(size_metres, 1e9),
  case when kind = 'area' and ST_NumGeometries(geom) = 1 and ST_NRings(geom) = 1 then 2 * ST_Area(geom) / ST_Perimeter(geom) else 0 end,
  properties, geom
from ready
where not ST_IsEmpty(geom) and $2::date is not null -- only some layers look at the day
order by geom
returning min_zoom
)
select count(*) as features, min(min_zoom) as nearest from written
