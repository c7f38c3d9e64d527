// What must be said with a step: its fields and nothing else.
import { type ReactNode, useId, useState } from 'react'
import { type HandlerLevel, type IssueAction, type Need, ruleOf } from '#domain/issues/workflow.ts'
import { useTexts } from '../../i18n/text.ts'
import { FormDialog } from '../FormDialog.tsx'

export type Said = Partial<Record<Need, string>>

type Props = {
  action: IssueAction
  levels: readonly HandlerLevel[]
  usual: HandlerLevel
  /** What is filled in already. */
  said?: Said
  pending: boolean
  failure: ReactNode
  onSay: (said: Said) => void
  onClose: () => void
}

export function StepDialog({ action, levels, usual, said: given = {}, pending, failure, onSay, onClose }: Props) {
  const { say } = useTexts()
  const id = useId()
  const { needs } = ruleOf(action)
  const first = levels.includes(usual) ? usual : (levels[0] ?? usual)
  const [said, setSaid] = useState<Said>(needs.includes('level') ? { level: first, ...given } : given)
  const submit = (): void => {
    if (needs.every((need) => (said[need] ?? '').trim() !== '')) onSay(said)
  }
  return (
    <FormDialog
      name="step"
      title={say(`issueAction.${action}`)}
      confirm={say('issue.step.submit')}
      pending={pending}
      failure={failure}
      onConfirm={submit}
      onClose={onClose}
    >
      {needs.map((need) => {
        const field = {
          id: `${id}-${need}`,
          className: 'field-input',
          required: true,
          value: said[need] ?? '',
          'data-testid': `step-${need}`,
          onChange: (event: { target: { value: string } }) => setSaid({ ...said, [need]: event.target.value }),
        }
        return (
          <div key={need} className="field">
            <label className="field-label" htmlFor={field.id}>
              {say(`issueNeed.${need}`)}
            </label>
            {need === 'reason' || need === 'result' ? (
              <textarea {...field} rows={3} maxLength={1000} />
            ) : need === 'level' ? (
              <select {...field}>
                {levels.map((level) => (
                  <option key={level} value={level}>
                    {say(`handlerLevel.${level}`)}
                  </option>
                ))}
              </select>
            ) : (
              <input {...field} type={need === 'until' ? 'date' : 'number'} min={need === 'master' ? 1 : undefined} />
            )}
          </div>
        )
      })}
    </FormDialog>
  )
}
