// Who reaches a station on foot: rings of one hue in three strengths, and, loud, the buildings beyond them. Straight circles are a dashed grey line:
// an estimate to compare with, never a filled area.
import type { ExpressionSpecification } from 'maplibre-gl'
import { type BuildProps, type CirclesData, fonts, type LayerDescriptor, type SlottedLayer } from '../layer.ts'
import { palettes, type Theme } from '../palette.ts'

/** By minutes; the nearest is the strongest. The legend reads the same table. */
export const ringColours: Readonly<Record<Theme, readonly (readonly [minutes: number, colour: string])[]>> = {
  light: [
    [5, '#2F8587'],
    [10, '#6DAFAD'],
    [15, '#A9D2CE'],
  ],
  dark: [
    [5, '#48B3AE'],
    [10, '#2B8583'],
    [15, '#1D5B5D'],
  ],
}
export const beyondColour = (theme: Theme): string => palettes[theme].warm
/** Single circles lie over each other. So do the circles of every minute, of one colour, which makes them a surface: strongest where most of them lie. */
const fillOpacity = { rings: 0.5, each: 0.16, surface: 0.075 } as const
export const surfaceColour = (theme: Theme): string => ringColours[theme][0]?.[1] ?? ''
const is = (what: string): ExpressionSpecification => ['==', ['get', 'what'], what]

function build({ theme, circles }: BuildProps): readonly SlottedLayer[] {
  const { muted, accent, halo } = palettes[theme]
  const view = circles?.view ?? 'rings'
  const colours = ringColours[theme].flat()
  const byMinutes = ['match', ['get', 'minutes'], ...colours, 'rgba(0,0,0,0)'] as unknown as ExpressionSpecification
  const colour = view === 'surface' ? surfaceColour(theme) : byMinutes
  const beyond: ExpressionSpecification = ['in', ['id'], ['literal', [...(circles?.beyond ?? [])]]]
  return [
    {
      slot: 'dataArea',
      spec: {
        id: 'circle-rings',
        type: 'fill',
        source: 'circles',
        filter: is('ring'),
        paint: { 'fill-color': colour, 'fill-opacity': fillOpacity[view] },
      },
    },
    {
      slot: 'dataArea',
      spec: {
        id: 'circle-edges',
        type: 'line',
        source: 'circles',
        filter: is('ring'),
        layout: { visibility: view === 'surface' ? 'none' : 'visible' },
        paint: { 'line-color': view === 'each' ? accent : colour, 'line-width': 1.2 },
      },
    },
    {
      slot: 'heat',
      spec: {
        id: 'circle-beyond',
        type: 'fill',
        source: 'base',
        'source-layer': 'buildings',
        filter: beyond,
        paint: { 'fill-color': beyondColour(theme), 'fill-outline-color': beyondColour(theme) },
      },
    },
    {
      slot: 'dataLine',
      spec: {
        id: 'circle-straight',
        type: 'line',
        source: 'circles',
        filter: is('straight'),
        paint: { 'line-color': muted, 'line-width': 1.6, 'line-dasharray': [4, 3] },
      },
    },
    {
      slot: 'dataLine',
      spec: {
        id: 'circle-tried',
        type: 'line',
        source: 'circles',
        filter: is('tried'),
        paint: { 'line-color': accent, 'line-width': ['match', ['get', 'minutes'], 15, 3, 1.4] },
      },
    },
    {
      slot: 'selection',
      spec: {
        id: 'circle-tried-place',
        type: 'circle',
        source: 'circles',
        filter: is('place'),
        paint: { 'circle-radius': 8, 'circle-color': accent, 'circle-stroke-color': halo, 'circle-stroke-width': 3 },
      },
    },
    {
      slot: 'selection',
      spec: {
        id: 'circle-opened',
        type: 'circle',
        source: 'circles',
        filter: is('opened'),
        paint: { 'circle-radius': 9, 'circle-color': halo, 'circle-stroke-color': accent, 'circle-stroke-width': 3 },
      },
    },
    {
      slot: 'selection',
      spec: {
        id: 'circle-opened-number',
        type: 'symbol',
        source: 'circles',
        filter: is('opened'),
        layout: { 'text-field': ['to-string', ['get', 'number']], 'text-font': fonts.bold, 'text-size': 12, 'text-allow-overlap': true },
        paint: { 'text-color': accent },
      },
    },
    {
      slot: 'selection',
      spec: {
        id: 'circle-way-casing',
        type: 'line',
        source: 'circles',
        filter: is('way'),
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: { 'line-color': halo, 'line-width': 7 },
      },
    },
    {
      slot: 'selection',
      spec: {
        id: 'circle-way',
        type: 'line',
        source: 'circles',
        filter: is('way'),
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: { 'line-color': accent, 'line-width': 3.5 },
      },
    },
  ]
}

export const circlesLayer: LayerDescriptor = {
  key: 'circles',
  group: 'register',
  sources: ['stations'],
  dataOf: 'stations',
  minZoom: 8,
  build,
}

/** What the source `circles` holds: the longest ring first, so that the shorter lie on it. */
export function circleFeatures(circles: CirclesData | null): GeoJSON.FeatureCollection {
  const feature = (geometry: GeoJSON.Geometry, properties: Record<string, unknown>): GeoJSON.Feature => ({
    type: 'Feature',
    properties,
    geometry,
  })
  if (circles === null) return { type: 'FeatureCollection', features: [] }
  return {
    type: 'FeatureCollection',
    features: [
      ...circles.rings.map(({ minutes, geometry }) => feature(geometry, { what: 'ring', minutes })),
      ...circles.straight.map((geometry) => feature(geometry, { what: 'straight' })),
      ...(circles.tried?.rings ?? []).map(({ minutes, geometry }) => feature(geometry, { what: 'tried', minutes })),
      ...(circles.tried ? [feature({ type: 'Point', coordinates: [...circles.tried.place] }, { what: 'place' })] : []),
      ...circles.opened.map(({ number, place }) => feature({ type: 'Point', coordinates: [...place] }, { what: 'opened', number })),
      ...(circles.way === null ? [] : [feature(circles.way, { what: 'way' })]),
    ],
  }
}
