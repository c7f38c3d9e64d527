// An outline drawn without a pointer: arrows move a cross over the map (with shift by more), enter or space puts a point there, backspace takes the
// last one back, escape gives it up. At the first point, or twice at one place, the outline is closed.
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'

type Place = [number, number]
export type KeyStep = 'added' | 'removed' | 'closed' | 'cancelled' | 'crosses'
type Wishes = {
  readonly colour: string
  /** What was done, and how many points there are now. */
  readonly onStep: (step: KeyStep, points: number) => void
  /** A closed ring; false: it crosses itself, and drawing goes on. */
  readonly onRing: (ring: Place[]) => boolean
}

const stepPixels = 8
const leapPixels = 40
/** Nearer than this to the edge the map comes along. */
const edgePixels = 40
const nearPixels = 10
const leastPoints = 3
const [source, line, dots] = ['outline-keys', 'outline-keys-line', 'outline-keys-dots']
const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Listens while the map has the focus. Returns what ends it. */
export function drawByKeys(map: MapLibreMap, { colour, onStep, onRing }: Wishes): () => void {
  const canvas = map.getCanvas()
  const cross = document.createElement('div')
  cross.className = 'map-cross'
  cross.dataset.testid = 'map-cross'
  cross.hidden = true
  map.getCanvasContainer().append(cross)
  let points: Place[] = []
  /** Where the cross is, on the ground. */
  let at: Place | null = null

  const show = (): void => {
    cross.hidden = at === null
    if (at === null) return
    const { x, y } = map.project(at)
    cross.style.transform = `translate(${x}px, ${y}px)`
  }
  const paint = (): void => {
    const features: GeoJSON.Feature[] = [
      { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: points } },
      { type: 'Feature', properties: {}, geometry: { type: 'MultiPoint', coordinates: points } },
    ]
    const data: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: points.length === 0 ? [] : features }
    const present = map.getSource<GeoJSONSource>(source)
    if (present) {
      present.setData(data)
      return
    }
    map.addSource(source, { type: 'geojson', data })
    map.addLayer({ id: line, type: 'line', source, paint: { 'line-color': colour, 'line-width': 2, 'line-dasharray': [2, 1] } })
    map.addLayer({ id: dots, type: 'circle', source, paint: { 'circle-color': colour, 'circle-radius': 5 } })
  }
  const begin = (): Place => {
    const { lng, lat } = map.getCenter()
    at ??= [lng, lat]
    return at
  }
  const end = (step: 'closed' | 'cancelled'): void => {
    points = []
    at = null
    paint()
    show()
    onStep(step, 0)
  }
  const move = ([east, south]: readonly [number, number], pixels: number): void => {
    const from = map.project(begin())
    const [x, y] = [from.x + east * pixels, from.y + south * pixels]
    const { lng, lat } = map.unproject([x, y])
    at = [lng, lat]
    const outside = x < edgePixels || y < edgePixels || x > canvas.clientWidth - edgePixels || y > canvas.clientHeight - edgePixels
    if (outside) map.panBy([east * pixels, south * pixels], { animate: false })
    show()
  }
  const isNear = (place: Place | undefined, other: Place): boolean => {
    if (place === undefined) return false
    const [one, two] = [map.project(place), map.project(other)]
    return Math.hypot(one.x - two.x, one.y - two.y) <= nearPixels
  }
  const put = (): void => {
    const here = begin()
    show()
    if (points.length >= leastPoints && (isNear(points[0], here) || isNear(points.at(-1), here))) {
      if (onRing([...points, points[0] ?? here])) end('closed')
      else onStep('crosses', points.length)
      return
    }
    if (isNear(points.at(-1), here)) return
    points = [...points, here]
    paint()
    onStep('added', points.length)
  }
  const takeBack = (): void => {
    if (points.length === 0) return
    points = points.slice(0, -1)
    paint()
    onStep('removed', points.length)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const way = ways[event.key]
    if (way) move(way, event.shiftKey ? leapPixels : stepPixels)
    else if (event.key === 'Enter' || event.key === ' ') put()
    else if (event.key === 'Backspace') takeBack()
    else if (event.key === 'Escape' && at !== null) end('cancelled')
    else return
    // the map would pan, the page would scroll or close something
    event.preventDefault()
    event.stopPropagation()
  }
  canvas.addEventListener('keydown', onKey)
  map.on('move', show)
  return () => {
    canvas.removeEventListener('keydown', onKey)
    cross.remove()
    // a map that is gone has taken everything with it
    try {
      map.off('move', show)
      for (const layer of [line, dots]) if (map.getLayer(layer)) map.removeLayer(layer)
      if (map.getSource(source)) map.removeSource(source)
    } catch {}
  }
}
