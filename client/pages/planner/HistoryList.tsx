// Everything that was done, in order; any point of one's own can be stepped to, back and forth.

import { type Done, gestureOf, lostOnRebase } from '#domain/plans/journal.ts'
import { applyOperation } from '#domain/topology/operations.ts'
import { useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { ConflictLine } from './ConflictLine.tsx'
import type { PanelProps } from './EditorPanel.tsx'
import { operationWords } from './operation-words.ts'

type Gesture = Done & { readonly operations: number }

/** What was done with one press is one line, and stepped to as a whole. */
function gesturesOf(done: readonly Done[]): readonly Gesture[] {
  const gestures = new Map<string, Gesture>()
  for (const one of done) {
    const before = gestures.get(gestureOf(one.id))
    gestures.set(gestureOf(one.id), { ...one, operation: before?.operation ?? one.operation, operations: (before?.operations ?? 0) + 1 })
  }
  return [...gestures.values()]
}

/** What newer borders took away: each with why it would not hold now, and where. */
function Lost({ opened, live, showGrid, showPlace }: PanelProps) {
  const texts = useTexts()
  const { say, formats } = texts
  const { view } = live
  const { title, validFrom } = opened.plan.base
  const lost = lostOnRebase(view.done)
  if (lost.length === 0) return null
  return (
    <section className="panel-lost" data-testid="lost">
      <h3>{say('planner.lost.title')}</h3>
      <p className="planner-note">{say('planner.lost.note', { title, day: formats.day(validFrom) })}</p>
      <ul className="panel-problems">
        {lost.map(({ id, operation }) => {
          const result = applyOperation(view.topology, operation)
          return (
            <li key={id} className="problem-warns">
              {result.ok ? (
                <span>{say('planner.lost.holdsAgain', { what: operationWords(operation, view, texts) })}</span>
              ) : (
                <ConflictLine {...{ operation, live, showGrid, showPlace }} refused={result} />
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

export function HistoryList(props: PanelProps) {
  const { live, mayDraw, stepTo } = props
  const texts = useTexts()
  const { say, formats } = texts
  const { username } = useSession()
  const { view } = live
  const waiting = new Set(view.waiting.map(({ id }) => id))
  if (view.done.length === 0) return <p className="planner-empty">{say('planner.history.none')}</p>
  return (
    <>
      <Lost {...props} />
      <ol className="panel-history" data-testid="history">
        <li>
          <button type="button" className="panel-link" disabled={!mayDraw} data-testid="history-start" onClick={() => stepTo(null)}>
            {say('planner.history.start')}
          </button>
        </li>
        {gesturesOf(view.done).map(({ id, operation, operations, author, at, undone }) => (
          <li key={id} className={undone ? 'history-undone' : undefined}>
            <button type="button" className="panel-link" disabled={!mayDraw || author !== username} onClick={() => stepTo(id)}>
              <span>
                {operations === 1
                  ? operationWords(operation, view, texts)
                  : say('planner.did.several', { first: operationWords(operation, view, texts), count: formats.number(operations) })}
              </span>
              <span>
                {author === username ? null : `${author} · `}
                {waiting.has(id) ? say('planner.history.waiting') : formats.moment(at)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  )
}
