// Where the data ends: the map fades into plain ground at the edge of the sub-district’s box, instead of breaking off.
import type { Box } from '../camera.ts'
import type { BuildProps, SlottedLayer } from '../layer.ts'
import { palettes } from '../palette.ts'

type Ring = [number, number][]
type Frame = {
  type: 'FeatureCollection'
  features: { type: 'Feature'; properties: Record<string, never>; geometry: { type: 'Polygon'; coordinates: Ring[] } }[]
}

/** How far the plain ground reaches around the box, in degrees: beyond what the map can be moved to. */
const reach = 3

const ringOf = ([west, south, east, north]: Box): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

/** Everything around a box: a large square with the box as its hole. */
export function frameOf(box: Box): Frame {
  const [west, south, east, north] = box
  const around = ringOf([west - reach, south - reach, east + reach, north + reach])
  const geometry = { type: 'Polygon' as const, coordinates: [around, ringOf(box).reverse()] }
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] }
}

export function buildFrame({ theme }: BuildProps): readonly SlottedLayer[] {
  const { land } = palettes[theme]
  return [
    { slot: 'frame', spec: { id: 'frame', type: 'fill', source: 'frame', paint: { 'fill-color': land, 'fill-antialias': false } } },
    {
      slot: 'frame',
      spec: {
        id: 'frame-fade',
        type: 'line',
        source: 'frame',
        layout: { 'line-join': 'miter' },
        paint: { 'line-color': land, 'line-width': 100, 'line-blur': 50 },
      },
    },
  ]
}
