// Operations of the map: the layers with their data time, and vector tiles.
import { z } from 'zod'
import { layerIds } from '../layers/layer-table.ts'
import { mapReaders } from './access.ts'
import { Instant, listOf, Tenant } from './fields.ts'
import { get } from './route.ts'

const LegendEntry = z.object({
  key: z.string(),
  shape: z.enum(['fill', 'line', 'circle', 'ramp']),
  light: z.string(),
  dark: z.string(),
})

export const layers = get({
  id: 'layers',
  path: '/api/v1/layers',
  summary: 'The layers of vector tiles in drawing order, each with its legend, how many features it holds and when its data last changed',
  tag: 'map',
  access: mapReaders,
  query: Tenant,
  ok: z.object({
    layers: z.array(
      z.object({
        id: z.enum(layerIds),
        order: z.number().int(),
        minZoom: z.number().int(),
        maxZoom: z.number().int(),
        legend: z.array(LegendEntry),
        version: z.number().int(),
        dataTime: Instant.nullable().describe('null where the layer has no data'),
        features: z.number().int(),
      }),
    ),
  }),
})

const whole = (max: number) => z.coerce.number().int().min(0).max(max)

export const tile = get({
  id: 'tile',
  path: '/api/v1/tiles/:layers/:z/:x/:y.mvt',
  summary: 'A vector tile of one layer, or of several joined by commas; strong ETag, 204 when empty',
  tag: 'map',
  access: mapReaders,
  params: z.object({ layers: listOf(layerIds), z: whole(20), x: whole(2 ** 20), y: whole(2 ** 20) }),
  query: Tenant.extend({ v: z.string().max(80).optional().describe('data version, only to make addresses differ for caches') }),
  ok: { mediaType: 'application/vnd.mapbox-vector-tile' },
  errors: ['not_found'],
})
