// A plan goes to the next desk, or back: what must be said with it is asked, and what stops it is told.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type PlanProblem, stoppingProblems } from '#domain/plans/checks.ts'
import type { PlanStage } from '#domain/plans/stages.ts'
import { CallError } from '../../api/errors.ts'
import { type OpenedPlan, publishPlanMutation, stepPlanMutation } from '../../api/plans.ts'
import { Failure } from '../../app/Failure.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { type Lines, offencesOf } from '../../editor/offences.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Remark } from './EditorPanel.tsx'

type Props = {
  readonly opened: OpenedPlan
  readonly to: PlanStage
  readonly problems: readonly PlanProblem[] | null
  readonly remarks: readonly Remark[]
  readonly showFaults: (all: Lines, near: Lines) => void
  readonly onClose: () => void
}

export function StepDialog({ opened, to, problems, remarks, showFaults, onClose }: Props) {
  const { say, formats } = useTexts()
  const client = useQueryClient()
  const { planId, version, effectiveOn } = opened.plan
  const [note, setNote] = useState('')
  const [day, setDay] = useState('')
  const step = useMutation(stepPlanMutation(client, planId))
  const publish = useMutation(publishPlanMutation(client, planId))
  const stops = (problems ?? []).filter(({ kind }) => stoppingProblems.has(kind)).length
  const warns = (problems?.length ?? 0) - stops
  const forward = to !== 'draft' && to !== 'withdrawn'
  const failure = step.error ?? publish.error
  const said = remarks.filter((remark) => remark.note.trim() !== '')
  const confirm = (): void => {
    if (to === 'published') publish.mutate({ version }, { onSuccess: onClose })
    else
      step.mutate(
        { to, version, note, remarks: to === 'draft' ? [...said] : [], ...(to === 'approved' && day !== '' ? { effectiveOn: day } : {}) },
        { onSuccess: onClose },
      )
  }
  return (
    <FormDialog
      name="plan-step"
      title={say(`planWay.${to}`)}
      confirm={say(`planWay.${to}.confirm`)}
      pending={step.isPending || publish.isPending}
      failure={
        failure === null ? null : (
          <Why
            error={failure}
            show={(all, near) => {
              onClose()
              showFaults(all, near)
            }}
          />
        )
      }
      onConfirm={confirm}
      onClose={onClose}
    >
      <p className="planner-note">{say(`planWay.${to}.note`)}</p>
      {to === 'published' && effectiveOn !== null ? <p>{say('planner.publish.day', { day: formats.day(effectiveOn) })}</p> : null}
      {forward && stops > 0 ? <p className="plan-stops">{say('planner.stops', { count: formats.number(stops) })}</p> : null}
      {to === 'selfChecked' && warns > 0 ? <p>{say('planner.warns', { count: formats.number(warns) })}</p> : null}
      {to === 'draft' && said.length < remarks.length ? (
        <p className="plan-stops">{say('planner.remarks.empty', { count: formats.number(remarks.length - said.length) })}</p>
      ) : null}
      {to === 'draft' && said.length > 0 ? <p>{say('planner.remarks.sent', { count: formats.number(said.length) })}</p> : null}
      {to === 'approved' ? (
        <label className="planner-field">
          {say('planner.effectiveOn')}
          <input
            className="field-input"
            type="date"
            required
            data-testid="effective-on"
            value={day}
            onChange={({ target }) => setDay(target.value)}
          />
        </label>
      ) : null}
      {to === 'published' || to === 'selfChecked' || to === 'approved' ? null : (
        <label className="planner-field">
          {say('planner.stepNote')}
          <textarea
            className="field-input"
            rows={4}
            maxLength={500}
            required
            data-testid="step-note"
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
      )}
    </FormDialog>
  )
}

/** The rest is on the map. */
const mostTold = 6

/** What of the answer a planner can act on. */
function Why({ error, show }: { error: Error; show: Props['showFaults'] }) {
  const { say, formats } = useTexts()
  const problem = error instanceof CallError ? error.details[0]?.problem : undefined
  if (problem === 'ownWork') return <p className="plan-stops">{say('planner.ownWork')}</p>
  if (problem === 'stale') return <p className="plan-stops">{say('planner.stale')}</p>
  if (problem === 'effectiveOnPast') return <p className="plan-stops">{say('planner.effectiveOnPast')}</p>
  if (problem === 'nothingDone') return <p className="plan-stops">{say('planner.nothingDone')}</p>
  const offences = error instanceof CallError ? offencesOf(error.details) : []
  const all = offences.flatMap(({ lines }) => lines)
  if (offences.length > 0)
    return (
      <ul className="panel-problems" data-testid="offences">
        {offences.slice(0, mostTold).map((one) => (
          <li key={`${one.kind} ${one.lines.join()}`} className="problem-stops">
            <button type="button" className="panel-link" disabled={one.lines.length === 0} onClick={() => show(all, one.lines)}>
              <strong>{say(`offence.${one.kind}`)}</strong>
              <span>{one.lines.length === 0 ? one.grid : say('planner.showOnMap')}</span>
            </button>
          </li>
        ))}
        {offences.length > mostTold ? <li>{say('planner.offencesMore', { count: formats.number(offences.length - mostTold) })}</li> : null}
      </ul>
    )
  return <Failure error={error} />
}
