// When a checkpoint was visited, or why it was not: said by hand.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type PatrolRun, type RunDetails, tellMutation } from '../../api/patrols.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { Choice } from '../../ui/Choice.tsx'
import { PatrolFailure } from './PatrolFailure.tsx'
import { clockOf, instantOnRun } from './patrols-address.ts'

type Props = { run: PatrolRun; visit: RunDetails['visits'][number]; onClose: () => void }

export function TellDialog({ run, visit, onClose }: Props) {
  const { say, name } = useTexts()
  const [visited, setVisited] = useState<'yes' | 'no'>(visit.missedReason === '' ? 'yes' : 'no')
  const [clock, setClock] = useState(clockOf(visit.visitedAt ?? visit.plannedAt))
  const [reason, setReason] = useState(visit.missedReason)
  const send = useMutation({ ...tellMutation(run.patrolRunId, visit.checkpointId), onSuccess: onClose })
  const { version } = run
  const confirm = (): void =>
    send.mutate(
      visited === 'yes' ? { visited: true, version, at: instantOnRun(run.plannedStart, clock) } : { visited: false, version, reason },
    )
  return (
    <FormDialog
      name="tell"
      title={say('patrols.tell', { name: name(visit) })}
      confirm={say('patrols.save')}
      pending={send.isPending}
      failure={<PatrolFailure error={send.error} />}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Choice
        label={say('patrols.tell.which')}
        options={[
          { value: 'yes', text: say('patrols.tell.visited') },
          { value: 'no', text: say('patrols.tell.missed') },
        ]}
        value={visited}
        onChange={setVisited}
      />
      {visited === 'yes' ? (
        <label className="field">
          <span className="field-label">{say('patrols.tell.at')}</span>
          <input
            type="time"
            className="field-input"
            required
            value={clock}
            data-testid="tell-at"
            onChange={({ target }) => setClock(target.value)}
          />
        </label>
      ) : (
        <label className="field">
          <span className="field-label">{say('patrols.reason')}</span>
          <input
            className="field-input"
            required
            minLength={2}
            maxLength={200}
            value={reason}
            data-testid="tell-reason"
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      )}
    </FormDialog>
  )
}
