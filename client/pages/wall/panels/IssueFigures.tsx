import { useQuery } from '@tanstack/react-query'
import { drawnCount } from '#domain/privacy/small-count.ts'
import { wallFiguresQuery } from '../../../api/wall.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Figure, useChange, useShareChange } from './Figure.tsx'
import { Panel } from './Panel.tsx'

export function IssueFigures() {
  const { say, formats } = useTexts()
  const change = useChange()
  const shareChange = useShareChange()
  const answer = useQuery(wallFiguresQuery())
  const one = answer.data
  return (
    <Panel name="issueFigures" title={say('wall.panel.issueFigures')} answer={answer} dataTime={one?.dataTime ?? null}>
      {one ? (
        <div className="wall-figures">
          <Figure
            name="open"
            label={say('wall.figure.open')}
            value={formats.count(one.open)}
            note={one.urgent !== 0 ? say('wall.figure.urgentOf', { count: formats.count(one.urgent) }) : undefined}
            behind={{ list: 'issues', which: 'open' }}
          />
          <Figure
            name="overdue"
            label={say('wall.figure.overdue')}
            value={formats.count(one.overdue.numerator)}
            note={formats.percent(one.overdue)}
            tone={one.overdue.numerator !== 0 ? 'overdue' : 'done'}
            behind={{ list: 'issues', which: 'overdue' }}
          />
          <Figure
            name="today"
            label={say('wall.figure.today')}
            value={formats.count(one.today)}
            note={change(one.today, one.yesterday, say('wall.against.yesterday'))}
            trend={one.days.map(({ reported }) => drawnCount(reported))}
            behind={{ list: 'issues', which: 'today' }}
          />
          <Figure
            name="onTime"
            label={say('wall.figure.onTime')}
            value={formats.percent(one.onTime)}
            share={one.onTime}
            note={shareChange(one.onTime, one.onTimeBefore, say('wall.against.before30'))}
            behind={{ list: 'issues', which: 'late' }}
          />
        </div>
      ) : null}
    </Panel>
  )
}
