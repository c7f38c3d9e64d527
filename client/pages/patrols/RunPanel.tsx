// One run: how far it got, its checkpoints with their times, the longest gap on its route, its track; and what may be done with it.
import { type UseQueryResult, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { stepsFrom, visitState } from '#domain/patrol/run-state.ts'
import { checkInMutation, type RunDetails } from '../../api/patrols.ts'
import type { Scope } from '../../api/queries.ts'
import { Failure } from '../../app/Failure.tsx'
import { type Fact, Facts, PanelHead, PanelSkeleton } from '../../app/panel/parts.tsx'
import { RegisterHistory } from '../../app/RegisterHistory.tsx'
import { useTexts } from '../../i18n/text.ts'
import { Icon } from '../../ui/Icon.tsx'
import { CoverageStrip } from './CoverageStrip.tsx'
import { PatrolFailure } from './PatrolFailure.tsx'
import { clockOf } from './patrols-address.ts'
import { StepDialog } from './StepDialog.tsx'
import { TellDialog } from './TellDialog.tsx'
import { TrackDialog } from './TrackDialog.tsx'

type Props = { query: UseQueryResult<RunDetails, Error>; scope: Scope; onClose: () => void; onRoute: (id: number) => void }
type Asking = { readonly step: 'start' | 'finish' | 'callOff' } | { readonly visit: RunDetails['visits'][number] } | 'track' | null

export function RunPanel({ query, scope, onClose, onRoute }: Props) {
  const { say } = useTexts()
  return (
    <aside className="patrols-panel" aria-label={say('patrols.run')} data-testid="run-panel">
      <div className="patrols-panel-tools">
        <button type="button" className="button-quiet" aria-label={say('issues.back')} onClick={onClose} data-testid="panel-close">
          <Icon name="close" />
        </button>
      </div>
      {query.data ? (
        <Run told={query.data} scope={scope} onRoute={onRoute} />
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <PanelSkeleton />
      )}
    </aside>
  )
}

function Run({ told, scope, onRoute }: { told: RunDetails; scope: Scope; onRoute: (id: number) => void }) {
  const { say, name, formats } = useTexts()
  const [asking, setAsking] = useState<Asking>(null)
  const { run, mayChange, visits, passed, track, longestGap } = told
  const steps = (['start', 'finish', 'callOff'] as const).filter((step) => mayChange && stepsFrom[step].includes(run.state))
  const begun = run.startedAt !== null
  const facts: readonly Fact[] = [
    ['patrol.team', name({ name: run.teamName, nameEn: run.teamNameEn })],
    ['patrols.planned', `${formats.moment(run.plannedStart)}–${clockOf(run.plannedEnd)}`],
    [
      'patrols.walked',
      run.startedAt === null ? null : `${formats.moment(run.startedAt)}–${run.finishedAt === null ? '' : clockOf(run.finishedAt)}`,
    ],
    [
      'patrol.completion',
      begun
        ? say('patrols.of', { share: formats.percent({ numerator: run.made, denominator: run.planned }), one: run.made, all: run.planned })
        : null,
    ],
    [
      'patrols.punctuality',
      run.made > 0
        ? say('patrols.of', {
            share: formats.percent({ numerator: run.punctual, denominator: run.made }),
            one: run.punctual,
            all: run.made,
          })
        : null,
    ],
    ['patrols.gap', longestGap === null ? null : formats.span(Date.parse(longestGap.gapTo) - Date.parse(longestGap.gapFrom))],
  ]
  return (
    <>
      <PanelHead kind={say(`runState.${run.state}`)} title={name(run)} note={run.calledOffReason} />
      {told.lineChanged ? <p className="field-warning">{say('patrols.lineChanged')}</p> : null}
      {passed !== null && run.passedMetres !== null ? (
        <CoverageStrip passed={passed} passedMetres={run.passedMetres} lengthMetres={run.lengthMetres} />
      ) : begun && !told.lineChanged ? (
        <p className="patrols-note">{say('patrols.noTrack')}</p>
      ) : null}
      <Facts facts={facts} />
      {steps.length > 0 || (mayChange && run.state !== 'calledOff') ? (
        <p className="patrols-actions">
          {steps.map((step) => (
            <button
              key={step}
              type="button"
              className={step === 'callOff' ? 'button-quiet' : 'button'}
              onClick={() => setAsking({ step })}
              data-testid={`step-${step}`}
            >
              {say(`patrols.step.${step}`)}
            </button>
          ))}
          {mayChange && run.state !== 'calledOff' && run.state !== 'planned' ? (
            <button type="button" className="button-quiet" onClick={() => setAsking('track')} data-testid="track-open">
              {say(track === null ? 'patrols.track.send' : 'patrols.track.again')}
            </button>
          ) : null}
          {told.checkInsOpen && mayChange ? <CheckIn id={run.patrolRunId} /> : null}
        </p>
      ) : null}
      {track === null ? null : (
        <p className="patrols-note" data-testid="track-note">
          {say('patrols.track.note', {
            km: formats.decimal(Math.round(track.lengthMetres / 10) / 100),
            fixes: formats.number(track.fixes),
            day: formats.day(track.deletedOn),
          })}
        </p>
      )}
      <section>
        <h3 className="section-label">{say('patrol.checkpoints')}</h3>
        <ol className="patrols-visits" data-testid="visits">
          {visits.map((visit) => (
            <li key={visit.checkpointId} className="patrols-visit">
              <span className={`patrols-mark patrols-mark-${visitState(visit, run, told.asOf)}`}>{Math.abs(visit.sequence)}</span>
              <span className="patrols-visit-name">
                {name(visit)}
                <span className="patrols-why">
                  {say('patrols.visit.planned', { at: clockOf(visit.plannedAt) })}
                  {visit.visitedAt === null ? '' : ` · ${say(`visitSource.${visit.source}`)}`}
                  {visit.missedReason === '' ? '' : ` · ${visit.missedReason}`}
                </span>
              </span>
              <span className={visit.visitedAt !== null && !visit.punctual ? 'patrols-late' : ''}>
                {visit.visitedAt !== null
                  ? clockOf(visit.visitedAt)
                  : visitState(visit, run, told.asOf) === 'missed'
                    ? say('patrols.visit.none')
                    : ''}
              </span>
              {mayChange && run.startedAt !== null ? (
                <button
                  type="button"
                  className="button-quiet patrols-tell"
                  aria-label={say('patrols.tell.open', { name: name(visit) })}
                  onClick={() => setAsking({ visit })}
                  data-testid="tell"
                >
                  <Icon name="pencil" />
                </button>
              ) : null}
            </li>
          ))}
        </ol>
      </section>
      <p className="patrols-actions">
        <button type="button" className="button-quiet" onClick={() => onRoute(run.patrolRouteId)} data-testid="to-route">
          {say('patrols.toRoute')}
        </button>
      </p>
      <RegisterHistory scope={scope} kind="patrolRun" id={run.patrolRunId} />
      {asking === 'track' ? <TrackDialog run={run} onClose={() => setAsking(null)} /> : null}
      {asking !== null && asking !== 'track' && 'step' in asking ? (
        <StepDialog run={run} step={asking.step} onClose={() => setAsking(null)} />
      ) : null}
      {asking !== null && asking !== 'track' && 'visit' in asking ? (
        <TellDialog run={run} visit={asking.visit} onClose={() => setAsking(null)} />
      ) : null}
    </>
  )
}

/** Where the phone is, told once and not kept: only the checkpoint nearby is. */
function CheckIn({ id }: { id: number }) {
  const { say } = useTexts()
  const send = useMutation(checkInMutation(id))
  const [lost, setLost] = useState(false)
  const ask = (): void =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLost(false)
        send.mutate({ lng: coords.longitude, lat: coords.latitude })
      },
      () => setLost(true),
      { enableHighAccuracy: true, timeout: 15_000 },
    )
  return (
    <>
      <button type="button" className="button" aria-busy={send.isPending} onClick={ask} data-testid="check-in">
        {say('patrols.checkIn')}
      </button>
      {lost ? (
        <span className="form-error" role="alert">
          {say('patrols.checkIn.lost')}
        </span>
      ) : null}
      <PatrolFailure error={send.error} />
    </>
  )
}
