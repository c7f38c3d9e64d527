// Names on the base map: streets along their line, water and parks, buildings when close. Labels give way to each other.
import type { ExpressionSpecification } from 'maplibre-gl'
import { type BuildProps, fonts, nameField, type SlottedLayer } from '../layer.ts'
import { palettes } from '../palette.ts'

export function buildBaseLabel({ theme, language, on }: BuildProps): readonly SlottedLayer[] {
  const colour = palettes[theme]
  const name = nameField(language) as unknown as ExpressionSpecification
  const halo = { 'text-halo-color': colour.halo, 'text-halo-width': 1.6 }
  const roadLabel = (id: string, classes: readonly string[], minzoom: number, sizes: readonly [number, number]): SlottedLayer => ({
    slot: 'labels',
    spec: {
      id,
      type: 'symbol',
      source: 'base',
      'source-layer': 'roads',
      minzoom,
      filter: ['in', ['get', 'class'], ['literal', [...classes]]],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 420,
        'text-field': name,
        'text-font': fonts.regular,
        'text-size': ['interpolate', ['linear'], ['zoom'], 15, sizes[0], 18, sizes[1]],
        'text-letter-spacing': language === 'zh-CN' ? 0.12 : 0.02,
        'text-max-angle': 35,
        'text-padding': 12,
        'text-pitch-alignment': 'viewport',
      },
      paint: { 'text-color': colour.muted, ...halo },
    },
  })
  return [
    {
      slot: 'labels',
      spec: {
        id: 'building-name',
        type: 'symbol',
        source: 'base',
        'source-layer': 'buildings',
        minzoom: 17.3,
        layout: {
          'text-field': name,
          'text-font': fonts.regular,
          'text-size': 11,
          'text-max-width': 6,
          'text-padding': 26,
          visibility: on.has('heat') ? 'none' : 'visible',
        },
        paint: { 'text-color': colour.muted, ...halo },
      },
    },
    roadLabel('road-name-minor', ['residential', 'service', 'pedestrian'], 15.5, [10.5, 13]),
    roadLabel('road-name-major', ['motorway', 'trunk', 'primary', 'secondary', 'tertiary'], 14.5, [11.5, 15]),
    {
      slot: 'labels',
      spec: {
        id: 'green-name',
        type: 'symbol',
        source: 'base',
        'source-layer': 'green',
        minzoom: 14.5,
        filter: ['in', ['get', 'kind'], ['literal', ['park', 'wood', 'square', 'cemetery']]],
        layout: { 'text-field': name, 'text-font': fonts.regular, 'text-size': 11.5, 'text-max-width': 7, 'text-padding': 70 },
        paint: { 'text-color': colour.greenText, ...halo },
      },
    },
    {
      slot: 'labels',
      spec: {
        id: 'water-name-line',
        type: 'symbol',
        source: 'base',
        'source-layer': 'water',
        minzoom: 12,
        // from far away the river alone has a name
        filter: ['all', ['==', ['geometry-type'], 'LineString'], ['any', ['==', ['get', 'kind'], 'river'], ['>=', ['zoom'], 14]]],
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 500,
          'text-field': name,
          'text-font': fonts.regular,
          'text-size': ['interpolate', ['linear'], ['zoom'], 12, 12, 17, 16],
          'text-letter-spacing': language === 'zh-CN' ? 0.4 : 0.08,
        },
        paint: { 'text-color': colour.waterText, ...halo, 'text-halo-color': colour.water },
      },
    },
    {
      slot: 'labels',
      spec: {
        id: 'water-name',
        type: 'symbol',
        source: 'base',
        'source-layer': 'water',
        minzoom: 13.5,
        filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['!=', ['get', 'kind'], 'river']],
        layout: { 'text-field': name, 'text-font': fonts.regular, 'text-size': 12, 'text-letter-spacing': 0.1, 'text-padding': 70 },
        paint: { 'text-color': colour.waterText, ...halo, 'text-halo-color': colour.water },
      },
    },
  ]
}
