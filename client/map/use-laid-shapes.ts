// What a file holds, laid over a map before anything comes of it: each thing in the colour of what would become of it.
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useMemo } from 'react'
import { palettes, type Theme } from './palette.ts'
import { anchorOf, type Slot } from './slots.ts'

export const laidStates = ['plain', 'new', 'changed', 'same', 'trouble'] as const
export type LaidState = (typeof laidStates)[number]
type Position = readonly [number, number]
export type LaidShape = {
  readonly id: number
  readonly shape: 'area' | 'line' | 'point'
  /** In degrees of WGS-84; of lines and places each is a polygon of one ring. */
  readonly polygons: readonly (readonly (readonly Position[])[])[]
  readonly state: LaidState
}

const source = 'laid'

export function laidColours(theme: Theme): Readonly<Record<LaidState, string>> {
  const { accent, muted } = palettes[theme]
  return theme === 'light'
    ? { plain: accent, new: accent, changed: '#B45309', same: muted, trouble: '#B91C1C' }
    : { plain: accent, new: accent, changed: '#F59E0B', same: muted, trouble: '#F87171' }
}

function layersOf(theme: Theme, pointed: number | null): readonly (readonly [Slot, LayerSpecification])[] {
  const colours = laidColours(theme)
  const state: ExpressionSpecification = ['get', 'state']
  const colour: ExpressionSpecification = [
    'match',
    state,
    ...(['new', 'changed', 'same', 'trouble'] as const).flatMap((one) => [one, colours[one]]),
    colours.plain,
  ] as unknown as ExpressionSpecification
  const isPointed: ExpressionSpecification = ['==', ['id'], pointed ?? -1]
  const isPoint: ExpressionSpecification = ['==', ['geometry-type'], 'Point']
  const area: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']
  // what is in trouble is dashed: its colour is not all that tells
  const dashed: ExpressionSpecification = ['==', state, 'trouble']
  const width: ExpressionSpecification = ['case', isPointed, 5, 2.4]
  return [
    [
      'dataArea',
      {
        ...{ id: 'laid-area', type: 'fill', source, filter: area },
        paint: { 'fill-color': colour, 'fill-opacity': ['case', isPointed, 0.45, ['==', state, 'same'], 0.08, 0.22] },
      },
    ],
    [
      'dataLine',
      {
        ...{ id: 'laid-line', type: 'line', source, filter: ['all', ['!', isPoint], ['!', dashed]] },
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: { 'line-color': colour, 'line-width': width },
      },
    ],
    [
      'dataLine',
      {
        ...{ id: 'laid-trouble', type: 'line', source, filter: ['all', ['!', isPoint], dashed] },
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colour, 'line-width': width, 'line-dasharray': [2, 1.2] },
      },
    ],
    [
      'dataPoint',
      {
        ...{ id: 'laid-point', type: 'circle', source, filter: isPoint },
        paint: {
          'circle-radius': ['case', isPointed, 10, 6],
          'circle-color': ['case', dashed, palettes[theme].halo, colour],
          'circle-stroke-color': ['case', dashed, colour, palettes[theme].halo],
          'circle-stroke-width': 2,
        },
      },
    ],
  ]
}

const ringOf = (ring: readonly Position[]): [number, number][] => ring.map(([x, y]) => [x, y])

function geometryOf({ shape, polygons }: LaidShape): GeoJSON.Geometry {
  if (shape === 'area') return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(ringOf)) }
  const parts = polygons.map(([ring = []]) => ringOf(ring))
  return shape === 'line' ? { type: 'MultiLineString', coordinates: parts } : { type: 'MultiPoint', coordinates: parts.flat() }
}

type Wishes = {
  readonly map: MapLibreMap | null
  readonly theme: Theme
  readonly shapes: readonly LaidShape[]
  readonly pointed: number | null
}

export function useLaidShapes({ map, theme, shapes, pointed }: Wishes): void {
  const data = useMemo(
    (): GeoJSON.FeatureCollection => ({
      type: 'FeatureCollection',
      features: shapes.map((one) => ({ type: 'Feature', id: one.id, properties: { state: one.state }, geometry: geometryOf(one) })),
    }),
    [shapes],
  )
  useEffect(() => {
    if (map === null) return
    const present = map.getSource<GeoJSONSource>(source)
    if (present) void present.setData(data)
    else map.addSource(source, { type: 'geojson', data, tolerance: 0 })
  }, [map, data])
  useEffect(() => {
    if (map === null) return
    for (const [slot, spec] of layersOf(theme, pointed)) {
      if (!map.getLayer(spec.id)) map.addLayer(spec, anchorOf(slot))
      else for (const [name, value] of Object.entries(spec.paint ?? {})) map.setPaintProperty(spec.id, name as never, value as never)
    }
  }, [map, theme, pointed])
}
