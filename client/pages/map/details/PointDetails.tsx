// Stations, patrol routes, issues and roads.
import { useQuery } from '@tanstack/react-query'
import { CallError } from '../../../api/errors.ts'
import { issueQuery, patrolRoutesQuery, searchQuery, stationsQuery } from '../../../api/queries.ts'
import { CaseView } from '../../../app/case/CaseView.tsx'
import { Failure } from '../../../app/Failure.tsx'
import { Facts, PanelHead } from '../../../app/panel/parts.tsx'
import { useShiftWords } from '../../../app/shift-words.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Breadcrumb, BreadcrumbIn } from './Breadcrumb.tsx'
import { useDetails } from './context.ts'
import { Answer } from './parts.tsx'
import { StationPlan } from './StationPlan.tsx'
import { StationStates } from './StationStates.tsx'

const gone = new CallError('not_found', 'not in the answer')

export function StationDetails({ id }: { id: number }) {
  const { say, name, formats } = useTexts()
  const { scope, go } = useDetails()
  const query = useQuery(stationsQuery(scope))
  return (
    <Answer query={query}>
      {({ features }) => {
        const station = features.find(({ properties }) => properties.serviceStationId === id)?.properties
        if (!station) return <Failure error={gone} back={() => go(null)} />
        const closed = station.status === 'closed'
        return (
          <>
            <Breadcrumb steps={[]} here={name(station)} />
            <PanelHead kind={say(`legend.stations.${station.kind}`)} title={name(station)} />
            <p className={`status ${closed ? 'status-closed' : 'status-present'}`}>
              {say(`station.status.${station.status}`)}
              {closed ? ` · ${say('station.since', { date: formats.day(station.statusSince) })}` : null}
            </p>
            <Facts
              facts={[
                ['station.hours', station.openingHours],
                ['station.area', station.areaM2 === null ? null : say('details.areaM2', { value: formats.number(station.areaM2) })],
                ...(closed ? ([['station.reason', station.statusReason]] as const) : []),
              ]}
            />
            <StationStates id={id} status={station.status} />
            {closed ? null : <StationPlan id={id} openingHours={station.openingHours} />}
          </>
        )
      }}
    </Answer>
  )
}

export function PatrolDetails({ id }: { id: number }) {
  const { say, name, formats } = useTexts()
  const words = useShiftWords()
  const { scope, go } = useDetails()
  const query = useQuery(patrolRoutesQuery(scope))
  return (
    <Answer query={query}>
      {({ features }) => {
        const route = features.find(({ properties }) => properties.patrolRouteId === id)?.properties
        if (!route) return <Failure error={gone} back={() => go(null)} />
        const { checkpointCompletion: rate } = route
        return (
          <>
            <Breadcrumb steps={[]} here={name(route)} />
            <PanelHead kind={say('patrol.title')} title={name(route)} />
            <section className="coverage">
              <h3 className="section-label">{say('patrol.completion')}</h3>
              <p className="coverage-figure">
                <strong>{formats.percent(rate)}</strong>
                <span>
                  {say('patrol.completion.value', {
                    numerator: formats.number(rate.numerator),
                    denominator: formats.number(rate.denominator),
                  })}
                </span>
              </p>
              <p className="coverage-note">{say('patrol.completion.period')}</p>
            </section>
            <Facts
              facts={[
                ['patrol.team', name({ name: route.teamName, nameEn: route.teamNameEn })],
                ['patrol.shift', route.shifts.map(words).join(say('patrols.shift.and'))],
                ['patrol.length', say('map.scale.kilometres', { value: formats.decimal(route.lengthMetres / 1000) })],
              ]}
            />
            <section className="rows">
              <h3 className="section-label">{say('patrol.checkpoints')}</h3>
              <ol className="checkpoints">
                {route.checkpoints.map((checkpoint) => (
                  <li key={checkpoint.checkpointId}>
                    <span className="checkpoint-number">{checkpoint.sequence}</span>
                    {name(checkpoint)}
                  </li>
                ))}
              </ol>
            </section>
          </>
        )
      }}
    </Answer>
  )
}

export function IssueDetails({ id }: { id: number }) {
  const { name } = useTexts()
  const { scope } = useDetails()
  const query = useQuery(issueQuery(scope, id))
  return (
    <Answer query={query}>
      {(issue) => {
        const here = name({ name: issue.itemName, nameEn: issue.itemNameEn })
        return <CaseView scope={scope} issue={issue} crumbs={<BreadcrumbIn gridCode={issue.properties.gridCode} here={here} />} />
      }}
    </Answer>
  )
}

export function RoadDetails({ roadName }: { roadName: string }) {
  const { say, name, language } = useTexts()
  const { scope } = useDetails()
  const { data } = useQuery(searchQuery(scope.subdistrict, roadName))
  const hit = data?.hits.find((one) => one.kind === 'road' && one.name === roadName)
  const title = (hit ? name(hit) : roadName) || say('road.unnamed')
  const where = hit ? (language === 'en' ? hit.detailEn || hit.detail : hit.detail) : null
  return (
    <>
      <Breadcrumb steps={[]} here={title} />
      <PanelHead kind={say('road.title')} title={title} />
      <Facts facts={[['road.where', where]]} />
    </>
  )
}
