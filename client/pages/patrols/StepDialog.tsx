// A run begins, ends or is called off.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type PatrolRun, runStepMutation } from '../../api/patrols.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { PatrolFailure } from './PatrolFailure.tsx'
import { instantOnRun } from './patrols-address.ts'

export function StepDialog({ run, step, onClose }: { run: PatrolRun; step: 'start' | 'finish' | 'callOff'; onClose: () => void }) {
  const { say, name } = useTexts()
  const [clock, setClock] = useState('')
  const [reason, setReason] = useState('')
  const send = useMutation({ ...runStepMutation(run.patrolRunId), onSuccess: onClose })
  const { version } = run
  const at = clock === '' ? null : instantOnRun(run.plannedStart, clock)
  const confirm = (): void => send.mutate(step === 'callOff' ? { step, version, reason } : { step, version, at })
  return (
    <FormDialog
      name="step"
      title={say('patrols.step.title', { step: say(`patrols.step.${step}`), name: name(run) })}
      confirm={say(`patrols.step.${step}`)}
      pending={send.isPending}
      failure={<PatrolFailure error={send.error} />}
      onConfirm={confirm}
      onClose={onClose}
    >
      {step === 'callOff' ? (
        <label className="field">
          <span className="field-label">{say('patrols.reason')}</span>
          <input
            className="field-input"
            required
            minLength={2}
            maxLength={200}
            value={reason}
            data-testid="step-reason"
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      ) : (
        <label className="field">
          <span className="field-label">{say('patrols.step.at')}</span>
          <input
            type="time"
            className="field-input"
            value={clock}
            data-testid="step-at"
            onChange={({ target }) => setClock(target.value)}
          />
          <span className="field-hint">{say('patrols.step.now')}</span>
        </label>
      )}
    </FormDialog>
  )
}
