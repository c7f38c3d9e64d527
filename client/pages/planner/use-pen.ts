// The pen: what pressing, moving and dragging on the map mean with the tool in hand. What is drawn becomes an operation when it is finished.
import { useCallback, useMemo, useRef, useState } from 'react'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { samePoint } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { EditResult } from '#domain/topology/refusal.ts'
import { type Arc, type ArcId, type Box, type GridId, gridAt, OUTSIDE, type Topology } from '#domain/topology/topology.ts'
import type { Block } from '../../editor/block-at.ts'
import { type DrawnLine, lineBefore, lineTo } from '../../editor/drawn-line.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { distanceBetween, type Guides, type Snapped, snap } from '../../editor/snap.ts'
import {
  borderAt,
  borderMoved,
  fewestPoints,
  insertionOf,
  isDrawing,
  isRing,
  type Naming,
  needsChosen,
  operationOf,
  removalOf,
  type Tool,
} from '../../editor/tools.ts'
import type { TraceGraph } from '../../editor/trace.ts'
import type { PlanHandle, PlanPress } from '../../map/use-plan-drawing.ts'
import { handlesOf, walkedAt, walkOn } from './handles.ts'
import type { Told } from './Notice.tsx'

type Wishes = {
  readonly view: PlanView
  readonly guides: Guides
  readonly trace: TraceGraph
  readonly naming: Naming
  readonly mayDraw: boolean
  /** What of the map is in view. */
  readonly seen: Box | null
  /** The building, compound or block of streets at a place. */
  readonly blockAt: (at: LatticePoint) => Block | null
  readonly perform: (...operations: readonly Operation[]) => Told | null
  readonly onRefused: (refused: Told | null) => void
  readonly onPlace: (at: LatticePoint, grid: GridId) => void
}

/** What is being moved: a point of a border, one that a border is to get, or a whole border. */
type Held = { readonly from: LatticePoint; readonly to: LatticePoint; readonly moves: PlanHandle | ArcId; readonly byKeys: boolean }

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

const rounded = ([x, y]: readonly [number, number]): LatticePoint => [Math.round(x), Math.round(y)]

export function usePen({ view, guides, trace, naming, mayDraw, seen, blockAt, perform, onRefused, onPlace }: Wishes) {
  const [tool, setTool] = useState<Tool>('select')
  const [chosen, setChosen] = useState<readonly GridId[]>([])
  const [hovered, setHovered] = useState<GridId | null>(null)
  const [line, lineNow, setLine] = useNow<DrawnLine | null>(null)
  const [cue, setCue] = useState<Snapped | null>(null)
  const [held, heldNow, setHeld] = useNow<Held | null>(null)
  const [block, setBlock] = useState<Block | null>(null)
  const [standing, setStanding] = useState<LatticePoint | null>(null)
  const [tracing, setTracing] = useState(false)
  const [snapping, setSnapping] = useState(true)
  const { topology } = view
  const there = useMemo(() => chosen.filter((grid) => topology.grids.has(grid)), [chosen, topology])
  const first = there[0] ?? null
  const handles = useMemo(
    () => handlesOf(topology, tool === 'select' && mayDraw ? there : [], seen),
    [tool, mayDraw, topology, there, seen],
  )
  const walked = useMemo(
    () => (standing === null || first === null || tool !== 'select' ? null : walkedAt(topology, first, standing)),
    [topology, first, standing, tool],
  )

  const choose = useCallback((grids: readonly GridId[]) => {
    setStanding(null)
    setChosen(grids)
  }, [])
  const cancel = useCallback(() => {
    // what is drawn first, then where somebody stands
    if (lineNow.current === null && heldNow.current === null) setStanding(null)
    setLine(null)
    setHeld(null)
    setBlock(null)
    onRefused(null)
  }, [onRefused, lineNow, heldNow, setLine, setHeld])
  const takeUp = useCallback(
    (next: Tool) => {
      cancel()
      setStanding(null)
      setHovered(null)
      setTool(next)
    },
    [cancel],
  )

  const snapped = ({ at, reach }: PlanPress): Snapped => snap(topology, guides, at, reach, snapping)
  const follow = useMemo(() => (tracing ? (from: Snapped, to: Snapped) => trace.way(topology, from, to) : null), [tracing, trace, topology])
  const finish = (): void => {
    const drawn = lineNow.current
    if (drawn === null || !isDrawing(tool) || drawn.points.length < fewestPoints(tool)) return
    const operation = operationOf(tool, topology, first, drawn.points, naming)
    const refused = operation === null ? ({ reason: 'lineDoesNotDivide' } as const) : perform(operation)
    onRefused(refused)
    if (refused === null) setLine(null)
  }
  const takeBack = (): void => {
    const line = lineNow.current
    if (line === null) return
    setCue(null)
    setLine(lineBefore(line))
  }

  const pick = (p: LatticePoint, adding: boolean): void => {
    const grid = gridAt(topology, p)
    if (grid === OUTSIDE) choose([])
    else if (adding) choose(there.includes(grid) ? there.filter((one) => one !== grid) : [...there, grid])
    else choose([grid])
  }
  const onPress = (press: PlanPress): void => {
    const p = rounded(press.at)
    if (tool === 'select') onPlace(p, gridAt(topology, p))
    // whom it is for is asked first: a tool that draws for nobody would end in nothing
    if (tool === 'select' || (needsChosen(tool) && first === null)) {
      pick(p, press.adding)
      return
    }
    if (tool === 'takeBlock') {
      const ground = blockAt(p)
      onRefused(ground === null || first === null ? { reason: 'noBlock' } : perform({ kind: 'transferArea', ring: ground.ring, to: first }))
      setBlock(null)
      return
    }
    if (!isDrawing(tool)) return
    const next = snapped(press)
    const line = lineNow.current
    const start = line?.points[0]
    if (start !== undefined && isRing(tool) && (line?.points.length ?? 0) >= 3 && distanceBetween(next.point, start) <= press.reach) {
      finish()
      return
    }
    onRefused(null)
    setLine(lineTo(line, next, follow))
  }

  const onMove = (press: PlanPress): void => {
    const p = rounded(press.at)
    if (isDrawing(tool)) {
      setCue(snapped(press))
      return
    }
    setCue(null)
    if (tool === 'takeBlock' && first !== null) setBlock(blockAt(p))
    else {
      const grid = gridAt(topology, p)
      setHovered(grid === OUTSIDE ? null : grid)
    }
  }

  /** What there is to take: near a place, a point of the grids chosen, or with the tool for it a whole border. */
  const within = ({ at, reach }: PlanPress): PlanHandle | ArcId | null => {
    if (!mayDraw) return null
    if (tool === 'moveBorder') return borderAt(topology, rounded(at), reach)
    if (tool !== 'select') return null
    const order = (kind: PlanHandle['kind']) => (kind === 'middle' ? 1 : 0)
    const near = handles.shown
      .filter((handle) => distanceBetween(at, handle.at) <= reach)
      .sort((a, b) => order(a.kind) - order(b.kind) || distanceBetween(at, a.at) - distanceBetween(at, b.at))
    return near[0] ?? null
  }
  const onGrab = (press: PlanPress, byKeys = false): boolean => {
    const moves = within(press)
    if (moves === null) {
      if (byKeys) onRefused({ reason: 'noBorder' })
      return false
    }
    const from = typeof moves === 'number' ? rounded(press.at) : moves.at
    onRefused(null)
    setHeld({ from, to: from, moves, byKeys })
    return true
  }
  const onDrag = (press: PlanPress): void => {
    const held = heldNow.current
    if (held === null) return
    const free = rounded(press.at)
    if (typeof held.moves === 'number') {
      setHeld({ ...held, to: free })
      return
    }
    const without = snap(topology, guides, press.at, press.reach, snapping)
    // borders are no place to stick to for a border, least of all where it was
    const isOwn = without.kind === 'border' || without.kind === 'point' || without.kind === 'node'
    const to = isOwn || without.kind === 'free' ? free : without.point
    setHeld({ ...held, to })
    setCue({ ...without, point: to, kind: isOwn ? 'free' : without.kind })
  }
  const onDrop = (): void => {
    const held = heldNow.current
    const refused = held === null || samePoint(held.to, held.from) ? null : perform(moveOf(topology, held))
    if (held !== null) onRefused(refused)
    if (held?.byKeys === true && refused === null && typeof held.moves !== 'number') setStanding(held.to)
    setHeld(null)
    setCue(null)
  }

  /** From point to point of the grid chosen, for who has no pointer. Where somebody stands now. */
  const walk = (steps: number): LatticePoint | null => {
    if (first === null || tool !== 'select' || heldNow.current !== null) return null
    const next = walkOn(topology, first, standing, steps)
    setStanding(next)
    return next
  }
  /** What is held, or else the point walked to, goes that far. */
  const nudge = (dx: number, dy: number): boolean => {
    const handle: PlanHandle | null = walked === null || !mayDraw ? null : { at: walked.at, kind: 'point', beside: null }
    const held = heldNow.current ?? (handle === null ? null : { from: handle.at, to: handle.at, moves: handle, byKeys: true })
    if (held === null) return false
    setHeld({ ...held, to: [held.to[0] + dx, held.to[1] + dy] })
    return true
  }
  /** A point more, or the one walked to less. */
  const alter = (kind: 'insert' | 'remove'): boolean => {
    if (walked === null || heldNow.current !== null || !mayDraw) return false
    const operation = kind === 'insert' ? insertionOf(topology, walked.at) : removalOf(topology, walked.at)
    const refused = operation === null ? ({ reason: 'nodeStays' } as const) : perform(operation)
    onRefused(refused)
    if (refused === null && operation?.kind === 'replacePath') setStanding(operation.after[kind === 'insert' ? 1 : 0] ?? null)
    return true
  }

  /** The line as a press under the pen would leave it. */
  const drawn = useMemo(() => (line === null || cue === null ? line : lineTo(line, cue, follow)), [line, cue, follow])
  /** What the drawing would come to now, with the point under the pen. */
  const trial = useMemo((): { readonly operation: Operation; readonly result: EditResult } | null => {
    const operation = ((): Operation | null => {
      if (held !== null) return samePoint(held.to, held.from) ? null : moveOf(topology, held)
      if (tool === 'takeBlock') return block === null || first === null ? null : { kind: 'transferArea', ring: block.ring, to: first }
      return drawn === null || !isDrawing(tool) ? null : operationOf(tool, topology, first, drawn.points, naming)
    })()
    return operation === null ? null : { operation, result: applyOperation(topology, operation) }
  }, [held, drawn, block, tool, topology, first, naming])
  const preview = useMemo(() => previewArcs(trial?.result), [trial])

  const hand = useMemo(
    () => ({ tool, takeUp, chosen: there, choose, tracing, setTracing, snapping, setSnapping }),
    [tool, takeUp, there, choose, tracing, snapping],
  )
  return {
    hand,
    ...hand,
    ...{ hovered, line, drawn, cue, held, block, handles, walked, trial, preview },
    ...{ cancel, finish, takeBack, onPress, onMove, onGrab, onDrag, onDrop, walk, nudge, alter },
    /** Ends a line; over a point of a border, takes the point out. */
    onDouble: ({ at, reach }: PlanPress): void => {
      if (isDrawing(tool)) finish()
      if (tool !== 'select') return
      const point = handles.shown.find((handle) => handle.kind === 'point' && distanceBetween(at, handle.at) <= reach)
      const removal = point === undefined || !mayDraw ? null : removalOf(topology, point.at)
      if (removal !== null) onRefused(perform(removal))
    },
  }
}

function moveOf(topology: Topology, { from, to, moves }: Held): Operation {
  if (typeof moves === 'number') return borderMoved(topology, moves, from, to)
  const { beside } = moves
  return beside === null
    ? { kind: 'movePoints', moves: [{ from, to }] }
    : { kind: 'replacePath', before: [...beside], after: [beside[0], to, beside[1]] }
}

const nothingDrawn: readonly Arc[] = []

function previewArcs(result: EditResult | undefined): readonly Arc[] {
  if (result?.ok !== true) return nothingDrawn
  return [...result.touched.arcs].flatMap((id) => result.topology.arcs.get(id) ?? [])
}
