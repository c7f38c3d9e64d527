// How a boundary plan looks on a map: borders by level, what is chosen, drawn, wrong, gained and lost.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { fonts } from './layer.ts'
import { palettes, type Theme } from './palette.ts'
import type { Slot } from './slots.ts'

type Styled = readonly [Slot, LayerSpecification]
export function planLayers(theme: Theme): readonly Styled[] {
  const { accent, warm, halo, text, muted } = palettes[theme]
  const stop = theme === 'light' ? '#B91C1C' : '#F87171'
  const amber = theme === 'light' ? '#B45309' : '#F59E0B'
  const kind: ExpressionSpecification = ['get', 'kind']
  const level: ExpressionSpecification = ['get', 'level']
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
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
        layout: round,
        paint: { 'line-color': halo, 'line-opacity': 0.75, 'line-width': ['match', level, 1, 6, 2, 4.5, 3] },
      },
    ],
    [
      'gridLines',
      {
        id: 'plan-border',
        type: 'line',
        source: 'plan-borders',
        layout: { ...round, 'line-sort-key': ['-', 4, level] },
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
      'labels',
      {
        id: 'plan-handle',
        type: 'circle',
        source: 'plan-handles',
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
    [
      'labels',
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
    [
      'gridNames',
      {
        id: 'plan-name',
        type: 'symbol',
        source: 'plan-names',
        minzoom: 13.5,
        layout: { 'text-field': ['get', 'text'], 'text-font': fonts.regular, 'text-size': 12, 'text-padding': 6, 'text-max-width': 8 },
        paint: { 'text-color': text, 'text-halo-color': halo, 'text-halo-width': 1.6 },
      },
    ],
  ]
}

/** Stripes at 45° or 135°, so that gained and lost differ without colour too. */
export function hatch(colour: string, rising: boolean): { width: number; height: number; data: Uint8ClampedArray } {
  const size = 16
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const pen = canvas.getContext('2d')
  if (pen === null) return { width: 1, height: 1, data: new Uint8ClampedArray(4) }
  pen.strokeStyle = colour
  pen.lineWidth = 2.5
  for (const shift of [-size, 0, size]) {
    pen.beginPath()
    pen.moveTo(shift - 2, rising ? size + 2 : -2)
    pen.lineTo(shift + size + 2, rising ? -2 : size + 2)
    pen.stroke()
  }
  return { width: size, height: size, data: pen.getImageData(0, 0, size, size).data }
}
