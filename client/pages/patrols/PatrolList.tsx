// The rows: a run says when, how far it got and what was visited; a route says how well it is walked.
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import type { PatrolRun, RouteFeature } from '../../api/patrols.ts'
import { Failure } from '../../app/Failure.tsx'
import { useShiftWords } from '../../app/shift-words.ts'
import { useEndWatch } from '../../app/use-end-watch.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { clockOf, type Tab, type When } from './patrols-address.ts'

type Query<Page> = UseInfiniteQueryResult<InfiniteData<Page>, Error>
type Props = {
  tab: Tab
  when: When
  narrowed: boolean
  routes: Query<unknown>
  runs: Query<unknown>
  features: readonly RouteFeature[]
  runRows: readonly PatrolRun[]
  active: number | null
  pick: number | null
  pointed: number | null
  onOpen: (id: number) => void
  onPoint: (id: number | null) => void
}

export function PatrolList(props: Props) {
  const { say, formats } = useTexts()
  const { tab, when, narrowed, routes, runs, features, runRows } = props
  const query = tab === 'runs' ? runs : routes
  const count = tab === 'runs' ? runRows.length : features.length
  const foot = useEndWatch(query.hasNextPage ? () => void query.fetchNextPage() : null)
  if (query.error && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined)
    return (
      <div className="patrols-skeleton" role="status" aria-label={say('state.loading')}>
        {[0, 1, 2, 3, 4, 5].map((row) => (
          <Skeleton key={row} height={58} />
        ))}
      </div>
    )
  if (count === 0)
    return (
      <div className="message" data-testid="patrols-empty">
        <p className="message-title">
          {say(narrowed ? 'patrols.none.filtered' : tab === 'routes' ? 'patrols.none.routes' : `patrols.none.${when}`)}
        </p>
      </div>
    )
  return (
    <>
      <ol className="patrols-rows" data-testid="patrols-rows">
        {tab === 'runs'
          ? runRows.map((run) => (
              <Row key={run.patrolRunId} id={run.patrolRunId} {...props}>
                <RunRow run={run} withDay={when !== 'today'} />
              </Row>
            ))
          : features.map((feature) => (
              <Row key={feature.properties.patrolRouteId} id={feature.properties.patrolRouteId} {...props}>
                <RouteRow feature={feature} />
              </Row>
            ))}
      </ol>
      <div ref={foot} className="patrols-rows-end" role="status">
        {query.isFetchingNextPage
          ? say('state.loading')
          : query.hasNextPage
            ? ''
            : say(tab === 'runs' ? 'patrols.end.runs' : 'patrols.end.routes', { count: formats.number(count) })}
      </div>
    </>
  )
}

function Row({ id, active, pick, pointed, onOpen, onPoint, children }: Props & { id: number; children: ReactNode }) {
  const element = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (active === id) element.current?.scrollIntoView({ block: 'nearest' })
  }, [active, id])
  const marks = [active === id && 'patrols-row-active', pick === id && 'patrols-row-open', pointed === id && 'patrols-row-pointed']
  return (
    <li
      ref={element}
      className={['patrols-row', ...marks].filter(Boolean).join(' ')}
      data-testid="patrols-row"
      data-id={id}
      onMouseEnter={() => onPoint(id)}
      onMouseLeave={() => onPoint(null)}
    >
      <button type="button" className="patrols-row-button" aria-current={pick === id ? 'true' : undefined} onClick={() => onOpen(id)}>
        {children}
      </button>
    </li>
  )
}

function RunRow({ run, withDay }: { run: PatrolRun; withDay: boolean }) {
  const { say, name, formats } = useTexts()
  const { made, planned, passedMetres, lengthMetres, plannedStart, plannedEnd, state } = run
  const walked = state === 'running' || state === 'finished'
  return (
    <>
      <span className="patrols-row-line">
        <span className="patrols-row-name">{name(run)}</span>
        <span className={`patrols-state patrols-state-${state}`}>{say(`runState.${state}`)}</span>
      </span>
      <span className="patrols-row-line patrols-row-second">
        <span className="patrols-row-when">
          {withDay ? formats.moment(plannedStart) : clockOf(plannedStart)}–{clockOf(plannedEnd)}
        </span>
        {walked ? <span>{say('patrols.visits', { made: formats.number(made), planned: formats.number(planned) })}</span> : null}
        {passedMetres === null ? null : (
          <span>{say('patrols.covered', { share: formats.percent({ numerator: passedMetres, denominator: lengthMetres }) })}</span>
        )}
        <span className="patrols-row-team">{name({ name: run.teamName, nameEn: run.teamNameEn })}</span>
      </span>
    </>
  )
}

function RouteRow({ feature: { properties: route } }: { feature: RouteFeature }) {
  const { say, name, formats } = useTexts()
  const words = useShiftWords()
  return (
    <>
      <span className="patrols-row-line">
        <span className="patrols-row-name">{name(route)}</span>
        <span className={route.retiredOn === null ? 'patrols-share' : 'patrols-state patrols-state-calledOff'}>
          {route.retiredOn === null
            ? say('patrols.completion', { share: formats.percent(route.checkpointCompletion) })
            : say('patrols.closed')}
        </span>
      </span>
      <span className="patrols-row-line patrols-row-second">
        <span className="patrols-row-when">{route.shifts.map(words).join(say('patrols.shift.and'))}</span>
        <span>{say('patrols.kilometres', { km: formats.decimal(Math.round(route.lengthMetres / 10) / 100) })}</span>
        <span>{say('patrols.points', { count: route.checkpoints.length })}</span>
        <span className="patrols-row-team">{name({ name: route.teamName, nameEn: route.teamNameEn })}</span>
      </span>
    </>
  )
}
