// A question that must be answered before something is done: fields, what went wrong, cancel and confirm.
import './form-dialog.css'
import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { useTexts } from '../i18n/text.ts'

type Props = {
  /** Names it for the tests: `reveal` is found as `reveal-dialog` with `reveal-submit`. */
  name: string
  title: string
  confirm: string
  pending: boolean
  failure: ReactNode
  /** Something is missing: it cannot be confirmed yet. */
  blocked?: boolean
  /** With a map in it. */
  wide?: boolean
  children: ReactNode
  onConfirm: () => void
  onClose: () => void
}

export function FormDialog({ name, title, confirm, pending, failure, blocked = false, wide = false, children, onConfirm, onClose }: Props) {
  const { say } = useTexts()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!pending && !blocked) onConfirm()
  }
  return (
    <dialog
      ref={dialog}
      className={wide ? 'form-dialog form-dialog-wide' : 'form-dialog'}
      aria-labelledby={id}
      onClose={onClose}
      data-testid={`${name}-dialog`}
    >
      <form onSubmit={submit}>
        <h2 id={id}>{title}</h2>
        {children}
        {failure}
        <div className="form-dialog-actions">
          <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
            {say('app.cancel')}
          </button>
          <button type="submit" className="button" data-testid={`${name}-submit`} aria-busy={pending} disabled={blocked}>
            {confirm}
          </button>
        </div>
      </form>
    </dialog>
  )
}
