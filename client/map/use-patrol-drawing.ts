// Routes of patrols on a map beside a list: all of them thin, the chosen one with what was passed and what was not, its checkpoints by number; and a
// route that is being drawn, whose corners and checkpoints are dragged.
import type {
  ExpressionSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibreMap,
  MapMouseEvent,
  MapTouchEvent,
} from 'maplibre-gl'
import { useEffect, useMemo, useRef } from 'react'
import type { Place } from './IssueMap.tsx'
import { fonts, legendColour } from './layer.ts'
import { palettes, type Theme } from './palette.ts'
import { anchorOf, type Slot } from './slots.ts'

type Line = readonly (readonly number[])[]
export type PartKind = 'passed' | 'missed' | 'track'
export type MarkState = 'plain' | 'due' | 'made' | 'missed'
export type Handle = { readonly kind: 'corner' | 'checkpoint'; readonly index: number }

export type PatrolDrawing = {
  readonly map: MapLibreMap | null
  readonly theme: Theme
  readonly lines: readonly { readonly id: number; readonly line: Line }[]
  readonly chosen: number | null
  readonly hovered: number | null
  /** Over the chosen line. */
  readonly parts: readonly { readonly kind: PartKind; readonly line: Line }[]
  readonly marks: readonly (Place & { readonly label: string; readonly state: MarkState })[]
  /** A route that is drawn; the others step back. */
  readonly draft: { readonly line: readonly Place[]; readonly checkpoints: readonly Place[]; readonly held: Handle | null } | null
  readonly onOpen: (id: number) => void
  readonly onHover: (id: number | null) => void
  /** A press on the map while drawing; `onLine`: on the line itself. */
  readonly onPress: (place: Place, onLine: boolean) => void
  readonly onHold: (handle: Handle) => void
  readonly onDrag: (handle: Handle, place: Place, ended: boolean) => void
}

const sources = ['patrol-lines', 'patrol-parts', 'patrol-marks', 'patrol-draft', 'patrol-handles'] as const
const hitPixels = 8

type Geometry = GeoJSON.Geometry
const collection = (features: readonly { geometry: Geometry; id?: number; properties?: object }[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: features.map(({ properties = {}, ...rest }) => ({ type: 'Feature', properties, ...rest })),
})
const lineOf = (line: Line): Geometry => ({ type: 'LineString', coordinates: line.map((position) => [...position]) })
const pointOf = ({ lng, lat }: Place): Geometry => ({ type: 'Point', coordinates: [lng, lat] })

type Drawn = Pick<PatrolDrawing, 'lines' | 'parts' | 'marks' | 'draft'>
function dataOf({ lines, parts, marks, draft }: Drawn): Readonly<Record<(typeof sources)[number], GeoJSON.FeatureCollection>> {
  const corners = (draft?.line ?? []).map((place, index) => ({ place, kind: 'corner', index, label: '' }))
  const points = (draft?.checkpoints ?? []).map((place, index) => ({ place, kind: 'checkpoint', index, label: String(index + 1) }))
  return {
    'patrol-lines': collection(lines.map(({ id, line }) => ({ id, geometry: lineOf(line) }))),
    'patrol-parts': collection(parts.map(({ kind, line }) => ({ geometry: lineOf(line), properties: { kind } }))),
    'patrol-marks': collection(marks.map(({ label, state, ...place }) => ({ geometry: pointOf(place), properties: { label, state } }))),
    'patrol-draft': collection(
      draft !== null && draft.line.length > 1 ? [{ geometry: lineOf(draft.line.map(({ lng, lat }) => [lng, lat])) }] : [],
    ),
    'patrol-handles': collection(
      [...corners, ...points].map(({ place, ...properties }) => ({
        geometry: pointOf(place),
        properties: { ...properties, held: draft?.held?.kind === properties.kind && draft.held.index === properties.index },
      })),
    ),
  }
}

type Styled = readonly [Slot, LayerSpecification]
function layersOf({ theme, chosen, hovered, draft }: PatrolDrawing): readonly Styled[] {
  const { halo, accent, text } = palettes[theme]
  const route = legendColour('patrolRoutes', 'route', theme)
  const [done, late] = theme === 'light' ? ['#3C6A43', '#B91C1C'] : ['#8CC297', '#F87171']
  const kind: ExpressionSpecification = ['get', 'kind']
  const state: ExpressionSpecification = ['get', 'state']
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  const drawing = draft !== null
  const pointed: ExpressionSpecification = ['in', ['id'], ['literal', [hovered ?? -1]]]
  const isChosen: ExpressionSpecification = ['==', ['id'], chosen ?? -1]
  return [
    [
      'dataLine',
      {
        id: 'patrol-lines',
        type: 'line',
        source: 'patrol-lines',
        layout: round,
        paint: {
          'line-color': route,
          'line-width': ['case', isChosen, 5, pointed, 4, 2.2],
          'line-opacity': drawing ? 0.25 : ['case', isChosen, 1, pointed, 1, chosen === null ? 0.85 : 0.35],
        },
      },
    ],
    [
      'dataLine',
      {
        id: 'patrol-casing',
        type: 'line',
        source: 'patrol-parts',
        filter: ['!=', kind, 'track'],
        layout: round,
        paint: { 'line-color': halo, 'line-width': 8 },
      },
    ],
    [
      'dataLine',
      {
        id: 'patrol-parts',
        type: 'line',
        source: 'patrol-parts',
        filter: ['==', kind, 'passed'],
        layout: round,
        paint: { 'line-color': done, 'line-width': 5 },
      },
    ],
    [
      'dataLine',
      {
        id: 'patrol-missed',
        type: 'line',
        source: 'patrol-parts',
        filter: ['==', kind, 'missed'],
        layout: { 'line-join': 'round' },
        paint: { 'line-color': late, 'line-width': 5, 'line-dasharray': [1.4, 0.8] },
      },
    ],
    [
      'dataLine',
      {
        id: 'patrol-track',
        type: 'line',
        source: 'patrol-parts',
        filter: ['==', kind, 'track'],
        layout: round,
        paint: { 'line-color': text, 'line-width': 1.2, 'line-opacity': 0.7 },
      },
    ],
    [
      'dataLine',
      {
        id: 'patrol-draft',
        type: 'line',
        source: 'patrol-draft',
        layout: round,
        paint: { 'line-color': accent, 'line-width': 4 },
      },
    ],
    [
      'dataPoint',
      {
        id: 'patrol-marks',
        type: 'circle',
        source: 'patrol-marks',
        paint: {
          'circle-radius': 10,
          'circle-color': ['match', state, 'made', done, 'missed', halo, route],
          'circle-stroke-color': ['match', state, 'missed', late, halo],
          'circle-stroke-width': 2,
        },
      },
    ],
    [
      'labels',
      {
        id: 'patrol-numbers',
        type: 'symbol',
        source: 'patrol-marks',
        layout: { 'text-font': fonts.medium, 'text-field': ['get', 'label'], 'text-size': 12, 'text-allow-overlap': true },
        paint: { 'text-color': ['match', state, 'missed', late, halo] },
      },
    ],
    [
      'selection',
      {
        id: 'patrol-handles',
        type: 'circle',
        source: 'patrol-handles',
        paint: {
          'circle-radius': ['match', kind, 'checkpoint', 11, 6],
          'circle-color': ['match', kind, 'checkpoint', route, halo],
          'circle-stroke-color': ['case', ['get', 'held'], text, ['match', kind, 'checkpoint', halo, accent]],
          'circle-stroke-width': ['case', ['get', 'held'], 4, 2],
        },
      },
    ],
    [
      'labels',
      {
        id: 'patrol-handle-numbers',
        type: 'symbol',
        source: 'patrol-handles',
        layout: { 'text-font': fonts.medium, 'text-field': ['get', 'label'], 'text-size': 12, 'text-allow-overlap': true },
        paint: { 'text-color': halo },
      },
    ],
  ]
}

/** Sources once, layers as they should be now. */
function show(map: MapLibreMap, drawing: PatrolDrawing): void {
  for (const [slot, spec] of layersOf(drawing)) {
    if (!map.getLayer(spec.id)) {
      map.addLayer(spec, anchorOf(slot))
      continue
    }
    for (const [name, value] of Object.entries(spec.paint ?? {})) map.setPaintProperty(spec.id, name as never, value as never)
  }
}

const around = ({ x, y }: { x: number; y: number }): [[number, number], [number, number]] => [
  [x - hitPixels, y - hitPixels],
  [x + hitPixels, y + hitPixels],
]

function handleAt(map: MapLibreMap, point: { x: number; y: number }): Handle | null {
  const [found] = map.queryRenderedFeatures(around(point), { layers: ['patrol-handles'] })
  const { kind, index } = found?.properties ?? {}
  return (kind === 'corner' || kind === 'checkpoint') && typeof index === 'number' ? { kind, index } : null
}

/** Pressing, pointing and dragging; `latest` says what they do. Returns how to stop. */
function listen(map: MapLibreMap, latest: { readonly current: PatrolDrawing }): () => void {
  let under: number | null = null
  let dragged = false
  const press = ({ point, lngLat }: MapMouseEvent): void => {
    const { draft, onPress, onHold, onOpen } = latest.current
    if (dragged) {
      dragged = false
      return
    }
    if (draft === null) {
      const [found] = map.queryRenderedFeatures(around(point), { layers: ['patrol-lines'] })
      if (typeof found?.id === 'number') onOpen(found.id)
      return
    }
    const handle = handleAt(map, point)
    if (handle !== null) onHold(handle)
    else onPress(lngLat, map.queryRenderedFeatures(around(point), { layers: ['patrol-draft'] }).length > 0)
  }
  const point = ({ point: at }: MapMouseEvent): void => {
    const { draft, onHover } = latest.current
    const found = draft === null ? map.queryRenderedFeatures(around(at), { layers: ['patrol-lines'] })[0]?.id : undefined
    map.getCanvas().style.cursor =
      draft === null ? (found === undefined ? '' : 'pointer') : handleAt(map, at) === null ? 'crosshair' : 'move'
    const id = typeof found === 'number' ? found : null
    if (id === under) return
    under = id
    onHover(id)
  }
  const take = (event: MapMouseEvent | MapTouchEvent): void => {
    if (latest.current.draft === null || ('points' in event && event.points.length !== 1)) return
    const handle = handleAt(map, event.point)
    if (handle === null) return
    // the map itself stays where it is
    event.preventDefault()
    dragged = false
    const [moving, ending] = event.type === 'mousedown' ? (['mousemove', 'mouseup'] as const) : (['touchmove', 'touchend'] as const)
    const move = ({ lngLat }: MapMouseEvent | MapTouchEvent): void => {
      dragged = true
      latest.current.onDrag(handle, lngLat, false)
    }
    map.on(moving, move)
    map.once(ending, ({ lngLat }) => {
      map.off(moving, move)
      if (dragged) latest.current.onDrag(handle, lngLat, true)
      // a touch that dragged is followed by no press
      if (ending === 'touchend') dragged = false
    })
  }
  map.on('click', press)
  map.on('mousemove', point)
  map.on('mousedown', take)
  map.on('touchstart', take)
  return () => {
    map.off('click', press)
    map.off('mousemove', point)
    map.off('mousedown', take)
    map.off('touchstart', take)
  }
}

export function usePatrolDrawing(drawing: PatrolDrawing): void {
  const latest = useRef(drawing)
  latest.current = drawing
  const { map, lines, parts, marks, draft } = drawing
  const data = useMemo(() => dataOf({ lines, parts, marks, draft }), [lines, parts, marks, draft])
  const newest = useRef(data)
  newest.current = data
  useEffect(() => {
    if (map === null) return
    for (const id of sources) if (!map.getSource(id)) map.addSource(id, { type: 'geojson', data: newest.current[id] })
    show(map, latest.current)
    return listen(map, latest)
  }, [map])
  useEffect(() => {
    for (const id of sources) void map?.getSource<GeoJSONSource>(id)?.setData(data[id])
  }, [map, data])
  useEffect(() => {
    if (map?.getSource('patrol-lines')) show(map, drawing)
  })
}
