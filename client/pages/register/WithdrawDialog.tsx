// Taking back an appointment that should never have been: a step of its own with a reason, after which it was held on no day.
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { correctMutation, type PastAppointment } from '../../api/people.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { PostFailure } from './PostFailure.tsx'

const shortest = 2

export function WithdrawDialog({ one, onClose }: { one: PastAppointment; onClose: () => void }) {
  const { say } = useTexts()
  const id = useId()
  const [reason, setReason] = useState('')
  const correct = useMutation({ ...correctMutation(one.appointmentId), onSuccess: onClose })
  const submit = (): void => {
    const { version, selectionRoute, termStart, termEnd } = one
    if (reason.trim().length >= shortest)
      correct.mutate({ version, selectionRoute, termStart, termEnd, endedOn: termStart, reason: reason.trim() })
  }
  return (
    <FormDialog
      name="take-back"
      title={say('register.takeBack.title', { name: one.name })}
      confirm={say('register.takeBack')}
      pending={correct.isPending}
      failure={correct.error ? <PostFailure error={correct.error} /> : null}
      onConfirm={submit}
      onClose={onClose}
    >
      <p className="form-note">{say('register.takeBack.note')}</p>
      <div className="field">
        <label className="field-label" htmlFor={`${id}-reason`}>
          {say('register.reason')}
        </label>
        <input
          id={`${id}-reason`}
          className="field-input"
          required
          minLength={shortest}
          maxLength={200}
          value={reason}
          data-testid="take-back-reason"
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
    </FormDialog>
  )
}
