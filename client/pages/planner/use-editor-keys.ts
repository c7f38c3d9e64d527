// The keys of the editor: every tool has one. Drawing by the middle of the map, and walking from point to point of a border, need no mouse.
import { useEffect, useRef } from 'react'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { GridId } from '#domain/topology/topology.ts'
import type { Keys } from '../../app/KeyList.tsx'
import type { PlanSession } from '../../editor/plan-session.ts'
import { type Tool, tools } from '../../editor/tools.ts'
import { type PlanPress, reachPixels } from '../../map/use-plan-drawing.ts'
import type { Told } from './Notice.tsx'
import type { Pen } from './use-pen.ts'

type Wishes = {
  readonly pen: Pen
  readonly session: PlanSession
  readonly undo: () => void
  readonly mayDraw: boolean
  readonly chosen: readonly GridId[]
  readonly perform: (...operations: readonly Operation[]) => Told | null
  readonly onRefused: (refused: Told | null) => void
  readonly compare: () => void
  readonly atCentre: () => PlanPress | null
  /** Brings a place into view. */
  readonly bring: (at: LatticePoint) => void
  readonly help: () => void
}

export const toolKeys: Readonly<Record<Tool, string>> = {
  select: 'v',
  moveBorder: 'b',
  split: 's',
  reshape: 'r',
  transfer: 't',
  takeBlock: 'k',
  found: 'n',
  addGround: 'a',
  giveUp: 'g',
}

/** What the keys do, for the list of them. */
export const plannerKeys: Keys = [
  ...tools.map((tool) => [toolKeys[tool].toUpperCase(), `planner.tool.${tool}`] as const),
  ['M', 'planner.merge'],
  ['F', 'planner.trace'],
  ['C', 'planner.compare'],
  ['← ↑ → ↓', 'planner.keys.arrows'],
  ['Space', 'planner.keys.space'],
  ['PgUp PgDn', 'planner.keys.walk'],
  ['Ins', 'planner.keys.insert'],
  ['Del', 'planner.keys.remove'],
  ['Enter', 'planner.keys.enter'],
  ['Backspace', 'planner.keys.back'],
  ['Esc', 'planner.keys.escape'],
  ['Ctrl+Z Ctrl+Y', 'planner.keys.undo'],
  ['?', 'planner.keys.help'],
]

/** How far an arrow moves a point, in pixels of the map; ten times as far with Shift. */
const nudgePixels = 1
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  arrowleft: [-1, 0],
  arrowright: [1, 0],
  arrowup: [0, 1],
  arrowdown: [0, -1],
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export function useEditorKeys(wishes: Wishes): void {
  const latest = useRef(wishes)
  latest.current = wishes
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { pen, session, undo, mayDraw } = latest.current
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return
      const command = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      if (command && (key === 'z' || key === 'y')) {
        event.preventDefault()
        if (!mayDraw) return
        if (key === 'y' || event.shiftKey) session.redo()
        else undo()
        return
      }
      if (command || event.altKey) return
      if (stepAlong(event, key, latest.current)) {
        // the map moves by the same keys
        event.stopPropagation()
        event.preventDefault()
      } else if (act(event, key, latest.current)) event.preventDefault()
      else if (key === 'escape') pen.cancel()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}

/** From point to point of the grid chosen, and what is done to the one that was come to. True when the key meant that. */
function stepAlong(event: KeyboardEvent, key: string, { pen, atCentre, bring }: Wishes): boolean {
  const onMap = event.target instanceof HTMLCanvasElement || event.target === document.body
  if (!onMap) return false
  if (key === 'pagedown' || key === 'pageup') {
    const at = pen.walk(key === 'pagedown' ? 1 : -1)
    if (at !== null) bring(at)
    return at !== null
  }
  if (key === 'insert' || key === 'delete') return pen.alter(key === 'insert' ? 'insert' : 'remove')
  if (key === 'enter' && pen.held !== null) {
    pen.onDrop()
    return true
  }
  const way = arrows[key]
  const reach = way === undefined ? undefined : atCentre()?.reach
  if (way === undefined || reach === undefined) return false
  const units = Math.max(1, Math.round((reach / reachPixels) * nudgePixels * (event.shiftKey ? 10 : 1)))
  return pen.nudge(way[0] * units, way[1] * units)
}

/** True when the key meant something. */
function act(event: KeyboardEvent, key: string, wishes: Wishes): boolean {
  const { pen, mayDraw, chosen, perform, onRefused, compare, atCentre, help } = wishes
  const onMap = event.target instanceof HTMLCanvasElement
  if (key === 'c') {
    compare()
    return true
  }
  if (key === '?') {
    help()
    return true
  }
  const centre = onMap && (key === ' ' || key === 'enter') ? atCentre() : null
  if (key === ' ' && centre !== null) {
    if (pen.tool === 'moveBorder') pen.onGrab(centre, true)
    else pen.onPress({ ...centre, adding: event.shiftKey })
    return true
  }
  if (!mayDraw) return false
  if (key === 'enter' && pen.line !== null) {
    pen.finish()
    return true
  }
  if (key === 'backspace' && pen.line !== null) {
    pen.takeBack()
    return true
  }
  if (key === 'f') {
    pen.setTracing(!pen.tracing)
    return true
  }
  if (key === 'm' && chosen.length > 1) {
    const [into = '', ...grids] = chosen
    onRefused(perform({ kind: 'mergeGrids', into, grids }))
    return true
  }
  const tool = (Object.keys(toolKeys) as Tool[]).find((one) => toolKeys[one] === key)
  if (tool === undefined) return false
  pen.takeUp(tool)
  return true
}
