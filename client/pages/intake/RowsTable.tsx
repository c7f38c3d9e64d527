// The rows, a page at a time; on a phone each row is a card.
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { Link } from 'react-router'
import type { ImportDetail, ImportRow } from '#contract/imports.ts'
import type { RowStatus } from '#domain/intake/intake-words.ts'
import { problemWords } from '#domain/intake/problem-words.ts'
import { dictionariesQuery } from '../../api/dictionaries.ts'
import { importRowsQuery, includeRowsMutation } from '../../api/imports.ts'
import { Failure } from '../../app/Failure.tsx'
import { useTexts } from '../../i18n/text.ts'
import { Waiting } from './ImportPage.tsx'
import { toneOf } from './intake-words.ts'

type Props = { job: ImportDetail; status: RowStatus | undefined; onPlace: () => void }

export function RowsTable({ job, status, onPlace }: Props) {
  const { say } = useTexts()
  const query = useInfiniteQuery(importRowsQuery(job.importId, status))
  const include = useMutation(includeRowsMutation(job.importId))
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  if (query.data === undefined) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />
  if (rows.length === 0) return <p className="intake-empty">{say('intake.rows.none')}</p>
  return (
    <>
      {include.error ? <Failure error={include.error} /> : null}
      <table className="intake-table intake-rows" data-testid="intake-rows">
        <thead>
          <tr>
            <th scope="col">{say('intake.row')}</th>
            <th scope="col">{say('intake.row.state')}</th>
            <th scope="col">{say('intake.field.ticketNumber')}</th>
            <th scope="col">{say('intake.field.reportedAt')}</th>
            <th scope="col">{say('intake.field.item')}</th>
            <th scope="col">{say('intake.field.description')}</th>
            <th scope="col">{say('intake.row.where')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <OneRow
              key={row.rowNumber}
              row={
                include.isPending && include.variables.rows.includes(row.rowNumber) ? { ...row, included: include.variables.included } : row
              }
              onPlace={onPlace}
              onInclude={(included) => include.mutate({ rows: [row.rowNumber], included })}
            />
          ))}
        </tbody>
      </table>
      {query.hasNextPage ? (
        <div className="intake-more">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} data-testid="intake-more">
            {say('intake.more')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

type RowProps = { row: ImportRow; onPlace: () => void; onInclude: (included: boolean) => void }

function OneRow({ row, onPlace, onInclude }: RowProps) {
  const { say, name, formats, language } = useTexts()
  const { data } = useQuery(dictionariesQuery())
  const item = data?.issueItems.find(({ key }) => key === row.item)
  return (
    <tr data-testid="intake-row" data-status={row.status} data-left-out={!row.included}>
      <td data-label={say('intake.row')}>
        {row.status === 'ready' ? (
          <Checkbox
            checked={row.included}
            aria-label={say('intake.row.include', { row: row.rowNumber })}
            onChange={(event) => onInclude(event.target.checked)}
          >
            {row.rowNumber}
          </Checkbox>
        ) : (
          row.rowNumber
        )}
      </td>
      <td data-label={say('intake.row.state')}>
        <span className="intake-tag" data-tone={toneOf[row.status]}>
          {say(`rowStatus.${row.status}`)}
        </span>
        {row.problems.map((problem) => (
          <span key={problem} className="intake-problem">
            {problemWords[language][problem]}
          </span>
        ))}
        {row.status === 'confirmPlace' ? (
          <button type="button" className="intake-link" onClick={onPlace}>
            {say('intake.places.open')}
          </button>
        ) : null}
      </td>
      <td data-label={say('intake.field.ticketNumber')}>
        {row.issueId === null ? (
          row.reference
        ) : (
          <Link className="intake-link" to={`/?pick=issue:${row.issueId}`} title={say('intake.row.issue')}>
            {row.reference}
          </Link>
        )}
      </td>
      <td data-label={say('intake.field.reportedAt')}>
        {row.reportedAt === null ? '—' : formats.moment(row.reportedAt)}
        <span className="intake-muted">
          {row.closedAt === null ? say('intake.row.open') : say('intake.row.closed', { time: formats.moment(row.closedAt) })}
        </span>
      </td>
      <td data-label={say('intake.field.item')}>
        {row.word === '' ? '—' : row.word}
        {item && name(item) !== row.word ? <span className="intake-muted">→ {name(item)}</span> : null}
      </td>
      <td data-label={say('intake.field.description')} className="intake-long">
        {row.description === '' ? '—' : row.description}
      </td>
      <td data-label={say('intake.row.where')} className="intake-long">
        {row.address === '' ? '' : row.address}
        <span className="intake-muted">
          {row.gridCode === null ? '' : row.gridCode} {row.placedBy === null ? '' : say(`placedBy.${row.placedBy}`)}
        </span>
      </td>
    </tr>
  )
}
