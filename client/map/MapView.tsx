// The map itself: the only imperative place. Everything it shows comes from props; what a person does on it goes out through callbacks.
import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'
import { useEffect, useRef, useState } from 'react'
import { type Box, type Camera, rounded, sameCamera } from './camera.ts'
import type { PatrolRoute } from './deck/patrol-overlay.ts'
import type { BuildProps, TileSourceId } from './layer.ts'
import { LiveMap, type LiveMapOptions } from './live-map.ts'
import type { MapPicture } from './map-picture.ts'
import type { Picked } from './pick.ts'
import { selectionKey } from './selection.ts'

/** Asks the map to show a box, or to move by a step; a new object each time it is asked. */
export type CameraWish =
  | { readonly kind: 'box'; readonly box: Box; readonly maxZoom: number; readonly instant?: boolean }
  | { readonly kind: 'zoom'; readonly by: 1 | -1 }
  | { readonly kind: 'north' }

export type Insets = { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number }

export type View = { readonly camera: Camera; readonly metresPerPixel: number }

export type MapViewProps = {
  readonly build: BuildProps
  /** Tile addresses of the sources that are needed now. */
  readonly tiles: Readonly<Partial<Record<TileSourceId, string>>>
  readonly bounds: Box
  /** What is shown at first; a part of the bounds where the account may see only a part. */
  readonly home: Box
  /** The map does not start further away than this zoom. */
  readonly nearest: number
  readonly camera: Camera | null
  readonly wish: CameraWish | null
  readonly patrols: readonly PatrolRoute[]
  /** Screen pixels covered by panels: what is flown to lands in what is left. */
  readonly insets: Insets
  readonly label: string
  /** `initial`: where the map starts, before anybody moved it. */
  readonly onView?: (view: View, initial: boolean) => void
  readonly onHover?: (picked: Picked | null, at: { x: number; y: number } | null) => void
  readonly onPick?: (picked: Picked | null, at: { readonly lng: number; readonly lat: number }) => void
  /** The place that is tried is being dragged. */
  readonly onDrag?: (at: { readonly lng: number; readonly lat: number }) => void
  readonly onSourceError?: (source: string) => void
  readonly onLost?: (lost: boolean) => void
  /** Once, when everything that is shown at first is drawn. */
  readonly onDrawn?: (picture: MapPicture) => void
}

const againMs = 1000

/** Right after a loss there may be no graphics at all for a while. */
function liveMapOrNone(element: HTMLElement, options: LiveMapOptions): LiveMap | null {
  try {
    return new LiveMap(element, options)
  } catch (cause) {
    console.warn(cause)
    return null
  }
}

export function MapView(props: MapViewProps) {
  const holder = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const live = useRef<LiveMap | null>(null)
  const reported = useRef<Camera | null>(null)
  // A lost graphics context that does not come back is answered with a new map: the generation counts them.
  const [generation, setGeneration] = useState(0)

  useEffect(() => {
    const element = holder.current
    if (!element) return
    element.dataset.generation = String(generation)
    const anew = (): void => setGeneration((count) => count + 1)
    const options: LiveMapOptions = {
      bounds: latest.current.bounds,
      home: latest.current.home,
      insets: latest.current.insets,
      nearest: latest.current.nearest,
      camera: reported.current ?? latest.current.camera,
      label: latest.current.label,
      onView: (view, initial) => {
        reported.current = rounded(view.camera)
        latest.current.onView?.({ ...view, camera: reported.current }, initial)
      },
      onHover: (picked, at) => latest.current.onHover?.(picked, at),
      onPick: (picked, at) => latest.current.onPick?.(picked, at),
      onDrag: (at) => latest.current.onDrag?.(at),
      onSourceError: (source) => latest.current.onSourceError?.(source),
      onLost: (lost) => latest.current.onLost?.(lost),
      onGone: anew,
      onDrawn: latest.current.onDrawn && ((picture) => latest.current.onDrawn?.(picture)),
    }
    const map = generation === 0 ? new LiveMap(element, options) : liveMapOrNone(element, options)
    if (map === null) {
      const again = setTimeout(anew, againMs)
      return () => clearTimeout(again)
    }
    live.current = map
    const { build, tiles, patrols } = latest.current
    map.show(build, tiles, patrols)
    return () => {
      live.current = null
      map.destroy()
    }
  }, [generation])

  const { build, tiles, patrols, camera, wish, label } = props
  useEffect(() => live.current?.show(build, tiles, patrols), [build, tiles, patrols])
  useEffect(() => live.current?.setLabel(label), [label])

  // The address bar moved the camera (back, forward, a pasted address), not the map itself.
  useEffect(() => {
    if (camera === null || sameCamera(camera, reported.current)) return
    live.current?.moveTo(camera)
  }, [camera])
  useEffect(() => {
    if (wish) live.current?.fulfil(wish, latest.current.insets)
  }, [wish])

  return <div ref={holder} className="map" data-testid="map" data-selection={selectionKey(build.selection)} />
}
