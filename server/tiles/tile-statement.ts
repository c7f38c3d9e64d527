// The statements behind a tile. One shape for every layer: an index scan over ready-made features, then clip and encode.
// Measured (docs/performance.md): the box as plain parameters and a filter behind OFFSET 0; a computed box or `where geom is not null`
// outside costs a factor of two.
import type { LayerId } from '#domain/layers/layer-table.ts'

/** Units beyond the edge of a tile that are kept, so that lines and outlines do not end at it. */
export const tileBuffer = 64

/** $1 sub-district, $2 band, $3 zoom, $4..$7 the tile's box, $8..$11 the same with its buffer, $12 smallest size, $13 keep every n-th point */
const chosen = (layer: LayerId, geometry: string) => `
    select feature_id, ${geometry} as geom, properties
    from tile_feature
    where subdistrict_code = $1 and layer = '${layer}' and band = $2 and min_zoom <= $3
      and geom && ST_MakeEnvelope($8, $9, $10, $11, 3857)
      and size_metres >= $12 and ($13 = 1 or size_metres < 1e9 or feature_id % $13 = 0)
    order by feature_id`

const withLines: readonly LayerId[] = ['water', 'roads', 'patrolRoutes']

const finished = `ST_AsMVTGeom(geom, ST_MakeEnvelope($4, $5, $6, $7, 3857), 4096, ${tileBuffer}, true)`
/**
 * ST_AsMVTGeom simplifies by a unit and takes a line that goes somewhere and comes back for a straight one: spurs of a patrol route would
 * vanish (seen with PostGIS 3.3). Lines are therefore only clipped and put on whole units.
 */
const finishedLine = `ST_SnapToGrid(ST_TransScale(ST_ClipByBox2D(geom, ST_MakeEnvelope($8, $9, $10, $11, 3857)),
      -$4::float8, -$7::float8, 4096 / ($6::float8 - $4::float8), 4096 / ($5::float8 - $7::float8)), 1)`

/** The finished bytes of the layers, one after the other; needs an engine that encodes tiles. */
export const encodedTile = (layers: readonly LayerId[]): string => {
  const geometry = (layer: LayerId) =>
    withLines.includes(layer) ? `case ST_Dimension(geom) when 1 then ${finishedLine} else ${finished} end` : finished
  const one = (layer: LayerId) => `coalesce((
    select ST_AsMVT(f, '${layer}', 4096, 'geom', 'feature_id') from (
      select * from (${chosen(layer, geometry(layer))} offset 0
      ) clipped where geom is not null and not ST_IsEmpty(geom)
    ) f), ''::bytea)`
  return `select ${layers.map(one).join(' || ')} as tile`
}

/** The features of one layer in tile units, unclipped, for encoding here. $4..$7: west, north, units per metre, the same negated. */
export const plainFeatures = (layer: LayerId): string =>
  `select feature_id as id, ST_AsGeoJSON(geom, 0)::json as geometry, properties from (${chosen(
    layer,
    'ST_TransScale(geom, -$4::float8, -$5::float8, $6::float8, $7::float8)',
  )}) f`
