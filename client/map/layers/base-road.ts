// Roads of the base map: cased by class, tunnels below and faint, bridges above with ends, rail, steps and paths; the widths grow with zoom.
import type { DataDrivenPropertyValueSpecification, ExpressionSpecification, FilterSpecification } from 'maplibre-gl'
import type { BuildProps, SlottedLayer } from '../layer.ts'
import { type Palette, palettes } from '../palette.ts'

type Width = readonly [number, number, number, number]
const stops = [12, 14, 16, 18] as const

/** Pixels at zooms 12, 14, 16, 18. */
const widths: Readonly<Record<string, Width>> = {
  motorway: [3, 6, 14, 32],
  trunk: [2.6, 5.4, 13, 30],
  primary: [2.3, 5, 12, 28],
  secondary: [1.7, 4, 10, 24],
  tertiary: [1.2, 3, 8, 20],
  residential: [0.4, 1.6, 5.5, 15],
  service: [0, 0.8, 3.2, 9],
  pedestrian: [0, 1, 3.6, 10],
}
const rank: ExpressionSpecification = [
  'match',
  ['get', 'class'],
  'motorway',
  8,
  'trunk',
  7,
  'primary',
  6,
  'secondary',
  5,
  'tertiary',
  4,
  'residential',
  3,
  'pedestrian',
  2,
  1,
]
const carriageways = Object.keys(widths)
const majors = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary']

const isMajor: ExpressionSpecification = ['in', ['get', 'class'], ['literal', majors]]

function widthBy(extra: Width): DataDrivenPropertyValueSpecification<number> {
  const at = (index: 0 | 1 | 2 | 3): ExpressionSpecification => {
    const cases = carriageways.flatMap((name): [string, number] => {
      const width = widths[name]?.[index] ?? 0
      return [name, width === 0 ? 0 : width + extra[index]]
    })
    return ['match', ['get', 'class'], ...cases, 0] as unknown as ExpressionSpecification
  }
  return ['interpolate', ['exponential', 1.6], ['zoom'], stops[0], at(0), stops[1], at(1), stops[2], at(2), stops[3], at(3)]
}

const fillWidth = widthBy([0, 0, 0, 0])
const casingWidth = widthBy([1, 1.4, 2, 2.6])

type Deck = 'tunnel' | 'surface' | 'bridge'
const whether = (name: string): ExpressionSpecification => ['to-boolean', ['coalesce', ['get', name], false]]

const deckFilter = (deck: Deck, more: ExpressionSpecification): FilterSpecification => {
  const level: ExpressionSpecification =
    deck === 'tunnel'
      ? whether('tunnel')
      : deck === 'bridge'
        ? ['all', whether('bridge'), ['!', whether('tunnel')]]
        : ['all', ['!', whether('bridge')], ['!', whether('tunnel')]]
  return ['all', level, more]
}

const carriage: ExpressionSpecification = ['in', ['get', 'class'], ['literal', carriageways]]

function carriagewayLayers(deck: Deck, colour: Palette): readonly SlottedLayer[] {
  const layout = {
    'line-cap': deck === 'bridge' ? ('butt' as const) : ('round' as const),
    'line-join': 'round' as const,
    'line-sort-key': rank,
  }
  const base = { type: 'line' as const, source: 'base', 'source-layer': 'roads', layout }
  const faint = deck === 'tunnel' ? 0.45 : 1
  return [
    {
      slot: 'baseRoad',
      spec: {
        ...base,
        id: `road-${deck}-casing`,
        filter: deckFilter(deck, carriage),
        paint: {
          'line-color': deck === 'bridge' ? colour.majorCasing : ['case', isMajor, colour.majorCasing, colour.minorCasing],
          'line-width': casingWidth,
          'line-opacity': faint,
          ...(deck === 'tunnel' ? { 'line-dasharray': [2, 1.5] } : {}),
        },
      },
    },
    {
      slot: 'baseRoad',
      spec: {
        ...base,
        id: `road-${deck}`,
        filter: deckFilter(deck, carriage),
        paint: {
          'line-color': ['case', isMajor, colour.majorRoad, colour.minorRoad],
          'line-width': fillWidth,
          'line-opacity': faint,
        },
      },
    },
  ]
}

function footwayLayers(colour: Palette): readonly SlottedLayer[] {
  const base = { type: 'line' as const, source: 'base', 'source-layer': 'roads', minzoom: 15 }
  const width: ExpressionSpecification = ['interpolate', ['exponential', 1.6], ['zoom'], 15, 0.8, 18, 3]
  return [
    {
      slot: 'baseRoad',
      spec: {
        ...base,
        id: 'footway',
        filter: ['==', ['get', 'class'], 'path'],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': colour.path, 'line-width': width, 'line-dasharray': [2.4, 1.6] },
      },
    },
    {
      slot: 'baseRoad',
      spec: {
        ...base,
        id: 'steps',
        filter: ['==', ['get', 'class'], 'steps'],
        paint: {
          'line-color': colour.path,
          'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 15, 2, 18, 7],
          'line-dasharray': [0.35, 0.35],
        },
      },
    },
  ]
}

function railLayers(colour: Palette): readonly SlottedLayer[] {
  const base = {
    type: 'line' as const,
    source: 'base',
    'source-layer': 'roads',
    filter: ['==', ['get', 'class'], 'rail'] as FilterSpecification,
  }
  return [
    {
      slot: 'baseRoad',
      spec: {
        ...base,
        id: 'rail',
        paint: { 'line-color': colour.rail, 'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 11, 1, 18, 5] },
      },
    },
    {
      slot: 'baseRoad',
      spec: {
        ...base,
        id: 'rail-ties',
        minzoom: 13,
        paint: {
          'line-color': colour.land,
          'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 13, 0.8, 18, 3],
          'line-dasharray': [4, 4],
        },
      },
    },
  ]
}

/** All road layers, bottom to top. */
export function buildBaseRoad({ theme }: BuildProps): readonly SlottedLayer[] {
  const colour = palettes[theme]
  return [
    ...carriagewayLayers('tunnel', colour),
    ...footwayLayers(colour),
    ...carriagewayLayers('surface', colour),
    ...railLayers(colour),
    ...carriagewayLayers('bridge', colour),
  ]
}
