// Boundary plans: what is being drawn, where it is on its way, and a new one.
import './planner.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { beginPlanMutation, coverageVersionsQuery, type ListedPlan, plansQuery } from '../../api/plans.ts'
import { Failure } from '../../app/Failure.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useLook } from '../../app/look.ts'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { useMay, useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'

export default function PlannerPage() {
  const { say } = useTexts()
  const may = useMay()
  const session = useSession()
  const title = say('planner.title')
  usePageTitle(title)
  const whole = session.scope.some(({ level }) => level === 0)
  return (
    <div className="page" data-testid="planner">
      <PageHead title={title} />
      <main className="planner-main">{may('plans') && whole ? <Plans /> : <p className="planner-empty">{say('planner.nobody')}</p>}</main>
    </div>
  )
}

function Plans() {
  const { say } = useTexts()
  const plans = useQuery(plansQuery())
  const [beginning, setBeginning] = useState(false)
  if (plans.error) return <Failure error={plans.error} retry={() => void plans.refetch()} />
  if (plans.data === undefined) return <Skeleton height={240} />
  const { plans: list, mayBegin } = plans.data
  return (
    <>
      <div className="planner-bar">
        <p className="planner-note">{say('planner.intro')}</p>
        {mayBegin ? (
          <button type="button" className="button" data-testid="begin-plan" onClick={() => setBeginning(true)}>
            {say('planner.begin')}
          </button>
        ) : null}
      </div>
      {list.length === 0 ? (
        <p className="planner-empty">{say(mayBegin ? 'planner.none' : 'planner.noneYet')}</p>
      ) : (
        <ul className="planner-list">
          {list.map((plan) => (
            <PlanRow key={plan.planId} plan={plan} />
          ))}
        </ul>
      )}
      <Versions />
      {beginning ? <BeginDialog onClose={() => setBeginning(false)} /> : null}
    </>
  )
}

function PlanRow({ plan }: { plan: ListedPlan }) {
  const { say, formats } = useTexts()
  const { search } = useLook()
  return (
    <li className="planner-row">
      <Link to={`/planner/${plan.planId}${search}`} className="planner-link" data-testid={`plan-${plan.planId}`}>
        <span className="planner-name">{plan.title}</span>
        <span className={`planner-stage planner-stage-${plan.stage}`}>{say(`planStage.${plan.stage}`)}</span>
        <span className="planner-facts">
          {say('planner.row', { operations: formats.number(plan.operations), who: plan.begunBy, time: formats.moment(plan.changedAt) })}
          {plan.effectiveOn === null ? null : ` · ${say('planner.effective', { day: formats.day(plan.effectiveOn) })}`}
          {plan.stale ? <strong className="planner-stale"> · {say('planner.stale')}</strong> : null}
        </span>
      </Link>
    </li>
  )
}

function Versions() {
  const { say, formats } = useTexts()
  const { search } = useLook()
  const { data } = useQuery(coverageVersionsQuery())
  if (data === undefined || data.versions.length === 0) return null
  return (
    <section className="planner-versions" aria-labelledby="planner-versions">
      <h2 id="planner-versions">{say('planner.versions')}</h2>
      <ol>
        {data.versions.map(({ coverageVersionId, title, validFrom, validTo, grids }) => (
          <li key={coverageVersionId}>
            <span className="planner-name">{title}</span>
            <span className="planner-facts">
              {validTo === null
                ? say('planner.version.since', { from: formats.day(validFrom), grids: formats.number(grids) })
                : say('planner.version.until', { from: formats.day(validFrom), to: formats.day(validTo), grids: formats.number(grids) })}
            </span>
          </li>
        ))}
      </ol>
      <Link className="button-quiet" to={`/planner/history${search}`} data-testid="planner-history">
        {say('planner.history')}
      </Link>
    </section>
  )
}

function BeginDialog({ onClose }: { onClose: () => void }) {
  const { say } = useTexts()
  const { search } = useLook()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [title, setTitle] = useState('')
  const begin = useMutation(beginPlanMutation(client))
  const confirm = (): void => {
    if (title.trim() === '') return
    begin.mutate({ title: title.trim() }, { onSuccess: ({ planId }) => void navigate(`/planner/${planId}${search}`) })
  }
  return (
    <FormDialog
      name="begin-plan"
      title={say('planner.begin')}
      confirm={say('planner.begin.confirm')}
      pending={begin.isPending}
      failure={begin.error ? <Failure error={begin.error} /> : null}
      onConfirm={confirm}
      onClose={onClose}
    >
      <label className="planner-field">
        {say('planner.begin.name')}
        <input
          className="field-input"
          data-testid="begin-plan-title"
          value={title}
          maxLength={60}
          required
          placeholder={say('planner.begin.example')}
          onChange={({ target }) => setTitle(target.value)}
        />
      </label>
    </FormDialog>
  )
}
