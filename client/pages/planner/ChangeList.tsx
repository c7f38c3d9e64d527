// What the plan changes against the borders in force, grid by grid; each line leads to its place.
import type { GridChange, GroundPassed } from '../../editor/changes.ts'
import { type Texts, useTexts } from '../../i18n/text.ts'
import type { PanelProps } from './EditorPanel.tsx'
import { gridName } from './operation-words.ts'

/** A whole sub-district drawn anew is read on the registration form. */
const mostShown = 200

export function ChangeList({ changes, live, pen, showGrid, showBox }: PanelProps & { changes: readonly GridChange[] }) {
  const texts = useTexts()
  const { say, formats } = texts
  const { view } = live
  if (changes.length === 0) return <p className="planner-empty">{say('planner.changes.none')}</p>
  const named = (grid: string) => (grid === '' ? say('planner.outside') : gridName(grid, view, texts))
  const words = ({ kind, nameBefore, parent, newCode }: GridChange): string => {
    const told = [
      ...(nameBefore === null ? [] : [say('planner.changes.renamed', { name: texts.name(nameBefore) })]),
      ...(parent === null ? [] : [say('planner.changes.parent', { from: named(parent.from), to: named(parent.to) })]),
      ...(newCode ? [say('planner.changes.newCode')] : []),
    ]
    // that a grid goes on says something only where nothing else does
    return kind === 'goesOn' && told.length > 0 ? told.join(' · ') : [say(`planner.changes.${kind}`), ...told].join(' · ')
  }
  const ground = (change: GridChange, side: 'gained' | 'lost') =>
    change[side].map((passed) => (
      <li key={`${side} ${passed.other}`}>
        <button type="button" className="panel-link" data-testid={`change-${side}`} onClick={() => showBox(passed.box)}>
          <span>{say(`planner.changes.${side}`, { area: areaWords(passed, texts), grid: named(passed.other) })}</span>
        </button>
      </li>
    ))
  return (
    <div className="panel-part">
      <p className="planner-note" role="status" data-testid="changes-count">
        {say('planner.changes.count', { count: formats.number(changes.length) })}
      </p>
      <ol className="panel-problems" data-testid="changes">
        {changes.slice(0, mostShown).map((change) => (
          <li key={change.grid} className="panel-change">
            <button
              type="button"
              className="panel-link"
              data-testid={`change-${change.kind}`}
              onClick={() => {
                if (change.kind !== 'dissolved') return showGrid(change.grid)
                pen.choose([])
                if (change.box !== null) showBox(change.box)
              }}
            >
              <strong>{named(change.grid)}</strong>
              <span>{words(change)}</span>
            </button>
            {change.gained.length + change.lost.length === 0 ? null : (
              <ul>
                {ground(change, 'gained')}
                {ground(change, 'lost')}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {changes.length > mostShown ? (
        <p className="planner-note">{say('planner.changes.more', { count: formats.number(changes.length - mostShown) })}</p>
      ) : null}
    </div>
  )
}

function areaWords({ squareMetres }: GroundPassed, { say, formats }: Texts): string {
  return squareMetres < 10_000
    ? say('planner.squareMetres', { area: formats.number(Math.round(squareMetres)) })
    : say('planner.hectares', { area: formats.decimal(squareMetres / 10_000) })
}
