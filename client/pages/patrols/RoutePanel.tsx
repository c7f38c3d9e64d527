// One route: what its runs tell of it over a period, where nobody passed for longest, its checkpoints, its history; and what may be done with it.
import { type UseQueryResult, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { closeRouteMutation, type RouteDetails, type RouteFeature } from '../../api/patrols.ts'
import type { Scope } from '../../api/queries.ts'
import { Attachments } from '../../app/Attachments.tsx'
import { Failure } from '../../app/Failure.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { type Fact, Facts, PanelHead, PanelSkeleton } from '../../app/panel/parts.tsx'
import { RegisterHistory } from '../../app/RegisterHistory.tsx'
import { useMay } from '../../app/session.ts'
import { useShiftWords } from '../../app/shift-words.ts'
import { useTexts } from '../../i18n/text.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { PatrolFailure } from './PatrolFailure.tsx'

type Days = '7' | '30' | '90'
type Props = {
  query: UseQueryResult<RouteDetails, Error>
  scope: Scope
  days: Days
  onDays: (days: Days) => void
  onClose: () => void
  onEdit: (feature: RouteFeature) => void
  onRuns: (id: number) => void
}

export function RoutePanel({ query, onClose, ...props }: Props) {
  const { say } = useTexts()
  return (
    <aside className="patrols-panel" aria-label={say('patrol.title')} data-testid="route-panel">
      <div className="patrols-panel-tools">
        <button type="button" className="button-quiet" aria-label={say('issues.back')} onClick={onClose} data-testid="panel-close">
          <Icon name="close" />
        </button>
      </div>
      {query.data ? (
        <Route told={query.data} {...props} />
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <PanelSkeleton />
      )}
    </aside>
  )
}

const lengthOf = ({ gapFrom, gapTo }: RouteDetails['segments'][number]): number => Date.parse(gapTo) - Date.parse(gapFrom)

function Route({ told, scope, days, onDays, onEdit, onRuns }: Omit<Props, 'query' | 'onClose'> & { told: RouteDetails }) {
  const { say, name, formats } = useTexts()
  const may = useMay()
  const [closing, setClosing] = useState(false)
  const { route, segments, runsPlanned, runsWalked, runsWithTrack, coveredMetres, checkpointCompletion, punctuality, windows } = told
  const { properties } = route
  const words = useShiftWords()
  const worst = segments.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0]
  const shared = (share: { numerator: number; denominator: number }) =>
    share.denominator === 0 ? null : say('patrols.of', { share: formats.percent(share), one: share.numerator, all: share.denominator })
  const facts: readonly Fact[] = [
    ['patrol.team', name({ name: properties.teamName, nameEn: properties.teamNameEn })],
    ['patrol.shift', properties.shifts.map(words).join(say('patrols.shift.and'))],
    ['patrol.length', say('patrols.kilometres', { km: formats.decimal(Math.round(properties.lengthMetres / 10) / 100) })],
    [
      'patrols.runs',
      runsPlanned === 0
        ? null
        : say('patrols.of', {
            share: formats.percent({ numerator: runsWalked, denominator: runsPlanned }),
            one: runsWalked,
            all: runsPlanned,
          }),
    ],
    ['patrol.completion', shared(checkpointCompletion)],
    ['patrols.punctuality', shared(punctuality)],
    [
      'patrols.coverage',
      coveredMetres === null
        ? null
        : say('patrols.coverage.value', {
            share: formats.percent({ numerator: coveredMetres, denominator: properties.lengthMetres }),
            count: runsWithTrack,
          }),
    ],
    ['patrols.gap', worst === undefined || runsPlanned === 0 ? null : formats.span(lengthOf(worst))],
  ]
  return (
    <>
      <PanelHead
        kind={properties.retiredOn === null ? say('patrol.title') : say('patrols.closed.on', { day: formats.day(properties.retiredOn) })}
        title={name(properties)}
      />
      <Choice
        label={say('patrols.period')}
        options={(['7', '30', '90'] as const).map((value) => ({ value, text: say('patrols.period.days', { days: value }) }))}
        value={days}
        onChange={onDays}
      />
      <Facts facts={facts} />
      {windows.length > 1 ? (
        <section data-testid="route-windows">
          <h3 className="section-label">{say('patrols.windows')}</h3>
          <ul className="patrols-windows">
            {windows.map(({ begins, ends, ...one }) => (
              <li key={`${begins} ${ends}`}>
                <span>
                  {begins}–{ends}
                </span>
                <span>{say('patrols.windows.runs', { walked: one.runsWalked, planned: one.runsPlanned })}</span>
                <span>
                  {say('patrol.completion')} {formats.percent(one.checkpointCompletion)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section>
        <h3 className="section-label">{say('patrols.gaps')}</h3>
        {runsPlanned === 0 ? (
          <p className="patrols-note">{say('patrols.gaps.none')}</p>
        ) : (
          <Gaps segments={segments} lengthMetres={properties.lengthMetres} />
        )}
      </section>
      <p className="patrols-actions">
        {told.mayChange && may('changePatrolRoute') && properties.retiredOn === null ? (
          <button type="button" className="button" onClick={() => onEdit(route)} data-testid="route-edit">
            {say('patrols.route.edit')}
          </button>
        ) : null}
        <button type="button" className="button-quiet" onClick={() => onRuns(properties.patrolRouteId)} data-testid="to-runs">
          {say('patrols.toRuns')}
        </button>
        {told.mayChange && may('closePatrolRoute') ? (
          <button type="button" className="button-quiet" onClick={() => setClosing(true)} data-testid="route-close">
            {say(properties.retiredOn === null ? 'patrols.close' : 'patrols.reopen')}
          </button>
        ) : null}
      </p>
      <section>
        <h3 className="section-label">{say('patrol.checkpoints')}</h3>
        <ol className="patrols-visits">
          {properties.checkpoints.map((one) => (
            <li key={one.checkpointId} className="patrols-visit">
              <span className="patrols-mark patrols-mark-plain">{one.sequence}</span>
              <span className="patrols-visit-name">{name(one)}</span>
              <span className="patrols-why">{say('patrols.point', { minute: one.plannedMinute, radius: one.radiusMetres })}</span>
            </li>
          ))}
        </ol>
      </section>
      <Attachments scope={scope} kind="patrolRoute" id={properties.patrolRouteId} />
      <RegisterHistory scope={scope} kind="patrolRoute" id={properties.patrolRouteId} />
      {closing ? <CloseDialog told={told} onClose={() => setClosing(false)} /> : null}
    </>
  )
}

/** The route from beginning to end, each segment as high as the longest time in which nobody passed it. */
function Gaps({ segments, lengthMetres }: { segments: RouteDetails['segments']; lengthMetres: number }) {
  const { say, formats } = useTexts()
  const most = Math.max(1, ...segments.map(lengthOf))
  const never = segments.filter(({ passes }) => passes === 0).length
  const [worst] = segments.toSorted((a, b) => lengthOf(b) - lengthOf(a))
  const words = worst
    ? say('patrols.gaps.worst', {
        from: formats.number(Math.round(worst.metres[0])),
        to: formats.number(Math.round(worst.metres[1])),
        span: formats.span(lengthOf(worst)),
        begin: formats.moment(worst.gapFrom),
        end: formats.moment(worst.gapTo),
      })
    : ''
  return (
    <>
      <svg
        className="patrols-gaps"
        role="img"
        aria-label={words}
        width="100%"
        height="44"
        viewBox={`0 0 ${lengthMetres} 44`}
        preserveAspectRatio="none"
      >
        {segments.map((segment) => {
          const height = 4 + (40 * lengthOf(segment)) / most
          const [from, to] = segment.metres
          return (
            <rect
              key={from}
              className={segment.passes === 0 ? 'patrols-strip-missed' : 'patrols-gap-bar'}
              x={from}
              width={Math.max(0, to - from - lengthMetres / 400)}
              y={44 - height}
              height={height}
            />
          )
        })}
      </svg>
      <p className="patrols-note">
        {words}
        {never > 0 ? ` ${say('patrols.gaps.never', { count: never, all: segments.length })}` : ''}
      </p>
    </>
  )
}

function CloseDialog({ told, onClose }: { told: RouteDetails; onClose: () => void }) {
  const { say, name } = useTexts()
  const { properties } = told.route
  const [reason, setReason] = useState('')
  const send = useMutation({ ...closeRouteMutation(properties.patrolRouteId), onSuccess: onClose })
  const closed = properties.retiredOn === null
  return (
    <FormDialog
      name="close"
      title={say(closed ? 'patrols.close.title' : 'patrols.reopen.title', { name: name(properties) })}
      confirm={say(closed ? 'patrols.close' : 'patrols.reopen')}
      pending={send.isPending}
      failure={<PatrolFailure error={send.error} />}
      onConfirm={() => send.mutate({ version: properties.version, closed, reason })}
      onClose={onClose}
    >
      <p className="form-note">{say(closed ? 'patrols.close.note' : 'patrols.reopen.note')}</p>
      <label className="field">
        <span className="field-label">{say('patrols.reason')}</span>
        <input
          className="field-input"
          required
          minLength={2}
          maxLength={200}
          value={reason}
          data-testid="close-reason"
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
    </FormDialog>
  )
}
