// Ending one or several terms on a day, with a reason, and appointing somebody to the posts from that day on, or nobody.
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { addDays, calendarDay } from '#domain/calendar/calendar-day.ts'
import { handOverMutation } from '../../api/people.ts'
import type { Scope } from '../../api/queries.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { isNamed, type Person, PersonChoice, personOf } from './PersonChoice.tsx'
import { PostFailure } from './PostFailure.tsx'
import { isReason, ReasonField } from './ReasonField.tsx'

const usualTermDays = 730

type Props = {
  appointments: readonly { readonly appointmentId: number; readonly version: number }[]
  /** Said in the dialog, where there are several. */
  places: readonly string[]
  scope: Scope
  onClose: () => void
  onDone: () => void
}

export function HandOverDialog({ appointments, places, scope, onClose, onDone }: Props) {
  const { say } = useTexts()
  const id = useId()
  const [on, setOn] = useState(() => calendarDay(new Date()))
  const [reason, setReason] = useState('')
  const [next, setNext] = useState(false)
  const [person, setPerson] = useState<Person>({ name: '', phone: '' })
  const handOver = useMutation({ ...handOverMutation() })
  const submit = (): void => {
    if (!isReason(reason) || (next && !isNamed(person))) return
    handOver.mutate(
      {
        appointments: appointments.map(({ appointmentId, version }) => ({ appointmentId, version })),
        on,
        reason: reason.trim(),
        to: next
          ? { person: personOf(person), selectionRoute: 'recommended', termEnd: addDays(on, usualTermDays), noticeConsent: false }
          : null,
      },
      { onSuccess: onDone },
    )
  }
  return (
    <FormDialog
      name="hand-over"
      title={say('register.handOver.title', { count: appointments.length })}
      confirm={say(next ? 'register.handOver.confirm' : 'register.end.confirm')}
      pending={handOver.isPending}
      failure={handOver.error ? <PostFailure error={handOver.error} /> : null}
      onConfirm={submit}
      onClose={onClose}
    >
      {places.length > 0 ? <p className="form-note">{places.join(say('register.and'))}</p> : null}
      <div className="field">
        <label className="field-label" htmlFor={`${id}-on`}>
          {say('register.endsOn')}
        </label>
        <input
          id={`${id}-on`}
          className="field-input"
          type="date"
          required
          value={on}
          data-testid="end-on"
          onChange={({ target }) => setOn(target.value)}
        />
      </div>
      <ReasonField name="end" reason={reason} onReason={setReason} />
      <label className="register-consent">
        <input type="checkbox" checked={next} onChange={({ target }) => setNext(target.checked)} data-testid="hand-over-next" />
        {say('register.handOver.next')}
      </label>
      {next ? <PersonChoice subdistrict={scope.subdistrict} person={person} onPerson={setPerson} /> : null}
    </FormDialog>
  )
}
