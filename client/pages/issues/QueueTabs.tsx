// The queues side by side, each with how much is in it and how much of that is late.
import type { IssueQueue } from '#domain/issues/queues.ts'
import { useTexts } from '../../i18n/text.ts'
import { type IssueTab, issueTabs } from './issue-address.ts'

type Queue = { readonly queue: IssueQueue; readonly all: number; readonly mine: number; readonly amber: number; readonly red: number }

export function QueueTabs(props: { tab: IssueTab; queues: readonly Queue[] | null; takesPart: boolean; onTab: (tab: IssueTab) => void }) {
  const { say, formats } = useTexts()
  const { tab, queues, takesPart, onTab } = props
  const countOf = (one: IssueTab): number | null => {
    if (queues === null || one === 'ended' || one === 'all') return null
    if (one === 'mine') return queues.reduce((sum, { mine }) => sum + mine, 0)
    return queues.find(({ queue }) => queue === one)?.all ?? 0
  }
  return (
    <nav className="queue-tabs" aria-label={say('issues.queues')}>
      {issueTabs
        .filter((one) => takesPart || one !== 'mine')
        .map((one) => {
          const count = countOf(one)
          const late = queues?.find(({ queue }) => queue === one)?.red ?? 0
          return (
            <button
              key={one}
              type="button"
              className="queue-tab"
              aria-current={tab === one ? 'page' : undefined}
              data-testid={`queue-${one}`}
              onClick={() => onTab(one)}
            >
              {say(`issueQueue.${one}`)}
              {count === null ? null : <span className="queue-count">{formats.number(count)}</span>}
              {late > 0 ? <span className="queue-late">{say('issues.late', { count: formats.number(late) })}</span> : null}
            </button>
          )
        })}
    </nav>
  )
}
