// The place that is tried follows the finger or the mouse that took hold of it, a few times a second: each step is a question to the service.
import type { Map as MapLibreMap, MapMouseEvent, MapTouchEvent } from 'maplibre-gl'

const layer = 'circle-tried-place'
const stepMilliseconds = 80

export function dragPlace(map: MapLibreMap, onDrag: (at: { readonly lng: number; readonly lat: number }) => void): void {
  let lastAt = 0
  const move = ({ lngLat }: MapMouseEvent | MapTouchEvent): void => {
    const now = performance.now()
    if (now - lastAt < stepMilliseconds) return
    lastAt = now
    onDrag(lngLat)
  }
  const begin = (event: MapMouseEvent | MapTouchEvent): void => {
    if ('points' in event && event.points.length !== 1) return
    // the map itself stays where it is
    event.preventDefault()
    const [moving, ending] = event.type === 'mousedown' ? (['mousemove', 'mouseup'] as const) : (['touchmove', 'touchend'] as const)
    map.on(moving, move)
    map.once(ending, (last) => {
      map.off(moving, move)
      if (last.point.dist(event.point) > 0) onDrag(last.lngLat)
    })
  }
  map.on('mousedown', layer, begin)
  map.on('touchstart', layer, begin)
  map.on('mouseenter', layer, () => {
    map.getCanvas().style.cursor = 'move'
  })
}
