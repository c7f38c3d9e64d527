// The list: one line says what and where, one how it stands. The next page comes when the end is near.
import { useEffect, useRef } from 'react'
import type { ListedIssue } from '../../api/issues.ts'
import { Lamp } from '../../app/case/Lamp.tsx'
import { useEndWatch } from '../../app/use-end-watch.ts'
import { useTexts } from '../../i18n/text.ts'

type Props = {
  issues: readonly ListedIssue[]
  now: number
  /** Where the keys are. */
  active: number | null
  /** The case that is open. */
  pick: number | null
  /** What the pointer is on, here or on the map. */
  pointed: number | null
  selected: ReadonlySet<number>
  selectable: boolean
  more: (() => void) | null
  loadingMore: boolean
  onOpen: (id: number) => void
  onToggle: (id: number) => void
  onPoint: (id: number | null) => void
}

export function IssueRows(props: Props) {
  const { say } = useTexts()
  const { issues, more, loadingMore } = props
  const end = useEndWatch(more)
  return (
    <>
      <ol className="issue-rows" data-testid="issue-rows">
        {issues.map((issue) => (
          <Row key={issue.id} issue={issue} {...props} />
        ))}
      </ol>
      <div ref={end} className="issue-rows-end" role="status">
        {loadingMore ? say('state.loading') : more === null ? say('issues.end', { count: issues.length }) : ''}
      </div>
    </>
  )
}

function Row({ issue, now, active, pick, pointed, selected, selectable, onOpen, onToggle, onPoint }: Props & { issue: ListedIssue }) {
  const { say, name, formats } = useTexts()
  const { properties, lamp, photos } = issue
  const id = properties.issueId
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (active === id) row.current?.scrollIntoView({ block: 'nearest' })
  }, [active, id])
  const marks = [active === id && 'issue-row-active', pick === id && 'issue-row-open', pointed === id && 'issue-row-pointed']
  const title = name({ name: issue.itemName, nameEn: issue.itemNameEn })
  return (
    <li
      ref={row}
      className={['issue-row', ...marks].filter(Boolean).join(' ')}
      data-testid="issue-row"
      data-id={id}
      onMouseEnter={() => onPoint(id)}
      onMouseLeave={() => onPoint(null)}
    >
      {selectable ? (
        <label className="issue-check">
          <input
            type="checkbox"
            checked={selected.has(id)}
            aria-label={say('issues.select', { id })}
            onChange={() => onToggle(id)}
            data-testid="issue-check"
          />
        </label>
      ) : null}
      <button type="button" className="issue-open" aria-current={pick === id ? 'true' : undefined} onClick={() => onOpen(id)}>
        <span className="issue-line">
          <span className="issue-name">{title}</span>
          {properties.severity === 'urgent' ? <span className="tag-urgent">{say('issue.urgent')}</span> : null}
          <span className="issue-status">{say(`issueStatus.${properties.status}`)}</span>
          <Lamp lamp={lamp} dueAt={properties.dueAt} closedAt={properties.closedAt} now={now} />
        </span>
        <span className="issue-line issue-second">
          <span className="issue-text">{[properties.address, properties.description].filter((text) => text !== '').join(' · ')}</span>
          {photos > 0 ? <span className="issue-photos">{say('issues.photos', { count: photos })}</span> : null}
          <time dateTime={properties.reportedAt}>{formats.moment(properties.reportedAt)}</time>
        </span>
      </button>
    </li>
  )
}
