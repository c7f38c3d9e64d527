// Taking a step with a case: what is sent, what comes back, what is said when somebody was faster.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { IssueAction } from '#domain/issues/workflow.ts'
import type { Ok } from '../../api/client.ts'
import { CallError } from '../../api/errors.ts'
import { issueQuery, moveIssueMutation, type Scope } from '../../api/queries.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Said } from './StepDialog.tsx'

export function useStep(scope: Scope, issue: Ok<'issue'>) {
  const { say } = useTexts()
  const client = useQueryClient()
  const query = issueQuery(scope, issue.properties.issueId)
  const move = useMutation({
    ...moveIssueMutation(issue.properties.issueId),
    onSuccess: (answer) => {
      client.setQueryData(query.queryKey, answer)
    },
  })
  const take = (action: IssueAction, { master, level, ...texts }: Said, onTaken: () => void): void =>
    move.mutate(
      {
        version: issue.version,
        action,
        ...texts,
        ...(master !== undefined && { master: Number(master) }),
        ...(level !== undefined && { level: issue.levels.find((one) => one === level) }),
      },
      { onSuccess: onTaken },
    )
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
  return { move, take, failure }
}
