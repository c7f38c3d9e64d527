// Plans the runs of the shifts for some days; what is planned already stays.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { planMutation } from '../../api/patrols.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { PatrolFailure } from './PatrolFailure.tsx'

export function PlanDialog({ today, onClose }: { today: string; onClose: () => void }) {
  const { say, formats } = useTexts()
  const [from, setFrom] = useState(today)
  const [days, setDays] = useState('7')
  const send = useMutation(planMutation())
  const confirm = (): void => (send.isSuccess ? onClose() : send.mutate({ from, days: Number(days) }))
  return (
    <FormDialog
      name="plan"
      title={say('patrols.plan.title')}
      confirm={say(send.isSuccess ? 'app.close' : 'patrols.plan.confirm')}
      pending={send.isPending}
      failure={<PatrolFailure error={send.error} />}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p className="form-note">{say('patrols.plan.note')}</p>
      <div className="patrols-two">
        <label className="field">
          <span className="field-label">{say('patrols.plan.from')}</span>
          <input
            type="date"
            className="field-input"
            required
            min={today}
            value={from}
            data-testid="plan-from"
            onChange={({ target }) => setFrom(target.value)}
          />
        </label>
        <label className="field">
          <span className="field-label">{say('patrols.plan.days')}</span>
          <input
            type="number"
            className="field-input"
            required
            min={1}
            max={14}
            value={days}
            data-testid="plan-days"
            onChange={({ target }) => setDays(target.value)}
          />
        </label>
      </div>
      {send.data ? (
        <p role="status" data-testid="plan-told">
          {say('patrols.plan.told', { made: formats.number(send.data.made), present: formats.number(send.data.present) })}
        </p>
      ) : null}
    </FormDialog>
  )
}
