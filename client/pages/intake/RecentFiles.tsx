import { useQuery } from '@tanstack/react-query'
import { importsQuery } from '../../api/imports.ts'
import { Failure } from '../../app/Failure.tsx'
import { useTexts } from '../../i18n/text.ts'
import { Waiting } from './ImportPage.tsx'

/** The files of this account, newest first; each leads back to where it was left. */
export function RecentFiles({ onOpen }: { onOpen: (id: number) => void }) {
  const { say, formats } = useTexts()
  const query = useQuery(importsQuery())
  if (query.data === undefined) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />
  const { imports } = query.data
  return (
    <section>
      <h2 className="intake-heading">{say('intake.recent')}</h2>
      {imports.length === 0 ? (
        <p className="intake-empty" data-testid="intake-none">
          {say('intake.recent.none')}
        </p>
      ) : (
        <ul className="intake-files">
          {imports.map(({ importId, fileName, state, createdAt, rowCount }) => (
            <li key={importId}>
              <button type="button" className="intake-file" onClick={() => onOpen(importId)} data-testid="intake-recent">
                <span className="intake-file-name">{fileName}</span>
                <span className="intake-muted">
                  {say('intake.recent.line', { time: formats.moment(createdAt), rows: formats.number(rowCount) })}
                </span>
                <span
                  className="intake-tag"
                  data-tone={state === 'refused' || state === 'failed' ? 'urgent' : state === 'committed' ? 'done' : 'plain'}
                >
                  {say(`intakeState.${state}`)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
