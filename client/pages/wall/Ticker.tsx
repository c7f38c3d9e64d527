// The line at the foot: the newest issues, each within one screen. What it says is class, item, grid and time; never a word of what people wrote.
import { useQuery } from '@tanstack/react-query'
import type { Box } from '#domain/wall/layout.ts'
import { wallFiguresQuery } from '../../api/wall.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { placed } from './placed.ts'
import { useAge } from './use-age.ts'

export function Ticker({ parts }: { parts: readonly Box[] }) {
  const { say, name, formats } = useTexts()
  const may = useMay()
  const answer = useQuery({ ...wallFiguresQuery(), enabled: may('wallFigures') })
  const stale = useAge(answer.dataUpdatedAt)
  const newest = answer.data?.newest ?? []
  return (
    <div className="wall-ticker" data-state={stale ? 'stale' : 'fresh'} data-testid="ticker" role="log" aria-label={say('wall.ticker')}>
      {parts.map((part, at) => {
        const issue = newest[at]
        return (
          <p key={part.x} style={placed(part)} className="wall-text" data-urgent={issue?.severity === 'urgent'}>
            {issue ? (
              <>
                <time dateTime={issue.reportedAt}>{formats.recent(issue.reportedAt)}</time>
                <b>{name({ name: issue.itemName, nameEn: issue.itemNameEn })}</b>
                <span className="wall-ticker-place">
                  {issue.placeName === '' ? say('wall.outside') : name({ name: issue.placeName, nameEn: issue.placeNameEn })}
                </span>
                {issue.severity === 'urgent' ? <em>{say('wall.urgent')}</em> : null}
              </>
            ) : at === 0 ? (
              <span>{say(may('wallFigures') ? 'wall.empty.ticker' : 'app.tagline')}</span>
            ) : null}
          </p>
        )
      })}
    </div>
  )
}
