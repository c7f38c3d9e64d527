// What this account may do to an issue now: a button for each step. A step that needs something said opens a form with just that.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { type HandlerLevel, type IssueAction, type Need, ruleOf } from '#domain/issues/workflow.ts'
import type { Ok } from '../../../api/client.ts'
import { CallError } from '../../../api/errors.ts'
import { issueQuery, moveIssueMutation, type Scope } from '../../../api/queries.ts'
import { useTexts } from '../../../i18n/text.ts'
import { FormDialog } from './FormDialog.tsx'

type Case = Ok<'issue'>
type Said = Partial<Record<Need, string>>

export function IssueSteps({ scope, issue }: { scope: Scope; issue: Case }) {
  const { say } = useTexts()
  const client = useQueryClient()
  const [asked, setAsked] = useState<IssueAction | null>(null)
  const query = issueQuery(scope, issue.properties.issueId)
  const move = useMutation({
    ...moveIssueMutation(issue.properties.issueId),
    onSuccess: (answer) => {
      client.setQueryData(query.queryKey, answer)
      setAsked(null)
    },
  })
  if (issue.choices.length === 0) return null
  const take = (action: IssueAction, said: Said): void => {
    const { master, level, ...texts } = said
    move.mutate({
      version: issue.version,
      action,
      ...texts,
      ...(master !== undefined && { master: Number(master) }),
      ...(level !== undefined && { level: issue.levels.find((one) => one === level) }),
    })
  }
  const code = move.error instanceof CallError ? move.error.code : 'internal'
  const failure = move.error ? (
    <p className="form-error" role="alert">
      {say(code === 'conflict' ? 'issue.step.conflict' : `error.${code}`)}
      {code === 'conflict' ? (
        <button type="button" className="link" onClick={() => client.invalidateQueries({ queryKey: query.queryKey }).then(move.reset)}>
          {say('issue.step.reload')}
        </button>
      ) : null}
    </p>
  ) : null
  return (
    <section className="issue-steps" aria-label={say('issue.steps')} data-testid="issue-steps">
      <h3 className="section-label">{say('issue.steps')}</h3>
      <div className="issue-step-buttons">
        {issue.choices.map((action, index) => (
          <button
            key={action}
            type="button"
            className={index === 0 ? 'button' : 'button-quiet'}
            disabled={move.isPending}
            data-testid={`step-${action}`}
            onClick={() => (ruleOf(action).needs.length === 0 ? take(action, {}) : setAsked(action))}
          >
            {say(`issueAction.${action}`)}
          </button>
        ))}
      </div>
      {asked === null ? (
        failure
      ) : (
        <StepDialog
          action={asked}
          levels={issue.levels}
          usual={issue.properties.handlerLevel}
          pending={move.isPending}
          failure={failure}
          onSay={(said) => take(asked, said)}
          onClose={() => {
            setAsked(null)
            move.reset()
          }}
        />
      )}
    </section>
  )
}

type DialogProps = {
  action: IssueAction
  levels: readonly HandlerLevel[]
  usual: HandlerLevel
  pending: boolean
  failure: ReactNode
  onSay: (said: Said) => void
  onClose: () => void
}

function StepDialog({ action, levels, usual, pending, failure, onSay, onClose }: DialogProps) {
  const { say } = useTexts()
  const id = useId()
  const { needs } = ruleOf(action)
  const first = levels.includes(usual) ? usual : (levels[0] ?? usual)
  const [said, setSaid] = useState<Said>(needs.includes('level') ? { level: first } : {})
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
