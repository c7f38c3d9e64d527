// A dialog that writes one thing about a project. Somebody else's change is shown, and what was typed stays.
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { CallInput, Ok } from '../../../api/client.ts'
import { CallError, hasCode } from '../../../api/errors.ts'
import { type RenovationWrite, renovationMutation } from '../../../api/renovations.ts'
import { FormDialog } from '../../../app/FormDialog.tsx'
import { fieldWords, valueWords } from '../../../app/record-words.ts'
import { useTexts } from '../../../i18n/text.ts'
import { type TextKey, zhCN } from '../../../i18n/zh-CN.ts'

type Props<Id extends RenovationWrite> = {
  write: Id
  title: string
  confirm: string
  /** What is sent; null while something that is typed is none. */
  input: () => CallInput<Id> | null
  children: ReactNode
  onClose: () => void
  onDone?: (done: Ok<Id>) => void
  /** Somebody was quicker: what they wrote is shown, and the next press means it. Given the version that is there now. */
  onOvertaken?: (version: number) => void
}

export function WriteDialog<Id extends RenovationWrite>({
  write,
  title,
  confirm,
  input,
  children,
  onClose,
  onDone,
  onOvertaken,
}: Props<Id>) {
  const mutation = useMutation(renovationMutation(write))
  const send = (): void => {
    const given = input()
    if (given === null) return
    mutation.mutate(given, {
      onSuccess: (done) => {
        onDone?.(done)
        onClose()
      },
      onError: (error) => {
        const newest = error instanceof CallError ? error.details.find(({ path }) => path === 'version') : undefined
        if (newest) onOvertaken?.(Number(newest.problem))
      },
    })
  }
  return (
    <FormDialog
      name={write}
      title={title}
      confirm={confirm}
      pending={mutation.isPending}
      failure={mutation.error ? <WriteFailure error={mutation.error} /> : null}
      onConfirm={send}
      onClose={onClose}
    >
      <div className="renovation-form">{children}</div>
    </FormDialog>
  )
}

export const isKey = (key: string): key is TextKey => key in zhCN

export function WriteFailure({ error }: { error: Error }) {
  const texts = useTexts()
  const { say } = texts
  if (!(error instanceof CallError)) return <p className="form-error">{say('error.internal')}</p>
  const overtaken = hasCode(error, 'conflict') && error.details.some(({ path }) => path === 'version')
  const lines = error.details.filter(({ path }) => path !== 'version').map(({ path, problem }) => ({ path, words: words(path, problem) }))
  return (
    <div className="form-error" role="alert" data-testid="renovation-refused">
      <div>
        <p>{say(overtaken ? 'renovation.form.conflict' : lines.length > 0 ? 'renovation.form.refused' : `error.${error.code}`)}</p>
        <ul>
          {lines.map(({ path, words: said }) => (
            <li key={path}>{said}</li>
          ))}
        </ul>
      </div>
    </div>
  )

  function words(path: string, problem: string): string {
    const key = `renovation.refusal.${problem}`
    if (isKey(key)) return say(key)
    const field = path.replace(/^body\./, '').split('.')[0] ?? ''
    if (!overtaken) return `${fieldWords(field, texts)}: ${problem}`
    try {
      return say('places.form.conflict.field', { field: fieldWords(field, texts), value: valueWords(field, JSON.parse(problem), texts) })
    } catch {
      return problem
    }
  }
}

type FieldProps = { label: string; hint?: string; children: (id: string) => ReactNode }
export function Labelled({ label, hint, children }: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children(id)}
      {hint ? <p className="field-hint">{hint}</p> : null}
    </div>
  )
}

export function ReasonField({ value, must, onValue }: { value: string; must: boolean; onValue: (value: string) => void }) {
  const { say } = useTexts()
  return (
    <Labelled label={say(must ? 'renovation.form.reason' : 'renovation.form.note')}>
      {(id) => (
        <input
          id={id}
          className="field-input"
          required={must}
          maxLength={200}
          value={value}
          data-testid="field-reason"
          onChange={({ target }) => onValue(target.value)}
        />
      )}
    </Labelled>
  )
}
export function DayField(props: { label: string; value: string; least?: string; most: string; onValue: (value: string) => void }) {
  return (
    <Labelled label={props.label}>
      {(id) => (
        <input
          id={id}
          className="field-input"
          type="date"
          required
          min={props.least}
          max={props.most}
          value={props.value}
          data-testid="field-day"
          onChange={({ target }) => props.onValue(target.value)}
        />
      )}
    </Labelled>
  )
}
export function CountField({
  label,
  name,
  value,
  onValue,
}: {
  label: string
  name: string
  value: string
  onValue: (value: string) => void
}) {
  return (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          className="field-input"
          type="number"
          required
          min={0}
          max={99_999}
          step={1}
          value={value}
          data-testid={`field-${name}`}
          onChange={({ target }) => onValue(target.value)}
        />
      )}
    </Labelled>
  )
}
