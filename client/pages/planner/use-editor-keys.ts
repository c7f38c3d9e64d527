// The keys of the editor: every tool has one, drawing by the middle of the map needs no mouse.
import { useEffect, useRef } from 'react'
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import type { GridId } from '#domain/topology/topology.ts'
import type { PlanSession } from '../../editor/plan-session.ts'
import type { Tool } from '../../editor/tools.ts'
import type { PlanPress } from '../../map/use-plan-drawing.ts'
import type { Pen } from './use-pen.ts'

type Wishes = {
  readonly pen: Pen
  readonly session: PlanSession
  readonly undo: () => void
  readonly mayDraw: boolean
  readonly chosen: readonly GridId[]
  readonly perform: (...operations: readonly Operation[]) => Refused | null
  readonly onRefused: (refused: Refused | null) => void
  readonly compare: () => void
  readonly atCentre: () => PlanPress | null
}

export const toolKeys: Readonly<Record<Tool, string>> = {
  select: 'v',
  split: 's',
  reshape: 'r',
  transfer: 't',
  found: 'n',
  addGround: 'a',
  giveUp: 'g',
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
      if (act(event, key, latest.current)) event.preventDefault()
      else if (key === 'escape') pen.cancel()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** True when the key meant something. */
function act(event: KeyboardEvent, key: string, { pen, mayDraw, chosen, perform, onRefused, compare, atCentre }: Wishes): boolean {
  const onMap = event.target instanceof HTMLCanvasElement
  if (key === 'c') {
    compare()
    return true
  }
  const centre = onMap && (key === ' ' || key === 'enter') ? atCentre() : null
  if (key === ' ' && centre !== null) {
    pen.onPress({ ...centre, adding: event.shiftKey })
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
