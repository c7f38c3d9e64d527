// The statements behind a tile. One shape for every layer: an index scan over ready-made features, then clip and encode.
// Measured on a dense city at zoom 15: ST_AsMVTGeom was two thirds of the time, though most features need no clipping. A polygon that lies
// wholly inside and is thick enough for whole units is only moved and scaled. The filter stands behind OFFSET 0, so that nothing runs twice.
import { tileExtent } from '#domain/geo/web-mercator.ts'
import type { LayerId } from '#domain/layers/layer-table.ts'
import type { ZoomBand } from '#domain/layers/zoom-bands.ts'

/** Units beyond the edge of a tile that are kept, so that lines and outlines do not end at it. */
export const tileBuffer = 64

/** $1 sub-district, $2 zoom, $3..$6 the tile's box, $7..$10 the same with its buffer, $11 smallest size, $12 keep every n-th point */
const chosen = (layer: LayerId, band: ZoomBand, geometry: string) => `
    select feature_id, ${geometry} as geom, properties
    from tile_feature
    where subdistrict_code = $1 and layer = '${layer}' and band = ${band} and min_zoom <= $2
      and geom && ST_MakeEnvelope($7, $8, $9, $10, 3857)
      and size_metres >= $11 and ($12 = 1 or size_metres < 1e9 or feature_id % $12 = 0)
    order by feature_id`

const withLines: readonly LayerId[] = ['water', 'roads', 'patrolRoutes']

const onUnits = (geometry: string) => `ST_SnapToGrid(ST_TransScale(${geometry},
      -$3::float8, -$6::float8, ${tileExtent} / ($5::float8 - $3::float8), ${tileExtent} / ($4::float8 - $6::float8)), 1)`
/** Thicker than two units of the tile, so that rounding leaves it an area. */
const isThick = `thickness_metres * ${tileExtent / 2} > $5::float8 - $3::float8`
const finished = `case when geom @ ST_MakeEnvelope($7, $8, $9, $10, 3857) and ${isThick} then ${onUnits('geom')}
      else ST_AsMVTGeom(geom, ST_MakeEnvelope($3, $4, $5, $6, 3857), ${tileExtent}, ${tileBuffer}, true) end`
/**
 * ST_AsMVTGeom simplifies by a unit and takes a line that goes somewhere and comes back for a straight one: spurs of a patrol route would
 * vanish (seen with PostGIS 3.3). Lines are therefore only clipped and put on whole units.
 */
const finishedLine = onUnits('ST_ClipByBox2D(geom, ST_MakeEnvelope($7, $8, $9, $10, 3857))')

/** The finished bytes of the layers, one after the other; needs an engine that encodes tiles. */
export const encodedTile = (layers: readonly LayerId[], band: ZoomBand): string => {
  const geometry = (layer: LayerId) =>
    withLines.includes(layer) ? `case ST_Dimension(geom) when 1 then ${finishedLine} else ${finished} end` : finished
  const one = (layer: LayerId) => `coalesce((
    select ST_AsMVT(f, '${layer}', 4096, 'geom', 'feature_id') from (
      select * from (${chosen(layer, band, geometry(layer))} offset 0
      ) clipped where geom is not null and not ST_IsEmpty(geom)
    ) f), ''::bytea)`
  return `select ${layers.map(one).join(' || ')} as tile`
}

/** The features of one layer in tile units, unclipped, for encoding here. $3..$6: west, north, units per metre, the same negated. */
export const plainFeatures = (layer: LayerId, band: ZoomBand): string =>
  `select feature_id as id, ST_AsGeoJSON(geom, 0)::json as geometry, properties from (${chosen(
    layer,
    band,
    'ST_TransScale(geom, -$3::float8, -$4::float8, $5::float8, $6::float8)',
  )}) f`
