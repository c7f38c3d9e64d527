// Key figures of the other scenes, each as numerator and denominator.
import { useQueries, useQuery } from '@tanstack/react-query'
import type { SmallCount } from '#contract/fields.ts'
import type { CoverageKind } from '#domain/coverage/coverage-kinds.ts'
import { coverageHistoryQuery } from '../../../api/people.ts'
import { coverageQuery, stationsQuery, walkCoverageQuery } from '../../../api/queries.ts'
import { wallBordersQuery, wallPatrolsQuery, wallRenovationQuery, watchedByWall } from '../../../api/wall.ts'
import { basisWords } from '../../../app/borders-basis.ts'
import { calendarDateOf, daysBefore, ratioOf } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import { useWall } from '../context.ts'
import { Figure, useShareChange } from './Figure.tsx'
import { type Answer, Panel } from './Panel.tsx'

const shownKinds: readonly CoverageKind[] = ['buildingHead', 'unitHead', 'gridStaffing', 'partyOrganisation']

/** Several answers as one: as old as the oldest of them. */
const together = (answers: readonly Answer[]): Answer => ({
  isError: answers.some(({ isError }) => isError),
  dataUpdatedAt: Math.min(...answers.map(({ dataUpdatedAt }) => dataUpdatedAt)),
})

export function CoverageFigures() {
  const texts = useTexts()
  const { say, formats } = texts
  const { scope } = useWall()
  const shareChange = useShareChange()
  const history = useQuery(watchedByWall(coverageHistoryQuery(scope, { kind: 'buildingHead', months: 12 })))
  const points = history.data?.points ?? []
  const basis = basisWords(history.data?.borders, texts)
  const monthAgo = points.findLast(({ on }) => on <= daysBefore(calendarDateOf(Date.now()), 28))
  const answers = useQueries({ queries: shownKinds.map((kind) => watchedByWall(coverageQuery(scope, { kind, level: 2 }))) })
  return (
    <Panel
      name="coverageFigures"
      title={say('wall.panel.coverageFigures')}
      {...(basis !== null && { measure: basis })}
      answer={together(answers)}
      dataTime={answers[0]?.data?.total.asOf ?? null}
    >
      <div className="wall-figures">
        {shownKinds.map((kind, at) => {
          const total = answers[at]?.data?.total
          return total ? (
            <Figure
              key={kind}
              name={`coverage-${kind}`}
              label={say(`coverage.title.${kind}`)}
              value={formats.percent(total)}
              share={total}
              {...(total.numerator < total.denominator && { tone: 'needs' as const })}
              {...(kind === 'buildingHead' && {
                note: monthAgo && shareChange(total, monthAgo.rate, say('wall.against.month')),
                trend: points.map(({ rate }) => ratioOf(rate)),
              })}
              behind={kind === 'buildingHead' ? { list: 'buildings' } : { list: 'coverage', kind }}
            />
          ) : null
        })}
      </div>
    </Panel>
  )
}

export function WalkFigures() {
  const { say, formats } = useTexts()
  const { scope } = useWall()
  const usual = useQuery(watchedByWall(walkCoverageQuery(scope, { profile: 'default' })))
  const slow = useQuery(watchedByWall(walkCoverageQuery(scope, { profile: 'elderly' })))
  const stations = useQuery(watchedByWall(stationsQuery(scope)))
  const share = ({ covered, known }: { covered: SmallCount; known: SmallCount }) => ({ numerator: covered, denominator: known })
  const [reached, elderly] = [usual.data?.total.households, slow.data?.total.residents60Plus]
  const unknown = reached ? reached.notConnected + reached.offNetwork : 0
  const inService = stations.data?.features.filter(({ properties }) => properties.status === 'inService').length ?? 0
  return (
    <Panel
      name="walkFigures"
      title={say('wall.panel.walkFigures')}
      answer={together([usual, slow, stations])}
      dataTime={usual.data?.dataTime ?? null}
    >
      {reached && elderly && stations.data ? (
        <div className="wall-figures">
          <Figure
            name="reached"
            label={say('wall.figure.reached')}
            value={formats.percent(share(reached))}
            share={share(reached)}
            behind={{ list: 'walk', profile: 'default' }}
          />
          <Figure
            name="elderlyReached"
            label={say('wall.figure.elderlyReached')}
            value={formats.percent(share(elderly))}
            share={share(elderly)}
            behind={{ list: 'walk', profile: 'elderly' }}
          />
          <Figure
            name="beyond"
            label={say('wall.figure.beyond')}
            value={formats.number(reached.known - reached.covered)}
            note={unknown > 0 ? say('wall.figure.notKnown', { count: formats.number(unknown) }) : undefined}
            {...(reached.known > reached.covered && { tone: 'needs' as const })}
            behind={{ list: 'blindSpots' }}
          />
          <Figure
            name="stations"
            label={say('wall.figure.stations')}
            value={formats.number(inService)}
            share={{ numerator: inService, denominator: stations.data.features.length }}
            behind={{ list: 'stations' }}
          />
        </div>
      ) : null}
    </Panel>
  )
}

const dayMs = 86_400_000
/** Whole days since. */
const gapDays = (at: string, now: string): number => Math.floor((Date.parse(now) - Date.parse(at)) / dayMs)

export function PatrolFigures() {
  const { say, name, formats } = useTexts()
  const answer = useQuery(wallPatrolsQuery())
  const one = answer.data
  // the route that was not walked for the longest time
  const [gap] = [...(one?.routes ?? [])].sort((a, b) => (a.lastWalkedAt ?? '').localeCompare(b.lastWalkedAt ?? ''))
  return (
    <Panel name="patrolFigures" title={say('wall.panel.patrolFigures')} answer={answer} dataTime={one?.dataTime ?? one?.asOf ?? null}>
      {one ? (
        <div className="wall-figures">
          <Figure
            name="finished"
            label={say('wall.figure.runsFinished')}
            value={formats.number(one.runs.finished)}
            share={{ numerator: one.runs.finished, denominator: one.runs.planned }}
            behind={{ list: 'patrols', state: 'all' }}
          />
          <Figure
            name="running"
            label={say('wall.figure.runsRunning')}
            value={formats.number(one.runs.running)}
            behind={{ list: 'patrols', state: 'running' }}
          />
          <Figure
            name="missed"
            label={say('wall.figure.runsMissed')}
            value={formats.number(one.runs.missed)}
            {...(one.runs.missed > 0 && { tone: 'overdue' as const })}
            note={one.runs.calledOff > 0 ? say('wall.figure.calledOff', { count: one.runs.calledOff }) : undefined}
            behind={{ list: 'patrols', state: 'missed' }}
          />
          {gap ? (
            <Figure
              name="gap"
              label={say('wall.figure.gap')}
              value={
                gap.lastWalkedAt === null
                  ? say('wall.figure.gapNever')
                  : say('wall.figure.gapDays', { days: formats.number(gapDays(gap.lastWalkedAt, one.asOf)) })
              }
              note={name(gap)}
              behind={{ list: 'patrols', state: 'all' }}
            />
          ) : null}
          <Figure
            name="visits"
            label={say('wall.figure.visits')}
            value={formats.percent(one.visits)}
            share={one.visits}
            behind={{ list: 'patrols', state: 'all' }}
          />
        </div>
      ) : null}
    </Panel>
  )
}

export function RenovationFigures() {
  const { say, formats } = useTexts()
  const answer = useQuery(wallRenovationQuery())
  const one = answer.data
  const count = (...stages: readonly string[]) =>
    one?.stages.reduce((sum, { stage, projects }) => (stages.includes(stage) ? sum + projects : sum), 0) ?? 0
  const all = one?.stages.reduce((sum, { projects }) => sum + projects, 0) ?? 0
  return (
    <Panel
      name="renovationFigures"
      title={say('wall.panel.renovationFigures')}
      answer={answer}
      dataTime={one?.dataTime ?? one?.asOf ?? null}
    >
      {one ? (
        <div className="wall-figures">
          <Figure
            name="projects"
            label={say('wall.figure.projects')}
            value={formats.number(all)}
            behind={{ list: 'renovations', stage: null }}
          />
          <Figure
            name="building"
            label={say('stage.underConstruction')}
            value={formats.number(count('underConstruction'))}
            behind={{ list: 'renovations', stage: 'underConstruction' }}
          />
          <Figure
            name="accepted"
            label={say('wall.figure.accepted')}
            value={formats.number(count('accepted', 'afterCare'))}
            share={{ numerator: count('accepted', 'afterCare'), denominator: all }}
            behind={{ list: 'renovations', stage: 'accepted' }}
          />
          <Figure
            name="consented"
            label={say('wall.figure.consented')}
            value={formats.percent(one.consented)}
            share={one.consented}
            behind={{ list: 'renovations', stage: 'consent' }}
          />
        </div>
      ) : null}
    </Panel>
  )
}

export function BorderFigures() {
  const { say, formats } = useTexts()
  const answer = useQuery(wallBordersQuery())
  const one = answer.data
  return (
    <Panel
      name="borderFigures"
      title={say('wall.panel.borderFigures')}
      {...(one?.inForce && { measure: say('wall.borders.since', { day: formats.day(one.inForce.validFrom) }) })}
      answer={answer}
      dataTime={one?.asOf ?? null}
    >
      {one?.inForce ? (
        <div className="wall-figures">
          {one.inForce.levels.map(({ level, grids }) => (
            <Figure
              key={level}
              name={`grids-${level}`}
              label={say('wall.figure.grids', { level })}
              value={formats.number(grids)}
              behind={{ list: 'grids', level: level === 1 || level === 2 ? level : 3 }}
            />
          ))}
          <Figure
            name="changes"
            label={say('wall.figure.changes')}
            value={one.next ? formats.number(one.next.changes.length) : '0'}
            note={one.next ? say('wall.borders.from', { day: formats.day(one.next.validFrom) }) : say('wall.borders.none')}
            behind={one.next ? { list: 'borders' } : null}
          />
        </div>
      ) : null}
    </Panel>
  )
}
