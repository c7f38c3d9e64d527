// The issues behind a number of the heat map: those of a cell or a grid, in the period and of the classes that it counts.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { boxOfCells, cellMetres } from '#domain/density/density-cell.ts'
import { countedStatuses } from '#domain/issues/counted.ts'
import { countedIssuesQuery, gridQuery } from '../../../api/queries.ts'
import { PanelHead } from '../../../app/panel/parts.tsx'
import { useTexts } from '../../../i18n/text.ts'
import { type CountedPlace, placeText } from '../../../map/selection.ts'
import { useDetails } from './context.ts'
import { Answer } from './parts.tsx'

const shownAtOnce = 100

export function CountedDetails({ by }: { by: CountedPlace }) {
  const { say, name, formats } = useTexts()
  const { scope, counted, go } = useDetails()
  const grid = useQuery({ ...gridQuery(scope, by.kind === 'grid' ? by.code : ''), enabled: by.kind === 'grid' })
  const bbox = by.kind === 'cell' ? boxOfCells({ cellZoom: by.cellZoom, x0: by.x, y0: by.y, across: 1, down: 1 }) : null
  const place: Readonly<Record<string, string>> = bbox === null ? { grid: placeText(by) } : { bbox: bbox.join(',') }
  const filter = { ...counted, ...place, status: countedStatuses.join(',') }
  const query = useInfiniteQuery(countedIssuesQuery(scope, filter))
  const [shown, setShown] = useState(shownAtOnce)
  const metres = by.kind === 'cell' && bbox ? formats.number(cellMetres(by.cellZoom, bbox[1])) : ''
  const title = by.kind === 'cell' ? say('counted.cell', { metres }) : grid.data ? name(grid.data.properties) : say('counted.grid')
  const address = new URLSearchParams({ ...place, ...counted }).toString()
  return (
    <Answer query={query}>
      {({ pages }) => {
        const issues = pages.flatMap(({ features }) => features)
        const found = formats.number(issues.length)
        return (
          <div data-testid="counted" data-place={placeText(by)}>
            <PanelHead
              kind={say('counted.title')}
              title={title}
              note={say('counted.period', { from: formats.day(counted.from), to: formats.day(counted.to) })}
            />
            <section className="rows">
              <div className="rows-head">
                <h3 className="section-label">
                  {say('counted.issues')}{' '}
                  <span className="rows-count" data-testid="counted-number">
                    {query.hasNextPage ? say('counted.atLeast', { count: found }) : found}
                  </span>
                </h3>
                {issues.length > 1 && <span className="rows-order">{say('counted.order')}</span>}
              </div>
              {issues.length === 0 ? <p className="rows-empty">{say('legend.heat.empty')}</p> : null}
              <ul>
                {issues.slice(0, shown).map(({ properties: { issueId, class: kind, status, address: where, reportedAt } }) => (
                  <li key={issueId}>
                    <button type="button" className="counted-row" onClick={() => go({ kind: 'issue', id: issueId })}>
                      <span className="counted-item">{say(`issueClass.${kind}`)}</span>
                      <span className="counted-status">{say(`issueStatus.${status}`)}</span>
                      <span className="counted-note">{[formats.moment(reportedAt), where].filter((part) => part !== '').join(' · ')}</span>
                    </button>
                  </li>
                ))}
              </ul>
              {shown < issues.length || query.hasNextPage ? (
                <button
                  type="button"
                  className="button-quiet rows-more"
                  disabled={query.isFetchingNextPage}
                  onClick={() => {
                    if (shown + shownAtOnce > issues.length && query.hasNextPage) void query.fetchNextPage()
                    setShown(shown + shownAtOnce)
                  }}
                >
                  {say('counted.more')}
                </button>
              ) : null}
              <p className="counted-link">
                <Link to={`/issues?${address}`}>{say('counted.open')}</Link>
              </p>
            </section>
          </div>
        )
      }}
    </Answer>
  )
}
