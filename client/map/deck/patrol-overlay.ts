// Patrol routes by deck.gl: the line with a casing, marks of direction, numbered checkpoints. Loaded when the layer is first switched on.
// Overlaid, not interleaved: interleaving breaks labels drawn after a deck layer on MapLibre 6 (visgl/deck.gl#10700).
import type { DeckProps, Layer, PickingInfo } from '@deck.gl/core'
import { PathLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers'
import { MapLibreOverlay } from '@deck.gl/maplibre'
import type { IControl, Map as MapLibreMap } from 'maplibre-gl'
import { type PatrolState, patrolColour } from '../layer.ts'
import { palettes, type Theme } from '../palette.ts'
import { type LngLat, type Mark, marksAlong } from './arrows.ts'

export type PatrolRoute = {
  readonly id: number
  readonly name: string
  readonly line: readonly LngLat[]
  /** Of its run of today; left out where it does not matter. */
  readonly state?: PatrolState
  readonly checkpoints: readonly { readonly sequence: number; readonly lng: number; readonly lat: number }[]
}

export type PatrolProps = {
  readonly theme: Theme
  readonly routes: readonly PatrolRoute[]
  readonly selectedId: number
  readonly hoveredId: number
  /** Lines and numbers so many times as large, for a screen that is looked at from afar. */
  readonly scale?: number
}

export type PatrolOverlay = {
  readonly update: (props: PatrolProps) => void
  readonly pick: (x: number, y: number) => PatrolRoute | null
  readonly remove: () => void
}

type Colour = [number, number, number, number]
type Stop = { readonly routeId: number; readonly text: string; readonly position: LngLat }

const rgba = (hex: string, alpha = 255): Colour => {
  const part = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16)
  return [part(1), part(3), part(5), alpha]
}

const metresPerPixel = (latitude: number, zoom: number): number => (40_075_016.7 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom)

function layersOf({ theme, routes, selectedId, hoveredId, scale = 1 }: PatrolProps, zoom: number): Layer[] {
  const stateOf = new Map(routes.map(({ id, state }) => [id, state]))
  const { halo, accent } = palettes[theme]
  const dimmed = (id: number): boolean => selectedId > 0 && id !== selectedId
  const tone = (id: number): Colour => rgba(id === selectedId ? accent : patrolColour(stateOf.get(id), theme), dimmed(id) ? 110 : 255)
  const triggers = [theme, selectedId, hoveredId, [...stateOf.values()].join()]
  const latitude = routes[0]?.line[0]?.[1] ?? 30
  const step = 110 * scale * metresPerPixel(latitude, zoom)
  const marks = routes.flatMap((route) => marksAlong(route.line, step).map((mark) => ({ ...mark, routeId: route.id })))
  const stops = routes.flatMap((route) =>
    route.checkpoints.map((one): Stop => ({ routeId: route.id, text: String(one.sequence), position: [one.lng, one.lat] })),
  )
  const path = (id: string, width: number, colourOf: (route: PatrolRoute) => Colour, pickable: boolean): Layer =>
    new PathLayer<PatrolRoute>({
      id,
      data: routes,
      getPath: (route) => route.line.map(([lng, lat]): [number, number] => [lng, lat]),
      getColor: colourOf,
      getWidth: (route) => scale * width + (route.id === selectedId || route.id === hoveredId ? 2 : 0),
      widthUnits: 'pixels',
      capRounded: true,
      jointRounded: true,
      pickable,
      updateTriggers: { getColor: triggers, getWidth: triggers },
    })
  const layers: Layer[] = [
    path('patrol-casing', 6, (route) => rgba(halo, dimmed(route.id) ? 90 : 230), false),
    path('patrol-route', 3, (route) => tone(route.id), true),
    new TextLayer<Mark & { routeId: number }>({
      id: 'patrol-direction',
      data: marks,
      getPosition: (mark) => [mark.position[0], mark.position[1]],
      getText: () => '>',
      getAngle: (mark) => mark.angle,
      getSize: 17 * scale,
      getColor: (mark) => tone(mark.routeId),
      billboard: false,
      sizeUnits: 'pixels',
      fontFamily: 'Arial, "Noto Sans", sans-serif',
      fontWeight: 900,
      characterSet: ['>'],
      fontSettings: { sdf: true, radius: 10, buffer: 6 },
      outlineWidth: 2.5,
      outlineColor: rgba(halo),
      updateTriggers: { getColor: triggers },
    }),
  ]
  if (zoom < 13.5) return layers
  return [
    ...layers,
    new ScatterplotLayer<Stop>({
      id: 'patrol-checkpoint',
      data: stops,
      getPosition: (stop) => [stop.position[0], stop.position[1]],
      getFillColor: (stop) => tone(stop.routeId),
      getLineColor: rgba(halo),
      getRadius: scale * (zoom < 15 ? 3.5 : 8),
      radiusUnits: 'pixels',
      getLineWidth: 1.5,
      lineWidthUnits: 'pixels',
      stroked: true,
      updateTriggers: { getFillColor: triggers, getRadius: zoom < 15 },
    }),
    ...(zoom < 15
      ? []
      : [
          new TextLayer<Stop>({
            id: 'patrol-checkpoint-number',
            data: stops,
            getPosition: (stop) => [stop.position[0], stop.position[1]],
            getText: (stop) => stop.text,
            getSize: 10.5 * scale,
            getColor: theme === 'light' ? [255, 255, 255, 255] : [16, 22, 27, 255],
            fontFamily: 'Arial, "Noto Sans", sans-serif',
            fontWeight: 700,
            characterSet: [...'0123456789'],
          }),
        ]),
  ]
}

type Device = Parameters<NonNullable<DeckProps['onDeviceInitialized']>>[0]

/**
 * deck.gl (9.4) lets go of its canvas but neither of its box nor of the graphics context, which the browser then keeps for ever; and it keeps sixteen:
 * the next would take away the oldest, the map's own.
 */
function endDevice(device: Device): void {
  const canvas = device.canvasContext?.canvas
  device.canvasContext?.destroy()
  device.destroy()
  if (canvas instanceof HTMLCanvasElement) canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
}

/** Puts an overlay on the map. Marks are spaced for the whole zoom level, so they are rebuilt when it changes, not while it moves. */
export function addPatrolOverlay(map: MapLibreMap): PatrolOverlay {
  let device: Device | null = null
  let removed = false
  const overlay = new MapLibreOverlay({
    interleaved: false,
    layers: [],
    getCursor: () => '',
    onDeviceInitialized: (made) => {
      device = made
      if (removed) endDevice(made)
    },
  })
  let box: HTMLElement | null = null
  const control: IControl = {
    onAdd: (onto) => {
      box = overlay.onAdd(onto)
      return box
    },
    onRemove: (from) => {
      overlay.onRemove(from)
      removed = true
      if (device) endDevice(device)
      box?.remove()
    },
    // its box begins in the corner where the map does
    getDefaultPosition: () => 'top-left',
  }
  map.addControl(control)
  let last: PatrolProps | null = null
  let step = Number.NaN
  const draw = (): void => {
    if (last) overlay.setProps({ layers: layersOf(last, step) })
  }
  const stepOf = (): number => Math.floor(map.getZoom() * 2) / 2
  const onZoom = (): void => {
    if (stepOf() === step) return
    step = stepOf()
    draw()
  }
  map.on('zoom', onZoom)
  step = stepOf()
  return {
    update: (props) => {
      last = props
      draw()
    },
    pick: (x, y) => {
      const found: PickingInfo<PatrolRoute> | null = overlay.pickObject({ x, y, radius: 6, layerIds: ['patrol-route'] })
      return found?.object ?? null
    },
    remove: () => {
      map.off('zoom', onZoom)
      map.removeControl(control)
    },
  }
}
