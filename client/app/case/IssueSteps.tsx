// What this account may do to an issue now: a button for each step. A step that needs something said opens a form with just that.
import { useState } from 'react'
import { type IssueAction, ruleOf } from '#domain/issues/workflow.ts'
import type { Ok } from '../../api/client.ts'
import type { Scope } from '../../api/queries.ts'
import { useTexts } from '../../i18n/text.ts'
import { StepDialog } from './StepDialog.tsx'
import { useStep } from './use-step.tsx'

export function IssueSteps({ scope, issue }: { scope: Scope; issue: Ok<'issue'> }) {
  const { say } = useTexts()
  const [asked, setAsked] = useState<IssueAction | null>(null)
  const { move, take, failure } = useStep(scope, issue)
  if (issue.choices.length === 0) return null
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
            data-step={index + 1}
            onClick={() => (ruleOf(action).needs.length === 0 ? take(action, {}, () => setAsked(null)) : setAsked(action))}
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
          onSay={(said) => take(asked, said, () => setAsked(null))}
          onClose={() => {
            setAsked(null)
            move.reset()
          }}
        />
      )}
    </section>
  )
}
