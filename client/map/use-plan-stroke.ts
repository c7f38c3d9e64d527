// The borders that the pen is moving, drawn over the map by the page itself: a source would be cut into tiles anew for every move of the hand.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { fromLattice } from '#domain/topology/lattice.ts'
import type { Arc } from '#domain/topology/topology.ts'
import { palettes, type Theme } from './palette.ts'

const svg = 'http://www.w3.org/2000/svg'

/** Where the arcs lie on the screen, as the data of a path. */
const pathOf = (map: MapLibreMap, arcs: readonly Arc[]): string =>
  arcs
    .map(({ points }) => {
      const places = points.map((p) => {
        const { x, y } = map.project(fromLattice(p))
        return `${x.toFixed(1)} ${y.toFixed(1)}`
      })
      return places.length === 0 ? '' : `M${places.join('L')}`
    })
    .join('')

export function usePlanStroke(map: MapLibreMap | null, theme: Theme, arcs: readonly Arc[]): void {
  const latest = useRef(arcs)
  latest.current = arcs
  const path = useRef<SVGPathElement | null>(null)
  useEffect(() => {
    if (map === null) return
    const sheet = document.createElementNS(svg, 'svg')
    sheet.setAttribute('class', 'plan-stroke')
    sheet.setAttribute('aria-hidden', 'true')
    const line = document.createElementNS(svg, 'path')
    line.setAttribute('stroke', palettes[theme].warm)
    sheet.append(line)
    map.getCanvasContainer().append(sheet)
    path.current = line
    const draw = (): void => {
      if (latest.current.length > 0) line.setAttribute('d', pathOf(map, latest.current))
    }
    draw()
    map.on('move', draw)
    return () => {
      map.off('move', draw)
      sheet.remove()
      path.current = null
    }
  }, [map, theme])
  useEffect(() => {
    if (map !== null) path.current?.setAttribute('d', pathOf(map, arcs))
  }, [map, arcs])
}
