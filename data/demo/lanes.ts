/**
 * Lanes inside a compound: one or two spines from the gate, and a lane between every pair of rows.
 *
 *      ┌────┬────┐
 *      │ ══ │ ══ │     ══ rows of buildings, facing south as far as the plot allows
 *      ├────┼────┤
 *      │ ══ │ ══ │     the spine │ leads from the street to the lanes ─
 *      └────┴────┘
 */
import type { XY } from '#domain/geo/local-plane.ts'
import { dominantAngle, insideRing, orientedExtent, type Ring, signedArea } from '#domain/geo/ring.ts'
import type { Random } from '#domain/random/random.ts'
import { cutRing } from './cut-ring.ts'
import type { Plot } from './plots.ts'
import type { Subdivision } from './subdivide.ts'

/** Direction of the rows of a plot: along the plot, but no further than 25° from east–west. */
export function rowAngle(ring: Ring): number {
  const most = (25 * Math.PI) / 180
  return Math.max(-most, Math.min(most, dominantAngle(ring)))
}

const SPINE_FROM_METRES = 78
const SECOND_SPINE_FROM_METRES = 165
const SMALLEST_CELL = 450

/** Distance between two rows of a use, metres: the height of the buildings and their depth, or a little less where land is dear. */
export function rowPitch(plot: Plot, random: Random): number {
  if (plot.use === 'towers') return random.between(60, 76)
  return plot.zone === 'old' ? random.between(24, 28) : random.between(29, 34)
}

export function lanesOf(plot: Plot, random: Random, into: Subdivision): Ring[] {
  if (plot.use !== 'towers' && plot.use !== 'slabs' && plot.use !== 'courtyard') return [plot.ring]
  const angle = rowAngle(plot.ring)
  const { along, across } = orientedExtent(plot.ring, angle)
  const width = along[1] - along[0]
  if (width < SPINE_FROM_METRES || across[1] - across[0] < 45) return [plot.ring]

  const spines = width > SECOND_SPINE_FROM_METRES ? [random.between(0.3, 0.36), random.between(0.64, 0.7)] : [random.between(0.44, 0.56)]
  let strips: Ring[] = [plot.ring]
  for (const fraction of spines) {
    strips = strips.flatMap((strip) => cutAt(strip, angle + Math.PI / 2, along[0] + width * fraction, plot, into))
  }
  const rows = Math.max(1, Math.round((across[1] - across[0]) / rowPitch(plot, random)))
  const pitch = (across[1] - across[0]) / rows
  let cells = strips
  for (let k = 1; k < rows; k++) {
    const at = across[0] + k * pitch
    cells = cells.flatMap((cell) => cutAt(cell, angle, at, plot, into))
  }
  return cells
}

/** Cut along `angle`, where the line lies `at` metres across it; the ring itself when the line misses it or leaves a sliver. */
function cutAt(ring: Ring, angle: number, at: number, plot: Plot, into: Subdivision): Ring[] {
  const rowwise = Math.abs(Math.sin(angle - rowAngle(plot.ring))) < 0.5
  // A spine is placed by its distance along the rows, a lane by its distance across them.
  const direction = rowwise ? angle : angle - Math.PI / 2
  const { along, across } = orientedExtent(ring, direction)
  const [c, s] = [Math.cos(direction), Math.sin(direction)]
  const [low, high] = rowwise ? across : along
  if (at < low + 9 || at > high - 9) return [ring]
  for (const fraction of [0.5, 0.35, 0.65, 0.2, 0.8]) {
    const other = rowwise ? along[0] + (along[1] - along[0]) * fraction : across[0] + (across[1] - across[0]) * fraction
    const [u, v] = rowwise ? [other, at] : [at, other]
    const seed: XY = [u * c - v * s, u * s + v * c]
    if (!insideRing(seed, ring)) continue
    const cut = cutRing(ring, seed, { field: () => angle, step: 1000, snapMetres: 5, junctions: into.junctions.near })
    if (cut === null || cut.sharpest < 0.5) continue
    if (Math.min(signedArea(cut.left), signedArea(cut.right)) < SMALLEST_CELL) return [ring]
    into.lines.push({ kind: 'service', street: null, points: cut.chord, parcel: plot.id })
    for (const p of [cut.chord[0], cut.chord[cut.chord.length - 1]]) if (p !== undefined) into.junctions.add(p)
    return [cut.left, cut.right]
  }
  return [ring]
}
