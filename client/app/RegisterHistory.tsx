// Who changed a record of a register, what and when; the newest first.
import './register-history.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { RegisterKind } from '#contract/words.ts'
import { recordHistoryQuery } from '../api/places.ts'
import type { Scope } from '../api/queries.ts'
import { useTexts } from '../i18n/text.ts'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { fieldWords, valueWords } from './record-words.ts'

type Props = { scope: Scope; kind: RegisterKind; id: number }

export function RegisterHistory({ scope, kind, id }: Props) {
  const texts = useTexts()
  const { say, formats } = texts
  const query = useInfiniteQuery(recordHistoryQuery(scope, kind, id))
  const events = query.data?.pages.flatMap((page) => page.events) ?? []
  const changeWords = (change: string): string => {
    const key = `record.change.${change}`
    return key in zhCN ? say(key as TextKey) : change
  }
  return (
    <section className="record-history" data-testid="record-history">
      <h3 className="section-label">{say('record.history')}</h3>
      {query.isPending ? (
        <Skeleton height={40} />
      ) : query.isError ? (
        <p role="alert">{say('record.history.failed')}</p>
      ) : events.length === 0 ? (
        <p className="record-history-none">{say('record.history.none')}</p>
      ) : (
        <ol>
          {events.map(({ eventId, change, before, after, reason, at, by }) => (
            <li key={eventId}>
              <p className="record-history-who">
                <strong>{changeWords(change)}</strong> {say('record.by', { by, at: formats.stamp(at) })}
              </p>
              {change === 'created' ? null : (
                <ul>
                  {Object.keys(after).map((field) => (
                    <li key={field}>
                      {field === 'geometry'
                        ? say('record.moved')
                        : say('record.was', {
                            field: fieldWords(field, texts),
                            before: valueWords(field, before[field], texts),
                            after: valueWords(field, after[field], texts),
                          })}
                    </li>
                  ))}
                </ul>
              )}
              {reason === '' ? null : <p className="record-history-reason">{reason}</p>}
            </li>
          ))}
        </ol>
      )}
      {query.hasNextPage ? (
        <button type="button" className="button-quiet" onClick={() => void query.fetchNextPage()}>
          {say('record.history.more')}
        </button>
      ) : null}
    </section>
  )
}
