// The borders that the pen is moving, drawn over the map by the page itself: a source would be cut into tiles anew for every move of the hand.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useMemo, useRef } from 'react'
import { fromLattice, type LatticePoint } from '#domain/topology/lattice.ts'
import type { Arc } from '#domain/topology/topology.ts'
import { palettes, type Theme } from './palette.ts'
import { stopColour } from './plan-layers.ts'

const svg = 'http://www.w3.org/2000/svg'

/** Where the lines lie on the screen, as the data of a path. */
const pathOf = (map: MapLibreMap, lines: readonly (readonly LatticePoint[])[]): string =>
  lines
    .map((points) => {
      const places = points.map((p) => {
        const { x, y } = map.project(fromLattice(p))
        return `${x.toFixed(1)} ${y.toFixed(1)}`
      })
      return places.length === 0 ? '' : `M${places.join('L')}`
    })
    .join('')

/** @param crossed parts of them that run through buildings, drawn on top */
export function usePlanStroke(
  map: MapLibreMap | null,
  theme: Theme,
  arcs: readonly Arc[],
  crossed: readonly (readonly LatticePoint[])[],
): void {
  const lines = useMemo(() => [arcs.map(({ points }) => points), crossed] as const, [arcs, crossed])
  const latest = useRef(lines)
  latest.current = lines
  const redraw = useRef<((what: typeof lines) => void) | null>(null)
  useEffect(() => {
    if (map === null) return
    const sheet = document.createElementNS(svg, 'svg')
    sheet.setAttribute('class', 'plan-stroke')
    sheet.setAttribute('aria-hidden', 'true')
    const paths = (['plan-stroke-line', 'plan-stroke-crossed'] as const).map((name) => {
      const path = document.createElementNS(svg, 'path')
      path.setAttribute('class', name)
      sheet.append(path)
      return path
    })
    paths[0]?.setAttribute('stroke', palettes[theme].warm)
    paths[1]?.setAttribute('stroke', stopColour(theme))
    map.getCanvasContainer().append(sheet)
    const draw = (what: typeof latest.current): void => {
      for (const [i, path] of paths.entries()) path.setAttribute('d', pathOf(map, what[i] ?? []))
    }
    const follow = (): void => {
      if (latest.current.some((one) => one.length > 0)) draw(latest.current)
    }
    draw(latest.current)
    redraw.current = draw
    map.on('move', follow)
    return () => {
      map.off('move', follow)
      sheet.remove()
      redraw.current = null
    }
  }, [map, theme])
  useEffect(() => redraw.current?.(lines), [lines])
}
