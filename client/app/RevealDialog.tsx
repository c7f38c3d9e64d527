// Why a name and phone are wanted in clear. The reason goes into the audit, and the dialog says so before it is sent.
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { Appointment } from '#contract/people.ts'
import { revealMutation } from '../api/audit.ts'
import { CallError } from '../api/errors.ts'
import { useTexts } from '../i18n/text.ts'
import { FormDialog } from './FormDialog.tsx'

export type Revealed = { readonly name: string; readonly phone: string }

const shortest = 4
const longest = 200

type Props = { post: Appointment; role: string; onClose: () => void; onRevealed: (clear: Revealed) => void }

export function RevealDialog({ post, role, onClose, onRevealed }: Props) {
  const { say } = useTexts()
  const id = useId()
  const [reason, setReason] = useState('')
  const reveal = useMutation(revealMutation(post.appointmentId))
  const submit = (): void => {
    if (reason.trim().length >= shortest) reveal.mutate(reason.trim(), { onSuccess: onRevealed })
  }
  const code = reveal.error instanceof CallError ? reveal.error.code : 'internal'
  const failure = reveal.error ? (
    <p className="form-error" role="alert">
      {say(`error.${code}`)}
    </p>
  ) : null
  return (
    <FormDialog
      name="reveal"
      title={say('people.reveal.title', { role, name: post.name })}
      confirm={say('people.reveal.submit')}
      pending={reveal.isPending}
      failure={failure}
      onConfirm={submit}
      onClose={onClose}
    >
      <p className="form-note">{say('people.reveal.recorded')}</p>
      <div className="field">
        <label className="field-label" htmlFor={`${id}-reason`}>
          {say('people.reveal.reason')}
        </label>
        <textarea
          id={`${id}-reason`}
          className="field-input"
          data-testid="reveal-reason"
          required
          minLength={shortest}
          maxLength={longest}
          rows={2}
          aria-describedby={`${id}-hint`}
          value={reason}
          // A reason is one line: the service accepts no control characters.
          onChange={(event) => setReason(event.target.value.replace(/\s*\n\s*/g, ' '))}
        />
        <p id={`${id}-hint`} className="field-hint">
          {say('people.reveal.hint', { shortest, longest })}
        </p>
      </div>
    </FormDialog>
  )
}
