// When a station was, is and will be in service; whoever keeps the register closes or opens it from a day on.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { CallError } from '../../../api/errors.ts'
import { changeStationStateMutation, stationStatesQuery } from '../../../api/walking.ts'
import { FormDialog } from '../../../app/FormDialog.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { useDetails } from './context.ts'
import { Answer } from './parts.tsx'

type Status = 'inService' | 'closed'

export function StationStates({ id, status }: { id: number; status: Status }) {
  const { say, formats } = useTexts()
  const { scope } = useDetails()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const query = useQuery({ ...stationStatesQuery(scope, id), enabled: may('stationStates') })
  if (!may('stationStates')) return null
  return (
    <section className="rows" data-testid="station-states">
      <h3 className="section-label">{say('station.states')}</h3>
      <Answer query={query}>
        {({ states }) => (
          <ol className="station-states">
            {states.toReversed().map((one) => (
              <li key={`${one.from} ${one.recordedAt} ${one.status}`}>
                <strong>{say('station.since', { date: formats.day(one.from) })}</strong> {say(`station.status.${one.status}`)}
                {one.reason === '' ? null : ` · ${one.reason}`}
                {one.recordedAt === null ? null : <span className="row-note"> {one.recordedBy}</span>}
              </li>
            ))}
          </ol>
        )}
      </Answer>
      {may('changeStationState') ? (
        <button type="button" className="button-quiet" data-testid="station-change" onClick={() => setAsking(true)}>
          {say(status === 'closed' ? 'station.reopen' : 'station.close')}
        </button>
      ) : null}
      {asking ? <ChangeDialog id={id} to={status === 'closed' ? 'inService' : 'closed'} onClose={() => setAsking(false)} /> : null}
    </section>
  )
}

function ChangeDialog({ id, to, onClose }: { id: number; to: Status; onClose: () => void }) {
  const { say } = useTexts()
  const { scope, today } = useDetails()
  const field = useId()
  const client = useQueryClient()
  const [from, setFrom] = useState(today)
  const [reason, setReason] = useState('')
  const change = useMutation(changeStationStateMutation(scope, id))
  const submit = (): void =>
    change.mutate(
      { status: to, from, reason: reason.trim() },
      {
        onSuccess: () => {
          for (const key of ['stationStates', 'stations', 'layers']) void client.invalidateQueries({ queryKey: [key] })
          onClose()
        },
      },
    )
  const conflict = change.error instanceof CallError && change.error.code === 'conflict'
  return (
    <FormDialog
      name="station"
      title={say(to === 'closed' ? 'station.close' : 'station.reopen')}
      confirm={say('station.change.submit')}
      pending={change.isPending}
      failure={
        change.error ? (
          <p className="form-error" role="alert">
            {say(conflict ? 'station.change.asItIs' : 'error.internal')}
          </p>
        ) : null
      }
      onConfirm={submit}
      onClose={onClose}
    >
      <div className="field">
        <label className="field-label" htmlFor={`${field}-from`}>
          {say('station.change.from')}
        </label>
        <input
          id={`${field}-from`}
          className="field-input"
          type="date"
          data-testid="station-from"
          required
          min="2000-01-01"
          max="2199-12-31"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </div>
      <div className="field">
        <label className="field-label" htmlFor={`${field}-reason`}>
          {say('station.reason')}
        </label>
        <input
          id={`${field}-reason`}
          className="field-input"
          data-testid="station-reason"
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </FormDialog>
  )
}
