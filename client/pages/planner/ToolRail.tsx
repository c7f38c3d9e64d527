// The tools, each with its key; undo and redo are always in sight.
import { memo } from 'react'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import type { PlanSession, PlanView } from '../../editor/plan-session.ts'
import { needsChosen, simplificationOf, tools } from '../../editor/tools.ts'
import { useTexts } from '../../i18n/text.ts'
import { operationWords } from './operation-words.ts'
import { toolKeys } from './use-editor-keys.ts'
import type { Hand } from './use-pen.ts'

type Props = {
  readonly pen: Hand
  readonly session: PlanSession
  readonly undo: () => void
  readonly view: PlanView
  readonly mayDraw: boolean
  readonly openFile: () => void
  readonly openKeys: () => void
  readonly comparing: boolean
  readonly setComparing: (on: boolean) => void
  readonly perform: (...operations: readonly Operation[]) => Refused | null
  readonly onRefused: (refused: Refused | null) => void
}

/** About a metre, in lattice units: what no one sees on the ground. */
const simplifyWithin = 100

export const ToolRail = memo(function ToolRail({
  pen,
  session,
  undo,
  view,
  mayDraw,
  openFile,
  openKeys,
  comparing,
  setComparing,
  perform,
  onRefused,
}: Props) {
  const texts = useTexts()
  const { say } = texts
  const { chosen } = pen
  const merge = (): void => {
    const [into = '', ...grids] = chosen
    onRefused(perform({ kind: 'mergeGrids', into, grids }))
  }
  /** The borders of the grid chosen, or those that the grids chosen share. */
  const simplify = (): void => {
    const [first = '', ...rest] = chosen
    const arcs = [...(view.topology.grids.get(first)?.arcs ?? [])].flatMap((id) => view.topology.arcs.get(id) ?? [])
    const wanted = rest.length === 0 ? arcs : arcs.filter(({ left, right }) => rest.includes(left === first ? right : left))
    // a border that would cross another one when straightened stays as it is
    let topology = view.topology
    const operations = wanted.flatMap(({ points }) => {
      const operation = simplificationOf(points, simplifyWithin)
      if (operation === null) return []
      const result = applyOperation(topology, operation)
      if (!result.ok) return []
      topology = result.topology
      return [operation]
    })
    onRefused(operations.length === 0 ? { ok: false, reason: 'nothingChanges' } : perform(...operations))
  }
  return (
    <div className="rail" role="toolbar" aria-label={say('planner.tools')} aria-orientation="vertical">
      {tools.map((tool) => {
        const lacks = needsChosen(tool) && chosen.length === 0
        return (
          <button
            key={tool}
            type="button"
            className="rail-button"
            aria-pressed={pen.tool === tool}
            disabled={tool !== 'select' && !mayDraw}
            title={lacks ? say('planner.tool.needsChosen') : say(`planner.tool.${tool}.note`)}
            data-testid={`tool-${tool}`}
            onClick={() => pen.takeUp(tool)}
          >
            <span>{say(`planner.tool.${tool}`)}</span>
            <kbd>{toolKeys[tool].toUpperCase()}</kbd>
          </button>
        )
      })}
      <button
        type="button"
        className="rail-button"
        disabled={!mayDraw || chosen.length < 2}
        title={say('planner.merge.note')}
        data-testid="tool-merge"
        onClick={merge}
      >
        <span>{say('planner.merge')}</span>
        <kbd>M</kbd>
      </button>
      <button
        type="button"
        className="rail-button"
        disabled={!mayDraw || chosen.length === 0}
        title={say('planner.simplify.note')}
        data-testid="tool-simplify"
        onClick={simplify}
      >
        <span>{say('planner.simplify')}</span>
      </button>
      <hr />
      <button
        type="button"
        className="rail-button"
        aria-pressed={pen.tracing}
        disabled={!mayDraw}
        title={say('planner.trace.note')}
        data-testid="tool-trace"
        onClick={() => pen.setTracing(!pen.tracing)}
      >
        <span>{say('planner.trace')}</span>
        <kbd>F</kbd>
      </button>
      <button
        type="button"
        className="rail-button"
        aria-pressed={pen.snapping}
        disabled={!mayDraw}
        title={say('planner.snap.note')}
        onClick={() => pen.setSnapping(!pen.snapping)}
      >
        <span>{say('planner.snap')}</span>
      </button>
      <button
        type="button"
        className="rail-button"
        aria-pressed={comparing}
        title={say('planner.compare.note')}
        data-testid="tool-compare"
        onClick={() => setComparing(!comparing)}
      >
        <span>{say('planner.compare')}</span>
        <kbd>C</kbd>
      </button>
      <button type="button" className="rail-button" title={say('bordersFile.open.note')} data-testid="tool-file" onClick={openFile}>
        <span>{say('bordersFile.open')}</span>
      </button>
      <button type="button" className="rail-button" data-testid="tool-keys" onClick={openKeys}>
        <span>{say('keys.title')}</span>
        <kbd>?</kbd>
      </button>
      <hr />
      <button
        type="button"
        className="rail-button"
        disabled={!mayDraw || view.canUndo === null}
        title={
          view.canUndo === null
            ? say('planner.undo')
            : say('planner.undo.what', { what: operationWords(view.canUndo.operation, view, texts) })
        }
        data-testid="undo"
        onClick={undo}
      >
        <span>{say('planner.undo')}</span>
      </button>
      <button
        type="button"
        className="rail-button"
        disabled={!mayDraw || view.canRedo === null}
        title={
          view.canRedo === null
            ? say('planner.redo')
            : say('planner.redo.what', { what: operationWords(view.canRedo.operation, view, texts) })
        }
        data-testid="redo"
        onClick={() => session.redo()}
      >
        <span>{say('planner.redo')}</span>
      </button>
    </div>
  )
})
