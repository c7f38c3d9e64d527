// The ground of the base map: green, water, and buildings as they are without any register on top.
import type { BuildProps, SlottedLayer } from '../layer.ts'
import { type Palette, palettes } from '../palette.ts'

export function buildBaseArea({ theme, on }: BuildProps): readonly SlottedLayer[] {
  const colour = palettes[theme]
  return [
    { slot: 'ground', spec: { id: 'ground', type: 'background', paint: { 'background-color': colour.land } } },
    {
      slot: 'baseArea',
      spec: {
        id: 'green',
        type: 'fill',
        source: 'base',
        'source-layer': 'green',
        paint: {
          'fill-color': ['match', ['get', 'kind'], ['square', 'cemetery'], colour.square, colour.green],
          'fill-opacity': ['match', ['get', 'kind'], ['farmland', 'grass'], 0.55, ['pitch'], 0.8, 1],
        },
      },
    },
    {
      slot: 'baseArea',
      spec: {
        id: 'green-edge',
        type: 'line',
        source: 'base',
        'source-layer': 'green',
        minzoom: 14.5,
        filter: ['in', ['get', 'kind'], ['literal', ['park', 'pitch', 'square']]],
        paint: { 'line-color': colour.greenText, 'line-opacity': 0.18, 'line-width': 1 },
      },
    },
    {
      slot: 'baseArea',
      spec: {
        id: 'water',
        type: 'fill',
        source: 'base',
        'source-layer': 'water',
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': colour.water },
      },
    },
    {
      slot: 'baseArea',
      spec: {
        id: 'water-edge',
        type: 'line',
        source: 'base',
        'source-layer': 'water',
        filter: ['==', ['geometry-type'], 'Polygon'],
        minzoom: 12,
        paint: { 'line-color': colour.waterText, 'line-opacity': 0.22, 'line-width': 1 },
      },
    },
    {
      slot: 'baseArea',
      spec: {
        id: 'stream',
        type: 'line',
        source: 'base',
        'source-layer': 'water',
        filter: ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'kind'], 'stream']],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': colour.water, 'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 12, 1, 18, 8] },
      },
    },
    ...(on.has('heads') ? [] : [plainBuildings(colour, on.has('heat'))]),
    {
      slot: 'buildings',
      spec: {
        id: 'building-edge',
        type: 'line',
        source: 'base',
        'source-layer': 'buildings',
        minzoom: 14.5,
        paint: {
          'line-color': colour.buildingEdge,
          'line-opacity': on.has('heat') ? 0.4 : 1,
          'line-width': ['interpolate', ['linear'], ['zoom'], 14.5, 0.3, 17, 1],
        },
      },
    },
  ]
}

/** Buildings in one tone, where no layer says more about them. */
const plainBuildings = (colour: Palette, faint: boolean): SlottedLayer => ({
  slot: 'buildings',
  spec: {
    id: 'building',
    type: 'fill',
    source: 'base',
    'source-layer': 'buildings',
    minzoom: 13,
    paint: {
      'fill-color': colour.building,
      'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0.5, 14.5, faint ? 0.55 : 1],
    },
  },
})
