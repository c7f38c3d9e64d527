// What is wrong with the plan as it is drawn, the worst first; each leads to its place.
import { useState } from 'react'
import { type PlanProblem, stoppingProblems } from '#domain/plans/checks.ts'
import { useTexts } from '../../i18n/text.ts'
import { ConflictLine } from './ConflictLine.tsx'
import type { PanelProps } from './EditorPanel.tsx'
import { gridName } from './operation-words.ts'
import { RulesDialog } from './RulesDialog.tsx'

export function ProblemList(props: PanelProps) {
  const { say } = useTexts()
  const [changing, setChanging] = useState(false)
  return (
    <div className="panel-part">
      <Problems {...props} />
      <button type="button" className="button-quiet" data-testid="plan-rules" onClick={() => setChanging(true)}>
        {say('planner.rules')}
      </button>
      {changing ? <RulesDialog rules={props.opened.rules} onClose={() => setChanging(false)} /> : null}
    </div>
  )
}

function Problems({ live, figures, pen, showPlace, showGrid }: PanelProps) {
  const texts = useTexts()
  const { say, formats } = texts
  const { view } = live
  if (figures === null) return <p className="planner-empty">{say('planner.problems.waiting')}</p>
  const conflicts = view.done.filter(({ id, undone }) => !undone && view.conflicts.has(id))
  if (figures.problems.length === 0 && conflicts.length === 0)
    return <p className="planner-empty">{say(view.changed.size === 0 ? 'planner.problems.untouched' : 'planner.problems.none')}</p>
  const above = (community: string) => view.topology.parents.get(community)?.parent ?? ''
  const words = ({ kind, grid, from = '', value = 0 }: PlanProblem): string => {
    if (kind === 'otherCommunity') {
      const to = view.topology.grids.get(grid)?.parent ?? ''
      const [left, got] = above(from) === above(to) ? [from, to] : [above(from), above(to)]
      const across = left === from ? '' : say('problem.otherAbove', { from: gridName(left, view, texts), to: gridName(got, view, texts) })
      return `${say('problem.otherCommunity', { area: formats.number(value), from: gridName(from, view, texts), to: gridName(to, view, texts) })}${across}`
    }
    if (kind === 'unbalanced')
      return say('problem.unbalanced', { share: formats.percent({ numerator: Math.round(value * 100), denominator: 100 }) })
    if (kind === 'notCompact')
      return say('problem.notCompact', { value: formats.percent({ numerator: Math.round(value * 100), denominator: 100 }) })
    return say(`problem.${kind}`, { value: formats.number(value) })
  }
  return (
    <ul className="panel-problems" data-testid="problems">
      {conflicts.map(({ id, operation }) => (
        <li key={id} className="problem-stops">
          <ConflictLine {...{ operation, live, showGrid, showPlace }} refused={view.conflicts.get(id)} />
        </li>
      ))}
      {figures.problems.map((problem) => (
        <li
          key={`${problem.kind} ${problem.grid} ${problem.at.join()}`}
          className={stoppingProblems.has(problem.kind) ? 'problem-stops' : 'problem-warns'}
        >
          <button
            type="button"
            className="panel-link"
            data-testid={`problem-${problem.kind}`}
            onClick={() => {
              // one of a level above is looked at as a whole
              if (view.topology.parents.has(problem.grid)) return showGrid(problem.grid)
              if (problem.grid !== '') pen.choose([problem.grid])
              showPlace(problem.at)
            }}
          >
            <strong>{problem.grid === '' ? say('planner.outside') : gridName(problem.grid, view, texts)}</strong>
            <span>{words(problem)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
