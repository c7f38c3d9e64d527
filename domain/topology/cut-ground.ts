/**
 * Draws a line into the ground: the line becomes arcs through the grids that may be cut, fastened to the borders that it meets.
 *
 *      A ─────────── B            A ─────────── B       the line may begin and end outside and may cross borders several times;
 *      │      1      │            │      1      │       what of it lies in other grids, and what hangs loose at its ends, goes
 *   ───┼─────────────┼───    →    E ─────────── F
 *      │             │            │      1      │       E and F are points of the borders now, for the neighbours too: that is
 *      D ─────────── C            D ─────────── C       the T-junction that others lose
 *
 * Crossings seldom fall on the lattice, so they are rounded and both lines are bent to them by some millimetres; what then comes
 * within `TOUCH` is joined as well, again and again until nothing is left (iterated snap rounding: Hobby 1999, Halperin & Packer
 * 2002). Whatever still clashes after that is refused: a wrong drawing is never made.
 */
import { addArc, type Draft, firstPoint, lastPoint, putArc } from './draft.ts'
import {
  compareDirections,
  crossingPoint,
  footOf,
  isLatticePoint,
  type LatticePoint,
  samePoint,
  segmentsClash,
  segmentsMeet,
  squaredDistance,
} from './lattice.ts'
import { clashOf } from './planar.ts'
import { mostPoints, type Refused, refused } from './refusal.ts'
import { groundLeft, leavingNode } from './rings.ts'
import { type Arc, type ArcId, arcsNear, type GridId, gridAt, inFrame, pointKey, segmentBox } from './topology.ts'

/** What lies nearer than this to a border is on it: three lattice units, some three centimetres. */
export const TOUCH = 3
const TOUCH_SQUARED = TOUCH * TOUCH
const MOST_ROUNDS = 12

export interface CutLine {
  readonly ok: true
  /** the line as it was fastened; closed for a ring */
  readonly chain: readonly LatticePoint[]
  /** the arcs drawn: both their sides are the grid that they run through */
  readonly drawn: readonly ArcId[]
  /** where the line meets borders */
  readonly contacts: readonly LatticePoint[]
}

/** @param line open, or a ring whose last point is its first again @param cuts which grids the line may run through */
export function cutGround(draft: Draft, line: readonly LatticePoint[], cuts: (grid: GridId) => boolean): CutLine | Refused {
  const unfit = unfitLine(draft, line)
  if (unfit !== null) return unfit
  const fastened = fasten(draft, line, cuts)
  if (!fastened.ok) return fastened
  const { chain, bent } = fastened
  const crossing = selfCrossing(chain)
  if (crossing !== null) return refused('lineCrossesItself', crossing)

  const isRing = samePoint(chain[0] ?? [0, 0], chain[chain.length - 1] ?? [1, 1])
  const contactKeys = splitAtContacts(draft, chain, cuts)
  const contacts = chain.filter((p) => contactKeys.has(pointKey(draft.frame, p)))
  const drawn: ArcId[] = []
  for (const piece of piecesBetween(chain, isRing, (p) => contactKeys.has(pointKey(draft.frame, p)))) {
    const ground = groundAlong(draft, piece)
    if (ground === 'alongBorder') continue
    const [from, to] = ground
    if (!cuts(from) && !cuts(to)) continue
    if (from !== to) return refused('tooClose', piece[0])
    drawn.push(addArc(draft, { points: piece, left: from, right: from }))
  }
  for (const id of [...bent, ...drawn]) {
    const clash = clashOf(draft, id)
    if (clash !== null) return refused('tooClose', clash)
  }
  return { ok: true, chain, drawn, contacts }
}

function unfitLine(draft: Draft, line: readonly LatticePoint[]): Refused | null {
  if (line.length < 2) return refused('lineDoesNotDivide', line[0])
  if (line.length > mostPoints) return refused('tooManyPoints', line[mostPoints])
  for (const p of line) if (!isLatticePoint(p) || !inFrame(draft.frame, p)) return refused('outOfRange', p)
  const crossing = selfCrossing(line)
  return crossing === null ? null : refused('lineCrossesItself', crossing)
}

function selfCrossing(line: readonly LatticePoint[]): LatticePoint | null {
  const segments: { a: LatticePoint; b: LatticePoint; i: number }[] = []
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i], line[i + 1]]
    if (a !== undefined && b !== undefined && !samePoint(a, b)) segments.push({ a, b, i })
  }
  const isRing = samePoint(line[0] ?? [0, 0], line[line.length - 1] ?? [1, 1])
  for (const [k, { a, b, i }] of segments.entries()) {
    for (const { a: c, b: d, i: j } of segments.slice(k + 1)) {
      if (!segmentsMeet(a, b, c, d)) continue
      const follows = samePoint(b, c) && segments[k + 1]?.i === j
      const closes = isRing && k === 0 && samePoint(a, d) && segments[segments.length - 1]?.i === j
      if (segmentsClash(a, b, c, d) || !(follows || closes)) return i === j ? a : b
    }
  }
  return null
}

type Fastened = { readonly ok: true; readonly chain: LatticePoint[]; readonly bent: ReadonlySet<ArcId> } | Refused

/** Joins the line and the borders wherever they meet or nearly do, until a round finds nothing more. */
function fasten(draft: Draft, line: readonly LatticePoint[], cuts: (grid: GridId) => boolean): Fastened {
  let chain = withoutRepeats(line)
  const bent = new Set<ArcId>()
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const joined = joinOnce(draft, chain, cuts, bent)
    if (joined === null) return { ok: true, chain, bent }
    chain = withoutRepeats(joined)
    if (chain.length < 2) return refused('lineDoesNotDivide', chain[0])
  }
  return refused('tooClose', chain[0])
}

const withoutRepeats = (line: readonly LatticePoint[]): LatticePoint[] => line.filter((p, i) => i === 0 || !samePoint(p, line[i - 1] ?? p))

/** One round; null when the line and the borders are joined already. */
function joinOnce(draft: Draft, chain: readonly LatticePoint[], cuts: (grid: GridId) => boolean, bent: Set<ArcId>): LatticePoint[] | null {
  const onLine = new Map<number, LatticePoint[]>()
  const moved = new Map<number, LatticePoint>()
  const onArc = new Map<ArcId, Map<number, LatticePoint[]>>()
  let found = false
  const note = <K>(lists: Map<K, LatticePoint[]>, key: K, p: LatticePoint) => {
    lists.set(key, [...(lists.get(key) ?? []), p])
    found = true
  }
  for (let k = 0; k + 1 < chain.length; k++) {
    const [a, b] = [chain[k], chain[k + 1]]
    if (a === undefined || b === undefined) continue
    const box = segmentBox(a, b, TOUCH)
    for (const id of arcsNear(draft, box)) {
      const arc = draft.arcs.get(id)
      if (arc === undefined || !(cuts(arc.left) || cuts(arc.right))) continue
      for (let j = 0; j + 1 < arc.points.length; j++) {
        const [c, d] = [arc.points[j], arc.points[j + 1]]
        if (c === undefined || d === undefined) continue
        if (
          Math.max(c[0], d[0]) < box[0] ||
          Math.min(c[0], d[0]) > box[2] ||
          Math.max(c[1], d[1]) < box[1] ||
          Math.min(c[1], d[1]) > box[3]
        )
          continue
        const near = joinSegments(a, b, c, d)
        for (const p of near.toLine) note(onLine, k, p)
        if (near.moveA !== undefined) moved.set(k, near.moveA)
        if (near.moveB !== undefined) moved.set(k + 1, near.moveB)
        if (near.moveA !== undefined || near.moveB !== undefined) found = true
        if (near.toArc.length > 0) {
          const lists = onArc.get(id) ?? new Map<number, LatticePoint[]>()
          onArc.set(id, lists)
          for (const p of near.toArc) note(lists, j, p)
        }
      }
    }
  }
  if (!found) return null
  for (const [id, lists] of onArc) {
    const arc = draft.arcs.get(id)
    if (arc === undefined) continue
    bent.add(id)
    putArc(draft, id, { ...arc, points: withoutRepeats(inserted(arc.points, lists)) })
  }
  const closing = samePoint(chain[0] ?? [0, 0], chain[chain.length - 1] ?? [1, 1])
  if (closing) {
    const end = moved.get(0) ?? moved.get(chain.length - 1)
    if (end !== undefined) {
      moved.set(0, end)
      moved.set(chain.length - 1, end)
    }
  }
  return inserted(
    chain.map((p, i) => moved.get(i) ?? p),
    onLine,
  )
}

interface Joins {
  /** points of the border that the line has to run through */
  readonly toLine: readonly LatticePoint[]
  /** points of the line that become points of the border */
  readonly toArc: readonly LatticePoint[]
  /** an end of the line's segment that is so near to a point of the border that it is that point */
  readonly moveA?: LatticePoint
  readonly moveB?: LatticePoint
}

function joinSegments(a: LatticePoint, b: LatticePoint, c: LatticePoint, d: LatticePoint): Joins {
  const toLine: LatticePoint[] = []
  const toArc: LatticePoint[] = []
  let [moveA, moveB]: [LatticePoint | undefined, LatticePoint | undefined] = [undefined, undefined]
  for (const v of [c, d]) {
    if (samePoint(v, a) || samePoint(v, b) || squaredDistance(v, a, b) > TOUCH_SQUARED) continue
    if (near(v, a)) moveA ??= v
    else if (near(v, b)) moveB ??= v
    else toLine.push(v)
  }
  for (const [p, isMoved] of [
    [a, moveA !== undefined],
    [b, moveB !== undefined],
  ] as const) {
    if (isMoved || samePoint(p, c) || samePoint(p, d) || near(p, c) || near(p, d)) continue
    if (squaredDistance(p, c, d) <= TOUCH_SQUARED) toArc.push(p)
  }
  const joined = toLine.length > 0 || toArc.length > 0 || moveA !== undefined || moveB !== undefined
  const share = samePoint(a, c) || samePoint(a, d) || samePoint(b, c) || samePoint(b, d)
  if (!joined && !share && segmentsMeet(a, b, c, d)) {
    const p = crossingPoint(a, b, c, d)
    toLine.push(p)
    toArc.push(p)
  }
  return { toLine, toArc, ...(moveA === undefined ? {} : { moveA }), ...(moveB === undefined ? {} : { moveB }) }
}

const near = (p: LatticePoint, q: LatticePoint) => (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 <= TOUCH_SQUARED

function inserted(points: readonly LatticePoint[], lists: ReadonlyMap<number, readonly LatticePoint[]>): LatticePoint[] {
  const result: LatticePoint[] = []
  for (const [i, p] of points.entries()) {
    result.push(p)
    const next = points[i + 1]
    if (next === undefined) continue
    result.push(...(lists.get(i) ?? []).toSorted((m, n) => footOf(m, p, next) - footOf(n, p, next)))
  }
  return result
}

/** Makes a node of every point where the line meets a border; answers the keys of these points. */
function splitAtContacts(draft: Draft, chain: readonly LatticePoint[], cuts: (grid: GridId) => boolean): Set<number> {
  const contacts = new Set<number>()
  for (const p of chain) {
    const key = pointKey(draft.frame, p)
    for (const id of arcsNear(draft, [p[0], p[1], p[0], p[1]])) {
      const arc = draft.arcs.get(id)
      if (arc === undefined || !(cuts(arc.left) || cuts(arc.right))) continue
      const at = arc.points.findIndex((q) => samePoint(p, q))
      if (at < 0) continue
      if (at > 0 && at < arc.points.length - 1) splitArc(draft, id, arc, at, contacts)
      contacts.add(key)
      break
    }
  }
  return contacts
}

function splitArc(draft: Draft, id: ArcId, arc: Arc, at: number, contacts: ReadonlySet<number>): void {
  const start = pointKey(draft.frame, firstPoint(arc))
  if (samePoint(firstPoint(arc), lastPoint(arc)) && draft.nodes.get(start)?.length === 2 && !contacts.has(start)) {
    // An island's ring begins at the new node instead; the old one was only a beginning.
    const open = arc.points.slice(0, -1)
    putArc(draft, id, { ...arc, points: [...open.slice(at), ...open.slice(0, at + 1)] })
    return
  }
  putArc(draft, id, { ...arc, points: arc.points.slice(0, at + 1) })
  addArc(draft, { ...arc, points: arc.points.slice(at) })
}

/** The line in pieces from contact to contact; loose ends fall away. A ring without contact is one piece. */
function piecesBetween(chain: readonly LatticePoint[], isRing: boolean, isContact: (p: LatticePoint) => boolean): LatticePoint[][] {
  const first = chain.findIndex(isContact)
  if (first < 0) return isRing ? [[...chain]] : []
  const from = isRing ? [...chain.slice(first, -1), ...chain.slice(0, first + 1)] : chain.slice(first)
  const pieces: LatticePoint[][] = []
  let piece: LatticePoint[] = []
  for (const p of from) {
    piece.push(p)
    if (!isContact(p) || piece.length < 2) continue
    pieces.push(piece)
    piece = [p]
  }
  return pieces
}

/** The grids that a piece of the line starts and ends in. In ground that may not be cut they may differ: nobody looked at its borders. */
function groundAlong(draft: Draft, piece: readonly LatticePoint[]): readonly [GridId, GridId] | 'alongBorder' {
  const [start, second] = [piece[0], piece[1]]
  const [end, lastButOne] = [piece[piece.length - 1], piece[piece.length - 2]]
  if (start === undefined || second === undefined || end === undefined || lastButOne === undefined) return 'alongBorder'
  const from = groundToward(draft, start, second)
  const to = groundToward(draft, end, lastButOne)
  return from === 'alongBorder' || to === 'alongBorder' ? 'alongBorder' : [from, to]
}

/** Refused when anything that the edit put clashes: the last look before the result is let out. */
export function clashAfter(draft: Draft): Refused | null {
  for (const id of draft.changed) {
    const points = draft.arcs.get(id)?.points ?? []
    const clash = points.length < 4 && samePoint(points[0] ?? [0, 0], points[points.length - 1] ?? [1, 1]) ? points[0] : clashOf(draft, id)
    if (clash !== null) return refused('tooClose', clash)
  }
  return null
}

/** The grid that a line enters which leaves a point in a direction. */
function groundToward(draft: Draft, from: LatticePoint, toward: LatticePoint): GridId | 'alongBorder' {
  const leaving = leavingNode(draft, from)
  if (leaving.length === 0) return gridAt(draft, from)
  let sector = leaving[leaving.length - 1]
  for (const half of leaving) {
    const along = half.arc.points[half.forward ? 1 : half.arc.points.length - 2] ?? from
    const order = compareDirections(from, along, toward)
    if (order === 0 && samePoint(along, toward)) return 'alongBorder'
    if (order > 0) break
    sector = half
  }
  return sector === undefined ? gridAt(draft, from) : groundLeft(sector)
}
