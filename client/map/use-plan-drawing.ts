// A boundary plan on a map: borders by level, the grids that are chosen, what is being drawn, handles, problems, and what changed against the
// borders in force. What a person does on it goes out as places on the lattice.
import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent, MapTouchEvent } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { fromLattice, type LatticePoint, samePoint } from '#domain/topology/lattice.ts'
import type { Touched } from '#domain/topology/refusal.ts'
import type { LatticePolygon } from '#domain/topology/rings.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import type { Arc, GridId, Topology } from '#domain/topology/topology.ts'
import { palettes, type Theme } from './palette.ts'
import { hatch, planLayers } from './plan-layers.ts'
import { anchorOf } from './slots.ts'
import { usePlanBorders } from './use-plan-borders.ts'
import { type PlanName, usePlanNames } from './use-plan-names.ts'
import { usePlanStroke } from './use-plan-stroke.ts'

export type PlanHandle = {
  readonly at: LatticePoint
  readonly kind: 'node' | 'point' | 'middle'
  /** Of a middle: the ends of its segment. */
  readonly beside: readonly [LatticePoint, LatticePoint] | null
}
export type PlanMark = { readonly at: LatticePoint; readonly tone: 'stop' | 'warn' | 'remark' }
export type PlanPress = { readonly at: readonly [number, number]; readonly reach: number; readonly adding: boolean }

export type PlanDrawing = {
  readonly map: MapLibreMap | null
  readonly theme: Theme
  readonly topology: Topology
  /** What is not as it was at the revision before. */
  readonly touched: Touched
  readonly revision: number
  readonly names: (grid: GridId) => PlanName | null
  readonly chosen: readonly GridId[]
  readonly hovered: GridId | null
  /** What is being drawn, to where the pen is; corners are where it was pressed. */
  readonly draft: { readonly line: readonly LatticePoint[]; readonly corners: readonly LatticePoint[]; readonly ring: boolean } | null
  readonly cue: { readonly at: LatticePoint; readonly isSnapped: boolean } | null
  /** Borders as they might be: of a suggestion, or of a file. */
  readonly preview: readonly Arc[]
  /** Borders as the pen would leave them, other ones with every move of it. */
  readonly stroke: readonly Arc[]
  /** Of what is drawn, the parts that run through buildings. */
  readonly crossed: readonly (readonly LatticePoint[])[]
  readonly handles: readonly PlanHandle[]
  readonly marks: readonly PlanMark[]
  readonly gained: readonly LatticePolygon[]
  readonly lost: readonly LatticePolygon[]
  /** Ground or places that keep the plan from going on: rings, lines or single points. */
  readonly faults: readonly (readonly LatticePoint[])[]
  readonly cursor: string
  readonly onMove: (press: PlanPress) => void
  readonly onPress: (press: PlanPress) => void
  readonly onDouble: (press: PlanPress) => void
  /** A handle was taken: false leaves the map to pan. */
  readonly onGrab: (press: PlanPress) => boolean
  readonly onDrag: (press: PlanPress) => void
  readonly onDrop: (press: PlanPress) => void
  /** What was held is let go without being set: two fingers move the map. */
  readonly onCancel: () => void
}

const ids = ['borders', 'names', 'areas', 'draft', 'preview', 'handles', 'cue', 'marks', 'compare'] as const
type SourceName = `plan-${(typeof ids)[number]}`
const sourceNames = ids.map((id): SourceName => `plan-${id}`)
/** More than half of what the widest line takes; what reaches into a neighbouring tile is worked out twice. */
const bufferPixels = 16
/** How near a press must be, in pixels; a finger covers some 44 of them (WCAG 2.5.5). */
export const reachPixels = 10
const fingerPixels = 22

type Loose = { id?: number; geometry: GeoJSON.Geometry; properties?: object }
const feature = ({ properties = {}, ...rest }: Loose): GeoJSON.Feature => ({ type: 'Feature', properties, ...rest })
const collection = (features: readonly Loose[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: features.map(feature),
})
const lineOf = (points: readonly LatticePoint[]): GeoJSON.Geometry => ({ type: 'LineString', coordinates: points.map(fromLattice) })
const pointOf = (p: LatticePoint): GeoJSON.Geometry => ({ type: 'Point', coordinates: fromLattice(p) })
const placed = (at: LatticePoint, kind: string): Loose => ({ geometry: pointOf(at), properties: { kind } })
const areaOf = (polygons: readonly LatticePolygon[]): GeoJSON.Geometry => ({
  type: 'MultiPolygon',
  coordinates: polygons.map((rings) => rings.map((ring) => ring.map(fromLattice))),
})

/** The sources of each map that hold anything. */
const filled = new WeakMap<MapLibreMap, Set<SourceName>>()

/** Nothing in the place of nothing is not sent: of the sources most are empty while a point is dragged. */
function put(map: MapLibreMap | null, name: SourceName, features: readonly Loose[]): void {
  const source = map?.getSource<GeoJSONSource>(name)
  if (map === null || source === undefined) return
  const full = filled.get(map) ?? new Set()
  filled.set(map, full)
  if (features.length === 0 && !full.delete(name)) return
  if (features.length > 0) full.add(name)
  void source.setData(collection(features))
}

/** A map that is gone has taken everything with it. */
function whileThere(act: () => void): void {
  try {
    act()
  } catch {}
}

export function usePlanDrawing(drawing: PlanDrawing): void {
  const latest = useRef(drawing)
  latest.current = drawing
  const { map, theme } = drawing

  useEffect(() => {
    if (map === null) return
    filled.delete(map)
    for (const name of sourceNames) map.addSource(name, { type: 'geojson', data: collection([]), tolerance: 0, buffer: bufferPixels })
    map.doubleClickZoom.disable()
    // it swallows every press with Shift, which chooses several grids here
    map.boxZoom.disable()
    const leave = listen(map, () => latest.current)
    return () => {
      leave()
      whileThere(() => {
        // its layers first; the other effect's clearing up comes too late for that
        for (const [, { id }] of planLayers('light')) if (map.getLayer(id)) map.removeLayer(id)
        for (const name of sourceNames) map.removeSource(name)
      })
    }
  }, [map])
  useEffect(() => {
    if (map === null) return
    const { accent, warm } = palettes[theme]
    map.addImage('plan-hatch-gained', hatch(accent, true))
    map.addImage('plan-hatch-lost', hatch(warm, false))
    for (const [slot, spec] of planLayers(theme)) map.addLayer(spec, anchorOf(slot))
    return () =>
      whileThere(() => {
        for (const [, { id }] of planLayers(theme)) if (map.getLayer(id)) map.removeLayer(id)
        for (const name of ['plan-hatch-gained', 'plan-hatch-lost']) map.removeImage(name)
      })
  }, [map, theme])

  const { topology, touched, revision, names } = drawing
  usePlanBorders(map, topology, touched, revision)
  usePlanNames(map, topology, names)
  usePlanStroke(map, theme, drawing.stroke, drawing.crossed)

  const { chosen, hovered } = drawing
  useEffect(() => {
    const areas = [
      ...chosen.map((grid) => ({ grid, kind: 'chosen' })),
      ...(hovered === null || chosen.includes(hovered) ? [] : [{ grid: hovered, kind: 'hovered' }]),
    ]
    put(
      map,
      'plan-areas',
      areas.map(({ grid, kind }) => ({ geometry: areaOf(gridPolygons(topology, grid)), properties: { kind } })),
    )
  }, [map, topology, chosen, hovered])

  const { draft, cue, preview, handles, marks, gained, lost, faults, cursor } = drawing
  useEffect(
    () =>
      put(
        map,
        'plan-handles',
        handles.map(({ at, kind }) => placed(at, kind)),
      ),
    [map, handles],
  )
  useEffect(() => {
    const line = draft?.line ?? []
    const area = draft?.ring === true && line.length > 2
    put(map, 'plan-draft', line.length < 2 ? [] : [{ geometry: area ? areaOf([[[...line, ...line.slice(0, 1)]]]) : lineOf(line) }])
    const corners = (draft?.corners ?? []).map((at) => placed(at, 'corner'))
    put(map, 'plan-cue', cue === null || (!cue.isSnapped && draft === null) ? corners : [...corners, placed(cue.at, 'cue')])
  }, [map, draft, cue])
  useEffect(
    () =>
      put(
        map,
        'plan-preview',
        preview.map(({ points }) => ({ geometry: lineOf(points) })),
      ),
    [map, preview],
  )
  useEffect(
    () =>
      put(
        map,
        'plan-marks',
        marks.map(({ at, tone }) => placed(at, tone)),
      ),
    [map, marks],
  )
  useEffect(() => {
    const of = (polygons: readonly LatticePolygon[], kind: string): Loose[] =>
      polygons.length === 0 ? [] : [{ geometry: areaOf(polygons), properties: { kind } }]
    const wrong = faults.map((points): Loose => {
      const [only] = points
      const isRing = points.length > 3 && only !== undefined && samePoint(only, points.at(-1) ?? only)
      const geometry = isRing ? areaOf([[points]]) : points.length === 1 && only !== undefined ? pointOf(only) : lineOf(points)
      return { geometry, properties: { kind: 'fault' } }
    })
    put(map, 'plan-compare', [...of(gained, 'gained'), ...of(lost, 'lost'), ...wrong])
  }, [map, gained, lost, faults])
  useEffect(() => {
    if (map) map.getCanvas().style.cursor = cursor
  }, [map, cursor])
}

/** Where the pen is, in lattice units, and how far it reaches there. */
function pressAt(map: MapLibreMap, { lngLat, point, originalEvent }: MapMouseEvent | MapTouchEvent, reachPixels: number): PlanPress {
  const beside = map.unproject([point.x + reachPixels, point.y])
  return { at: [lngLat.lng * 1e7, lngLat.lat * 1e7], reach: Math.abs(beside.lng - lngLat.lng) * 1e7, adding: originalEvent.shiftKey }
}

function listen(map: MapLibreMap, drawing: () => PlanDrawing): () => void {
  let held = false
  let reach = reachPixels
  // comes before whatever the press becomes, and knows what pressed
  const point = ({ pointerType }: PointerEvent): void => {
    reach = pointerType === 'touch' ? fingerPixels : reachPixels
  }
  const at = (event: MapMouseEvent | MapTouchEvent): PlanPress => pressAt(map, event, reach)
  const move = (event: MapMouseEvent | MapTouchEvent): void => (held ? drawing().onDrag : drawing().onMove)(at(event))
  const press = (event: MapMouseEvent): void => drawing().onPress(at(event))
  const double = (event: MapMouseEvent): void => drawing().onDouble(at(event))
  const down = (event: MapMouseEvent | MapTouchEvent): void => {
    if (!drawing().onGrab(at(event))) return
    event.preventDefault()
    held = true
  }
  const up = (event: MapMouseEvent | MapTouchEvent): void => {
    if (!held) return
    held = false
    drawing().onDrop(at(event))
  }
  const letGo = (): void => {
    if (held) drawing().onCancel()
    held = false
  }
  const touch = (event: MapTouchEvent): void => (event.points.length > 1 ? letGo() : down(event))
  const heard = { mousemove: move, click: press, dblclick: double, mousedown: down, mouseup: up } as const
  const felt = { touchmove: move, touchstart: touch, touchend: up, touchcancel: letGo } as const
  const sheet = map.getCanvasContainer()
  sheet.addEventListener('pointerdown', point, { capture: true })
  for (const kind of mouseEvents) map.on(kind, heard[kind])
  for (const kind of touchEvents) map.on(kind, felt[kind])
  return () => {
    sheet.removeEventListener('pointerdown', point, { capture: true })
    for (const kind of mouseEvents) map.off(kind, heard[kind])
    for (const kind of touchEvents) map.off(kind, felt[kind])
  }
}
const mouseEvents = ['mousemove', 'click', 'dblclick', 'mousedown', 'mouseup'] as const
const touchEvents = ['touchmove', 'touchstart', 'touchend', 'touchcancel'] as const

/** The place under the middle of the map, for whoever draws by keyboard. */
export const pressAtCentre = (map: MapLibreMap): PlanPress => {
  const { lng, lat } = map.getCenter()
  const { x, y } = map.project([lng, lat])
  const beside = map.unproject([x + reachPixels, y])
  return { at: [lng * 1e7, lat * 1e7], reach: Math.abs(beside.lng - lng) * 1e7, adding: false }
}
