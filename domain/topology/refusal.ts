/** Why an edit is not possible: a closed list, and the place on the map where it fails, when there is one. Texts are made in i18n. */
import type { LatticePoint } from './lattice.ts'
import type { ArcId, GridId, Topology } from './topology.ts'

/** The most that one operation may name, wherever it is applied: what a preview takes, the service takes. Both together fit in the 64 kB of a request. */
export const mostPoints = 2000
export const mostGrids = 500

export const editRefusals = [
  'outOfRange',
  'noSuchPoint',
  'noSuchPath',
  'noSuchGrid',
  'noSuchParent',
  'nothingChanges',
  'placeTaken',
  'pointTwice',
  'wouldCross',
  'wouldJump',
  'wouldFlip',
  'wouldVanish',
  'tooClose',
  'sliver',
  'tooManyPoints',
  'lineCrossesItself',
  'lineDoesNotDivide',
  'piecesDiffer',
  'idTaken',
  'notNeighbours',
  'needsTwo',
  'borderHasEnds',
] as const
export type EditRefusal = (typeof editRefusals)[number]

export interface Refused {
  readonly ok: false
  readonly reason: EditRefusal
  readonly at?: LatticePoint
  readonly grid?: GridId
}

/** What an edit changed: arcs put, replaced or gone, and grids whose ground, name or parent is another (or who are gone). */
export interface Touched {
  readonly arcs: ReadonlySet<ArcId>
  readonly grids: ReadonlySet<GridId>
}

export type EditResult = { readonly ok: true; readonly topology: Topology; readonly touched: Touched } | Refused

export const refused = (reason: EditRefusal, at?: LatticePoint, grid?: GridId): Refused => ({
  ok: false,
  reason,
  ...(at === undefined ? {} : { at }),
  ...(grid === undefined ? {} : { grid }),
})
