// Everything that was done, in order; any point of one's own can be stepped to, back and forth.

import { useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import type { PanelProps } from './EditorPanel.tsx'
import { operationWords } from './operation-words.ts'

export function HistoryList({ live, mayDraw }: PanelProps) {
  const texts = useTexts()
  const { say, formats } = texts
  const { username } = useSession()
  const { view, session } = live
  const waiting = new Set(view.waiting.map(({ id }) => id))
  if (view.done.length === 0) return <p className="planner-empty">{say('planner.history.none')}</p>
  return (
    <ol className="panel-history" data-testid="history">
      <li>
        <button type="button" className="panel-link" disabled={!mayDraw} data-testid="history-start" onClick={() => session.stepTo(null)}>
          {say('planner.history.start')}
        </button>
      </li>
      {view.done.map(({ id, operation, author, at, undone }) => (
        <li key={id} className={undone ? 'history-undone' : undefined}>
          <button type="button" className="panel-link" disabled={!mayDraw || author !== username} onClick={() => session.stepTo(id)}>
            <span>{operationWords(operation, view, texts)}</span>
            <span>
              {author === username ? null : `${author} · `}
              {waiting.has(id) ? say('planner.history.waiting') : formats.moment(at)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
