// The pen: what pressing, moving and dragging on the map mean with the tool in hand. What is drawn becomes an operation when it is finished.
import { useCallback, useMemo, useRef, useState } from 'react'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { samePoint } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { EditResult, Refused } from '#domain/topology/refusal.ts'
import { type Arc, type GridId, gridAt, OUTSIDE, pointKey, type Topology } from '#domain/topology/topology.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { distanceBetween, type Guides, type Snapped, snap } from '../../editor/snap.ts'
import { type DrawingTool, fewestPoints, isRing, type Naming, operationOf, removalOf, type Tool } from '../../editor/tools.ts'
import type { TraceGraph } from '../../editor/trace.ts'
import type { PlanHandle, PlanPress } from '../../map/use-plan-drawing.ts'

type Wishes = {
  readonly view: PlanView
  readonly guides: Guides
  readonly trace: TraceGraph
  readonly naming: Naming
  readonly mayDraw: boolean
  readonly perform: (...operations: readonly Operation[]) => Refused | null
  readonly onRefused: (refused: Refused | null) => void
  readonly onPlace: (at: LatticePoint, grid: GridId) => void
}

type Line = {
  readonly points: readonly LatticePoint[]
  readonly last: Snapped /** how many points each press added */
  readonly presses: readonly number[]
}
type Held = { readonly handle: PlanHandle; readonly beside: readonly [LatticePoint, LatticePoint] | null; readonly to: LatticePoint }

export type Pen = ReturnType<typeof usePen>
/** What of the pen is as it was while a line is drawn or a point dragged: what stands beside the map needs no other. */
export type Hand = Pen['hand']

/** State that is read as it is now, not as it was when the page was last drawn: presses and moves come faster than that. */
function useNow<T>(start: T): [T, { readonly current: T }, (value: T) => void] {
  const [value, setValue] = useState(start)
  const now = useRef(start)
  const set = useCallback((next: T) => {
    now.current = next
    setValue(next)
  }, [])
  return [value, now, set]
}

/** More handles than this are no help. */
const mostHandles = 700
const mostMiddles = 160

export function usePen({ view, guides, trace, naming, mayDraw, perform, onRefused, onPlace }: Wishes) {
  const [tool, setTool] = useState<Tool>('select')
  const [chosen, setChosen] = useState<readonly GridId[]>([])
  const [hovered, setHovered] = useState<GridId | null>(null)
  const [line, lineNow, setLine] = useNow<Line | null>(null)
  const [cue, setCue] = useState<Snapped | null>(null)
  const [held, heldNow, setHeld] = useNow<Held | null>(null)
  const [tracing, setTracing] = useState(false)
  const [snapping, setSnapping] = useState(true)
  const { topology } = view
  const there = useMemo(() => chosen.filter((grid) => topology.grids.has(grid)), [chosen, topology])
  const handles = useMemo(() => (tool === 'select' && mayDraw ? handlesOf(topology, there) : []), [tool, mayDraw, topology, there])

  const choose = useCallback((grids: readonly GridId[]) => setChosen(grids), [])
  const cancel = useCallback(() => {
    setLine(null)
    setHeld(null)
    onRefused(null)
  }, [onRefused, setLine, setHeld])
  const takeUp = useCallback(
    (next: Tool) => {
      cancel()
      setTool(next)
    },
    [cancel],
  )

  const snapped = ({ at, reach }: PlanPress): Snapped => snap(topology, guides, at, reach, snapping)
  const withPoint = (next: Snapped): Line => {
    const line = lineNow.current
    if (line === null) return { points: [next.point], last: next, presses: [1] }
    const way = tracing ? trace.way(line.last, next) : null
    const added = (way ?? [next.point]).filter((p, i) => i > 0 || !samePoint(p, line.last.point))
    return { points: [...line.points, ...added], last: next, presses: [...line.presses, added.length] }
  }
  const finish = (): void => {
    const drawn = lineNow.current
    if (drawn === null || tool === 'select') return
    const operation = operationOf(tool, topology, there[0] ?? null, drawn.points, naming)
    if (operation === null) return
    const refused = perform(operation)
    onRefused(refused)
    if (refused === null) setLine(null)
  }
  const takeBack = (): void => {
    const line = lineNow.current
    if (line === null) return
    const last = line.presses.at(-1) ?? 0
    const points = line.points.slice(0, line.points.length - last)
    const end = points.at(-1)
    setLine(end === undefined ? null : { points, last: { point: end, kind: 'free' }, presses: line.presses.slice(0, -1) })
  }

  const onPress = (press: PlanPress): void => {
    const p: LatticePoint = [Math.round(press.at[0]), Math.round(press.at[1])]
    if (tool === 'select') {
      const grid = gridAt(topology, p)
      onPlace(p, grid)
      if (grid === OUTSIDE) setChosen([])
      else if (press.adding) setChosen(there.includes(grid) ? there.filter((one) => one !== grid) : [...there, grid])
      else setChosen([grid])
      return
    }
    const next = snapped(press)
    const line = lineNow.current
    const first = line?.points[0]
    if (
      line !== null &&
      first !== undefined &&
      isRing(tool) &&
      line.points.length >= 3 &&
      distanceBetween(next.point, first) <= press.reach
    ) {
      finish()
      return
    }
    // the second press of a double one
    if (line !== null && samePoint(next.point, line.last.point)) return
    onRefused(null)
    setLine(withPoint(next))
  }

  const onMove = (press: PlanPress): void => {
    if (tool === 'select') {
      const grid = gridAt(topology, [Math.round(press.at[0]), Math.round(press.at[1])])
      setHovered(grid === OUTSIDE ? null : grid)
      setCue(null)
    } else setCue(snapped(press))
  }

  const onGrab = (press: PlanPress): boolean => {
    if (tool !== 'select' || !mayDraw) return false
    const at: LatticePoint = [press.at[0], press.at[1]]
    const order = (kind: PlanHandle['kind']) => (kind === 'middle' ? 1 : 0)
    const near = handles
      .filter((handle) => distanceBetween(at, handle.at) <= press.reach)
      .sort((a, b) => order(a.kind) - order(b.kind) || distanceBetween(at, a.at) - distanceBetween(at, b.at))[0]
    if (near === undefined) return false
    setHeld({ handle: near, beside: near.kind === 'middle' ? near.beside : null, to: near.at })
    return true
  }
  const onDrag = (press: PlanPress): void => {
    const held = heldNow.current
    if (held === null) return
    const without = snap(topology, guides, press.at, press.reach, snapping)
    // borders are no place to stick to for a border, least of all where it was
    const isOwn = without.kind === 'border' || without.kind === 'point' || without.kind === 'node'
    const free: LatticePoint = [Math.round(press.at[0]), Math.round(press.at[1])]
    const to = isOwn || without.kind === 'free' ? free : without.point
    setHeld({ ...held, to })
    setCue({ ...without, point: to, kind: isOwn ? 'free' : without.kind })
  }
  const onDrop = (): void => {
    const held = heldNow.current
    if (held !== null && !samePoint(held.to, held.handle.at)) onRefused(perform(moveOf(held)))
    setHeld(null)
    setCue(null)
  }

  /** What the drawing would come to now, with the point under the pen. */
  const trial = useMemo((): { readonly operation: Operation; readonly result: EditResult } | null => {
    if (held !== null) {
      if (samePoint(held.to, held.handle.at)) return null
      const operation = moveOf(held)
      return { operation, result: applyOperation(topology, operation) }
    }
    if (line === null || tool === 'select') return null
    const points = cue === null || samePoint(cue.point, line.last.point) ? line.points : [...line.points, cue.point]
    if (points.length < fewestPoints(tool)) return null
    const operation = operationOf(tool as DrawingTool, topology, there[0] ?? null, points, naming)
    return operation === null ? null : { operation, result: applyOperation(topology, operation) }
  }, [held, line, cue, tool, topology, there, naming])
  const preview = useMemo(() => previewArcs(trial?.result), [trial])

  const hand = useMemo(
    () => ({ tool, takeUp, chosen: there, choose, tracing, setTracing, snapping, setSnapping }),
    [tool, takeUp, there, choose, tracing, snapping],
  )
  return {
    hand,
    ...hand,
    ...{ hovered, line, cue, held, handles, trial, preview },
    ...{ cancel, finish, takeBack, onPress, onMove, onGrab, onDrag, onDrop },
    /** Ends a line; over a point of a border, takes the point out. */
    onDouble: ({ at, reach }: PlanPress): void => {
      if (tool !== 'select') {
        finish()
        return
      }
      const point = handles.find((handle) => handle.kind === 'point' && distanceBetween([at[0], at[1]], handle.at) <= reach)
      const removal = point === undefined || !mayDraw ? null : removalOf(topology, point.at)
      if (removal !== null) onRefused(perform(removal))
    },
  }
}

const moveOf = ({ handle, beside, to }: Held): Operation =>
  beside === null
    ? { kind: 'movePoints', moves: [{ from: handle.at, to }] }
    : { kind: 'replacePath', before: [...beside], after: [beside[0], to, beside[1]] }

const nothingDrawn: readonly Arc[] = []

function previewArcs(result: EditResult | undefined): readonly Arc[] {
  if (result?.ok !== true) return nothingDrawn
  return [...result.touched.arcs].flatMap((id) => result.topology.arcs.get(id) ?? [])
}

function handlesOf(topology: Topology, grids: readonly GridId[]): PlanHandle[] {
  const handles: PlanHandle[] = []
  const seen = new Set<number>()
  const arcs = [...new Set(grids.flatMap((grid) => topology.grids.get(grid)?.arcs ?? []))].flatMap((id) => topology.arcs.get(id) ?? [])
  const count = arcs.reduce((sum, { points }) => sum + points.length, 0)
  if (count > mostHandles) return []
  for (const { points } of arcs) {
    for (const [i, p] of points.entries()) {
      const key = pointKey(topology.frame, p)
      if (!seen.has(key)) handles.push({ at: p, kind: topology.nodes.has(key) ? 'node' : 'point', beside: null })
      seen.add(key)
      const next = points[i + 1]
      if (next === undefined || count > mostMiddles) continue
      handles.push({ at: [Math.round((p[0] + next[0]) / 2), Math.round((p[1] + next[1]) / 2)], kind: 'middle', beside: [p, next] })
    }
  }
  return handles
}
