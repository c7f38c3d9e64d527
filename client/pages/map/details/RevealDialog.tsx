// Why a name and phone are wanted in clear. The reason goes into the audit, and the dialog says so before it is sent.
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Appointment } from '#contract/people.ts'
import { revealMutation } from '../../../api/audit.ts'
import { CallError } from '../../../api/errors.ts'
import { useTexts } from '../../../i18n/text.ts'

export type Revealed = { readonly name: string; readonly phone: string }

const shortest = 4
const longest = 200

type Props = { post: Appointment; role: string; onClose: () => void; onRevealed: (clear: Revealed) => void }

export function RevealDialog({ post, role, onClose, onRevealed }: Props) {
  const { say } = useTexts()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [reason, setReason] = useState('')
  const reveal = useMutation(revealMutation(post.appointmentId))
  useEffect(() => dialog.current?.showModal(), [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!reveal.isPending && reason.trim().length >= shortest) reveal.mutate(reason.trim(), { onSuccess: onRevealed })
  }
  const code = reveal.error instanceof CallError ? reveal.error.code : 'internal'
  return (
    <dialog ref={dialog} className="reveal-dialog" aria-labelledby={`${id}-title`} onClose={onClose} data-testid="reveal-dialog">
      <form onSubmit={submit}>
        <h2 id={`${id}-title`}>{say('people.reveal.title', { role, name: post.name })}</h2>
        <p className="form-note">{say('people.reveal.recorded')}</p>
        <div className="field">
          <label className="field-label" htmlFor={`${id}-reason`}>
            {say('people.reveal.reason')}
          </label>
          <textarea
            id={`${id}-reason`}
            className="field-input reveal-reason"
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
        {reveal.error ? (
          <p className="form-error" role="alert">
            {say(`error.${code}`)}
          </p>
        ) : null}
        <div className="reveal-actions">
          <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
            {say('app.cancel')}
          </button>
          <button type="submit" className="button" data-testid="reveal-submit" aria-busy={reveal.isPending}>
            {say('people.reveal.submit')}
          </button>
        </div>
      </form>
    </dialog>
  )
}
