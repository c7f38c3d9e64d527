// How a boundary plan looks on a map: borders by level, what is chosen, drawn, wrong, gained and lost.
import type { ExpressionSpecification, LayerSpecification, LineLayerSpecification } from 'maplibre-gl'
import { fonts } from './layer.ts'
import { palettes, type Theme } from './palette.ts'
import type { Slot } from './slots.ts'

/** From this zoom on borders of the lowest level have halos and round ends. */
const nearFrom = 12
/** From this zoom on grids have their names. */
export const namesFrom = 13.5

export const stopColour = (theme: Theme): string => (theme === 'light' ? '#B91C1C' : '#F87171')

type Styled = readonly [Slot, LayerSpecification]
export function planLayers(theme: Theme): readonly Styled[] {
  const { accent, warm, halo, text, muted } = palettes[theme]
  const stop = stopColour(theme)
  const amber = theme === 'light' ? '#B45309' : '#F59E0B'
  const kind: ExpressionSpecification = ['get', 'kind']
  const level: ExpressionSpecification = ['get', 'level']
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  // from afar, where the smallest grids are some pixels wide, corners are not seen and a halo would cover all
  const roundNear: LineLayerSpecification['layout'] = { ...round, 'line-cap': ['step', ['zoom'], 'butt', nearFrom, 'round'] }
  return [
    [
      'dataArea',
      {
        id: 'plan-area',
        type: 'fill',
        source: 'plan-areas',
        paint: { 'fill-color': accent, 'fill-opacity': ['match', kind, 'chosen', 0.22, 0.09] },
      },
    ],
    [
      'dataArea',
      {
        id: 'plan-gained',
        type: 'fill',
        source: 'plan-compare',
        filter: ['==', kind, 'gained'],
        paint: { 'fill-pattern': 'plan-hatch-gained' },
      },
    ],
    [
      'dataArea',
      { id: 'plan-lost', type: 'fill', source: 'plan-compare', filter: ['==', kind, 'lost'], paint: { 'fill-pattern': 'plan-hatch-lost' } },
    ],
    [
      'gridLines',
      {
        id: 'plan-border-halo',
        type: 'line',
        source: 'plan-borders',
        filter: ['any', ['<', level, 3], ['>=', ['zoom'], nearFrom]],
        layout: roundNear,
        paint: { 'line-color': halo, 'line-opacity': 0.75, 'line-width': ['match', level, 1, 6, 2, 4.5, 3] },
      },
    ],
    [
      'gridLines',
      {
        id: 'plan-border',
        type: 'line',
        source: 'plan-borders',
        layout: { ...roundNear, 'line-sort-key': ['-', 4, level] },
        paint: { 'line-color': accent, 'line-width': ['match', level, 1, 3.2, 2, 2.2, 1.1], 'line-opacity': ['match', level, 3, 0.85, 1] },
      },
    ],
    [
      'selection',
      {
        id: 'plan-chosen',
        type: 'line',
        source: 'plan-areas',
        filter: ['==', kind, 'chosen'],
        layout: round,
        paint: { 'line-color': text, 'line-width': 2.4 },
      },
    ],
    [
      'selection',
      { id: 'plan-preview', type: 'line', source: 'plan-preview', layout: round, paint: { 'line-color': warm, 'line-width': 3 } },
    ],
    [
      'selection',
      {
        id: 'plan-draft-area',
        type: 'fill',
        source: 'plan-draft',
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': warm, 'fill-opacity': 0.12 },
      },
    ],
    [
      'selection',
      {
        id: 'plan-draft',
        type: 'line',
        source: 'plan-draft',
        layout: round,
        paint: { 'line-color': warm, 'line-width': 2.6, 'line-dasharray': [2, 1.4] },
      },
    ],
    [
      'selection',
      {
        id: 'plan-fault',
        type: 'fill',
        source: 'plan-compare',
        filter: ['all', ['==', kind, 'fault'], ['==', ['geometry-type'], 'Polygon']],
        paint: { 'fill-color': stop, 'fill-opacity': 0.35 },
      },
    ],
    [
      'selection',
      {
        id: 'plan-fault-line',
        type: 'line',
        source: 'plan-compare',
        filter: ['==', kind, 'fault'],
        paint: { 'line-color': stop, 'line-width': 4 },
      },
    ],
    [
      'labels',
      {
        id: 'plan-fault-place',
        type: 'circle',
        source: 'plan-compare',
        filter: ['all', ['==', kind, 'fault'], ['==', ['geometry-type'], 'Point']],
        paint: { 'circle-radius': 9, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': stop, 'circle-stroke-width': 4 },
      },
    ],
    ...(['handles', 'cue'] as const).map(
      (name): Styled => [
        'labels',
        {
          id: `plan-${name}`,
          type: 'circle',
          source: `plan-${name}`,
          paint: {
            'circle-radius': [
              'interpolate',
              ['linear'],
              ['zoom'],
              14,
              ['match', kind, 'cue', 6, 'corner', 5, 'node', 3, 1],
              17,
              ['match', kind, 'node', 6, 'cue', 7, 'middle', 3.5, 5],
            ],
            'circle-color': ['match', kind, 'node', accent, 'cue', 'rgba(0,0,0,0)', 'corner', warm, halo],
            'circle-stroke-color': ['match', kind, 'cue', warm, 'corner', halo, accent],
            'circle-stroke-width': ['match', kind, 'cue', 3, 'middle', 1.2, 2],
            'circle-opacity': ['match', kind, 'middle', 0.7, 1],
          },
        },
      ],
    ),
    [
      'gridNames',
      {
        id: 'plan-name',
        type: 'symbol',
        source: 'plan-names',
        minzoom: namesFrom,
        layout: { 'text-field': ['get', 'text'], 'text-font': fonts.regular, 'text-size': 12, 'text-padding': 6, 'text-max-width': 8 },
        paint: { 'text-color': text, 'text-halo-color': halo, 'text-halo-width': 1.6 },
      },
    ],
    // over the names: what is wrong is looked for
    [
      'gridNames',
      {
        id: 'plan-mark',
        type: 'circle',
        source: 'plan-marks',
        paint: {
          'circle-radius': 7,
          'circle-color': ['match', kind, 'stop', stop, 'warn', amber, muted],
          'circle-stroke-color': halo,
          'circle-stroke-width': 2,
        },
      },
    ],
  ]
}

const stripes = { size: 16, width: 3.5 }

/** Stripes at 45° or 135°, so that gained and lost differ without colour too. Worked out here: a canvas would be drawn by the graphics card and read back. */
export function hatch(colour: string, rising: boolean): { width: number; height: number; data: Uint8ClampedArray } {
  const { size, width } = stripes
  const data = new Uint8ClampedArray(size * size * 4)
  const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const along = (rising ? x + y : x - y + size) % size
      const away = Math.min(along, size - along)
      data.set([...rgb, Math.round(255 * Math.min(1, Math.max(0, (width + 1) / 2 - away)))], (y * size + x) * 4)
    }
  }
  return { width: size, height: size, data }
}
