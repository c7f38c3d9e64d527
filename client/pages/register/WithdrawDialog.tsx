// Taking back an appointment that should never have been: a step of its own with a reason, after which it was held on no day.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { correctMutation, type PastAppointment } from '../../api/people.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { PostFailure } from './PostFailure.tsx'
import { isReason, ReasonField } from './ReasonField.tsx'

export function WithdrawDialog({ one, onClose }: { one: PastAppointment; onClose: () => void }) {
  const { say } = useTexts()
  const [reason, setReason] = useState('')
  const correct = useMutation({ ...correctMutation(one.appointmentId), onSuccess: onClose })
  const submit = (): void => {
    const { version, selectionRoute, termStart, termEnd } = one
    if (isReason(reason)) correct.mutate({ version, selectionRoute, termStart, termEnd, endedOn: termStart, reason: reason.trim() })
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
      <ReasonField name="take-back" reason={reason} onReason={setReason} />
    </FormDialog>
  )
}
