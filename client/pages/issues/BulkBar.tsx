// The same step with everything that is selected: offered are the steps that all of it is open to.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type HandlerLevel, handlerLevels, type IssueAction, ruleOf } from '#domain/issues/workflow.ts'
import type { Ok } from '../../api/client.ts'
import { type ListedIssue, moveIssuesMutation } from '../../api/issues.ts'
import { type Said, StepDialog } from '../../app/case/StepDialog.tsx'
import { useTexts } from '../../i18n/text.ts'

/** As many as the service takes at once. */
const most = 200
/** The result of one is not the result of another, nor are two cases duplicates of a third by being selected. */
const oneByOne: readonly IssueAction[] = ['finish', 'solveOnSpot', 'evaluate', 'merge']

export function BulkBar({ issues, onDone }: { issues: readonly ListedIssue[]; onDone: () => void }) {
  const { say, formats } = useTexts()
  const [asked, setAsked] = useState<IssueAction | null>(null)
  const [results, setResults] = useState<Ok<'moveIssues'>['results'] | null>(null)
  const move = useMutation({
    ...moveIssuesMutation(),
    onSuccess: ({ results: all }) => {
      setAsked(null)
      if (all.every(({ code }) => code === 'done')) onDone()
      else setResults(all)
    },
  })
  const [first] = issues
  const common = (first?.choices ?? []).filter(
    (action) => !oneByOne.includes(action) && issues.every(({ choices }) => choices.includes(action)),
  )
  const take = (action: IssueAction, { level, reason, until }: Said): void => {
    const known: HandlerLevel | undefined = handlerLevels.find((one) => one === level)
    move.mutate({
      issues: issues.slice(0, most).map(({ properties, version }) => ({ id: properties.issueId, version })),
      action,
      ...(reason !== undefined && { reason }),
      ...(until !== undefined && { until }),
      ...(known !== undefined && { level: known }),
    })
  }
  const failure = move.isError ? (
    <p className="form-error" role="alert">
      {say('issues.bulk.failed')}
    </p>
  ) : null
  return (
    <section className="bulk-bar" aria-label={say('issues.bulk')} data-testid="bulk-bar">
      <p>
        <strong>{say('issues.bulk.selected', { count: formats.number(issues.length) })}</strong>
        {issues.length > most ? <span> {say('issues.bulk.most', { count: most })}</span> : null}
      </p>
      {results === null ? (
        <div className="bulk-actions">
          {common.length === 0 ? <span className="bulk-none">{say('issues.bulk.none')}</span> : null}
          {common.map((action, index) => (
            <button
              key={action}
              type="button"
              className={index === 0 ? 'button' : 'button-quiet'}
              disabled={move.isPending}
              data-testid={`bulk-${action}`}
              onClick={() => (ruleOf(action).needs.length === 0 ? take(action, {}) : setAsked(action))}
            >
              {say(`issueAction.${action}`)}
            </button>
          ))}
          <button type="button" className="button-quiet" onClick={onDone} data-testid="bulk-clear">
            {say('issues.bulk.clear')}
          </button>
        </div>
      ) : (
        <BulkResults results={results} onClose={onDone} />
      )}
      {asked === null ? failure : null}
      {asked === null ? null : (
        <StepDialog
          action={asked}
          levels={handlerLevels}
          usual={first?.properties.handlerLevel ?? 'grid'}
          pending={move.isPending}
          failure={failure}
          onSay={(said) => take(asked, said)}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  )
}

function BulkResults({ results, onClose }: { results: Ok<'moveIssues'>['results']; onClose: () => void }) {
  const { say } = useTexts()
  const refused = results.filter(({ code }) => code !== 'done')
  return (
    <div className="bulk-results" role="alert" data-testid="bulk-results">
      <p>{say('issues.bulk.result', { done: results.length - refused.length, refused: refused.length })}</p>
      <ul>
        {refused.map(({ id, code }) => (
          <li key={id}>
            {say('issue.number', { id })} · {code === 'done' ? null : say(code === 'conflict' ? 'issue.step.conflict' : `error.${code}`)}
          </li>
        ))}
      </ul>
      <button type="button" className="button-quiet" onClick={onClose}>
        {say('app.close')}
      </button>
    </div>
  )
}
