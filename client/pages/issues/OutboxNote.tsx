// Reports of this device that the service does not have yet: that they are safe, and what can be done with those it refused.
import { useSyncExternalStore } from 'react'
import { outboxNow, subscribeOutbox, throwAway, tryAgain } from '../../api/outbox.ts'
import { useIssueItems } from '../../app/use-issue-items.ts'
import { useTexts } from '../../i18n/text.ts'

export function OutboxNote() {
  const { say, formats } = useTexts()
  const { nameOf } = useIssueItems()
  const waiting = useSyncExternalStore(subscribeOutbox, outboxNow)
  const refused = waiting.filter(({ refused: code }) => code !== null)
  const onTheWay = waiting.length - refused.length
  if (waiting.length === 0) return null
  return (
    <section className="outbox" data-testid="outbox">
      {onTheWay > 0 ? (
        <p className="form-note" role="status">
          {say('outbox.waiting', { count: onTheWay })}
        </p>
      ) : null}
      {refused.map(({ key, keptAt, report, refused: code, issueId }) => (
        <div key={key} className="form-error" role="alert">
          <p>
            {say(issueId === null ? 'outbox.refused' : 'outbox.photosRefused', {
              item: nameOf(report.item),
              time: formats.moment(keptAt),
            })}
            {code === null ? '' : ` ${say(`error.${code}`)}`}
          </p>
          <button type="button" className="link" onClick={() => void tryAgain(key)}>
            {say('outbox.again')}
          </button>
          <button type="button" className="link" onClick={() => void throwAway(key)}>
            {say('outbox.throwAway')}
          </button>
        </div>
      ))}
    </section>
  )
}
