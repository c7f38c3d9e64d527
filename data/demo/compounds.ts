/** The register of compounds: walled compounds, works' courtyards and groups of scattered houses, 216 in all. */

import { insetRing } from '#domain/geo/inset-ring.ts'
import type { XY } from '#domain/geo/local-plane.ts'
import { insideRing, type Ring } from '#domain/geo/ring.ts'
import type { Random } from '#domain/random/random.ts'
import { dissolve } from '#domain/topology/dissolve.ts'
import type { Building } from './buildings.ts'
import type { GridRegister } from './grid-register.ts'
import type { Cell, Ground } from './ground.ts'
import type { Dwelling } from './households.ts'
import { CLEAR_METRES } from './line-kinds.ts'
import { createNamer, type Name } from './names.ts'
import type { Plot } from './plots.ts'

export const COMPOUND_COUNT = 216
const SCATTERED_COUNT = 37

export interface Compound {
  readonly id: number
  readonly plot: Plot
  readonly name: Name
  readonly type: 'compound' | 'courtyard' | 'scattered'
  readonly propertyClass: 'managed' | 'selfManaged' | 'unmanaged'
  readonly party: 'own' | 'joint' | 'area' | 'none'
  readonly communityCode: string
  readonly builtYear: number
  readonly households: number
  readonly ring: Ring
  /** indexes into the list of buildings */
  readonly members: readonly number[]
}

interface Candidate {
  readonly plot: Plot
  readonly members: number[]
  readonly households: number
  readonly year: number
}

export function registerCompounds(
  ground: Ground,
  buildings: readonly Building[],
  dwellings: readonly Dwelling[],
  grids: GridRegister,
  random: Random,
): Compound[] {
  const members = new Map<number, number[]>()
  for (const [i, { cell }] of buildings.entries()) members.set(cell.plot.id, [...(members.get(cell.plot.id) ?? []), i])
  const candidates = ground.plots.flatMap((plot): Candidate[] => {
    const own = members.get(plot.id) ?? []
    const households = own.reduce((sum, i) => sum + (dwellings[i]?.households ?? 0), 0)
    const year = Math.min(...own.map((i) => buildings[i]?.builtYear ?? 9999))
    return plot.inside && households > 0 ? [{ plot, members: own, households, year }] : []
  })
  const walled = candidates.filter(({ plot }) => plot.use === 'towers' || plot.use === 'slabs' || plot.use === 'courtyard')
  const largest = (list: Candidate[], count: number) =>
    [...list].sort((a, b) => b.households - a.households || a.plot.id - b.plot.id).slice(0, count)
  const kept = largest(walled, COMPOUND_COUNT - SCATTERED_COUNT)
  const groups = candidates.filter(({ plot, members: own }) => plot.use === 'houses' && own.length >= 8)
  const scattered = largest(groups, COMPOUND_COUNT - kept.length)
  const cellsOf = new Map<number, Cell[]>()
  for (const cell of ground.cells) cellsOf.set(cell.plot.id, [...(cellsOf.get(cell.plot.id) ?? []), cell])
  const namer = createNamer(random.fork('names'))

  return [...kept, ...scattered]
    .sort((a, b) => a.plot.id - b.plot.id)
    .map((candidate, i): Compound => {
      const { plot, year } = candidate
      const own = cellsOf.get(plot.id) ?? []
      const first = own[0]
      if (first === undefined) throw new Error(`plot ${plot.id} has no cells`)
      const type = plot.use === 'houses' ? 'scattered' : plot.use === 'courtyard' ? 'courtyard' : 'compound'
      const stem = namer.stem
      const name =
        type === 'scattered'
          ? ((s: Name) => ({ zh: `${s.zh}散居片`, en: `${s.en} Scattered Houses` }))(stem())
          : namer.compound(plot.use === 'towers' ? 'towers' : plot.use === 'courtyard' ? 'courtyard' : 'slabs', year)
      const propertyClass = propertyOf(plot, type, year, random)
      return {
        id: i + 1,
        plot,
        name,
        type,
        propertyClass,
        party: partyOf(propertyClass, type, candidate.households, random),
        communityCode: grids.gridOf(first).communityCode ?? '',
        builtYear: year,
        households: candidate.households,
        ring: wallOf(
          ground,
          own,
          candidate.members.flatMap((m) => buildings[m]?.ring ?? []),
        ),
        members: candidate.members,
      }
    })
}

function propertyOf(plot: Plot, type: Compound['type'], year: number, random: Random): Compound['propertyClass'] {
  const shares =
    plot.use === 'towers'
      ? [97, 3, 0]
      : type === 'scattered'
        ? [0, 8, 92]
        : type === 'courtyard'
          ? [6, 44, 50]
          : year > 2000
            ? [64, 24, 12]
            : [18, 42, 40]
  return (['managed', 'selfManaged', 'unmanaged'] as const)[random.weighted(shares)] ?? 'unmanaged'
}

function partyOf(property: Compound['propertyClass'], type: Compound['type'], households: number, random: Random): Compound['party'] {
  const shares =
    type === 'scattered'
      ? [0, 12, 66, 22]
      : households > 220
        ? [82, 12, 4, 2]
        : property === 'unmanaged'
          ? [22, 38, 26, 14]
          : [52, 32, 12, 4]
  return (['own', 'joint', 'area', 'none'] as const)[random.weighted(shares)] ?? 'none'
}

/** The parcel less the room for its streets; drawn in less where the ground is crooked, so that it holds all its buildings. */
function wallOf(ground: Ground, cells: readonly Cell[], mustHold: readonly XY[]): Ring {
  const [polygon] = dissolve(
    cells.map(({ ring }) => ring),
    ground.graph.nodes,
  )
  const outer = (polygon?.[0] ?? []).slice(0, -1)
  const points = outer.map((n): XY => ground.graph.nodes[n] ?? [0, 0])
  const kinds = new Map<string, number>()
  for (const cell of cells) {
    for (const [i, a] of cell.ring.entries()) {
      const kind = ground.edgeKind[cell.sides[i] ?? -1] ?? 'wall'
      kinds.set(`${a}:${cell.ring[(i + 1) % cell.ring.length]}`, kind === 'wall' ? 0.25 : Math.max(0.5, CLEAR_METRES[kind] - 1.2))
    }
  }
  const setback = (i: number) => kinds.get(`${outer[i]}:${outer[(i + 1) % outer.length]}`) ?? 0.5
  // Last of all a hand's breadth everywhere, so that two walls never touch.
  for (const metres of [...[1, 0.6, 0.3, 0.1].map((share) => (i: number) => share * setback(i)), () => 0.25, () => 0.05]) {
    const ring = insetRing(points, metres)
    if (ring !== null && mustHold.every((p) => insideRing(p, ring))) return ring
  }
  return points
}
