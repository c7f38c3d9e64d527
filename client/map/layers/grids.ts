// Grids of the three levels: one hue, three strengths; the level a click would select is the one that is named and can be hovered.
import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl'
import {
  type BuildProps,
  fonts,
  type LayerDescriptor,
  legendColour,
  nameField,
  nothing,
  type SlottedLayer,
  selectedCode,
} from '../layer.ts'
import { palettes } from '../palette.ts'
import { coverageLabel } from './coverage.ts'

/** From these zooms on a level is the one in front. */
const gridZoom = { 1: 0, 2: 12, 3: 14.6 } as const

const levelIs = (level: number): FilterSpecification => ['==', ['get', 'level'], level]
const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false]

function borders({ theme }: BuildProps): readonly SlottedLayer[] {
  const line = (level: 1 | 2 | 3, minzoom: number, widths: readonly [number, number], opacity: number): SlottedLayer => ({
    slot: 'gridLines',
    spec: {
      id: `grid-line-${level}`,
      type: 'line',
      source: 'grids',
      'source-layer': 'grids',
      minzoom,
      filter: levelIs(level),
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': legendColour('grids', `level${level}`, theme),
        'line-width': ['interpolate', ['linear'], ['zoom'], 11, widths[0], 15, widths[1]],
        'line-opacity': opacity,
      },
    },
  })
  return [line(3, 13, [0.4, 0.9], 0.9), line(2, 10.5, [0.8, 2], 0.9), line(1, 8, [2, 3], 1)]
}

/** Invisible until hovered; what a click hits. */
function hitAreas({ theme }: BuildProps): readonly SlottedLayer[] {
  const area = (level: 1 | 2 | 3, minzoom: number, maxzoom: number): SlottedLayer => ({
    slot: 'dim',
    spec: {
      id: `grid-area-${level}`,
      type: 'fill',
      source: 'grids',
      'source-layer': 'grids',
      minzoom,
      maxzoom,
      filter: levelIs(level),
      paint: { 'fill-color': palettes[theme].accent, 'fill-opacity': ['case', hovered, 0.12, 0] },
    },
  })
  return [area(1, gridZoom[1], gridZoom[2]), area(2, gridZoom[2], gridZoom[3]), area(3, gridZoom[3], 24)]
}

function selectionLayers({ theme, selection, selectedLevel }: BuildProps): readonly SlottedLayer[] {
  const code = selectedCode(selection)
  const colour = palettes[theme]
  const same: FilterSpecification = code === '' ? nothing : ['==', ['get', 'gridCode'], code]
  const others: FilterSpecification =
    code === '' || selectedLevel === null ? nothing : ['all', ['==', ['get', 'level'], selectedLevel], ['!=', ['get', 'gridCode'], code]]
  return [
    {
      slot: 'dim',
      spec: {
        id: 'grid-dim',
        type: 'fill',
        source: 'grids',
        'source-layer': 'grids',
        filter: others,
        paint: { 'fill-color': colour.ground, 'fill-opacity': 0.55, 'fill-antialias': false },
      },
    },
    {
      slot: 'selection',
      spec: {
        id: 'grid-selected-casing',
        type: 'line',
        source: 'grids',
        'source-layer': 'grids',
        filter: same,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colour.halo, 'line-width': 7, 'line-opacity': 0.8 },
      },
    },
    {
      slot: 'selection',
      spec: {
        id: 'grid-selected',
        type: 'line',
        source: 'grids',
        'source-layer': 'grids',
        filter: same,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colour.accent, 'line-width': 3.5 },
      },
    },
  ]
}

function labels({ theme, language, coverage }: BuildProps): readonly SlottedLayer[] {
  const colour = palettes[theme]
  const full = nameField(language)
  const short = nameField(language, 'shortName', 'shortNameEn')
  const field = (name: unknown): ExpressionSpecification =>
    (coverage === null
      ? name
      : [
          'format',
          name,
          { 'text-font': ['literal', fonts.medium] },
          '\n',
          {},
          coverageLabel(coverage),
          { 'font-scale': 0.9 },
        ]) as unknown as ExpressionSpecification
  const label = (level: 1 | 2 | 3, zooms: readonly [number, number], sizes: readonly [number, number], name: unknown): SlottedLayer => ({
    slot: 'gridNames',
    spec: {
      id: `grid-name-${level}`,
      type: 'symbol',
      source: 'grids',
      'source-layer': 'gridLabels',
      minzoom: zooms[0],
      maxzoom: zooms[1],
      filter: levelIs(level),
      layout: {
        'text-field': field(name),
        'text-font': level === 3 ? fonts.regular : fonts.bold,
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, sizes[0], 17, sizes[1]],
        'text-max-width': 8,
        'text-line-height': 1.25,
        'text-padding': level === 3 ? 14 : 8,
        'text-letter-spacing': language === 'zh-CN' && level < 3 ? 0.06 : 0,
      },
      paint: {
        'text-color': level === 3 ? colour.muted : legendColour('grids', 'level1', theme),
        'text-halo-color': colour.halo,
        'text-halo-width': 1.8,
        'text-halo-blur': 0.4,
      },
    },
  })
  return [
    label(3, [gridZoom[3], 24], [9, 13], short),
    label(2, [gridZoom[2], 16.2], [11, 16], full),
    label(1, [9, gridZoom[2]], [13, 18], full),
  ]
}

export const gridsLayer: LayerDescriptor = {
  key: 'grids',
  group: 'area',
  sources: ['grids'],
  dataOf: 'grids',
  minZoom: 8,
  build: (props) => [...hitAreas(props), ...borders(props), ...selectionLayers(props), ...labels(props)],
}
