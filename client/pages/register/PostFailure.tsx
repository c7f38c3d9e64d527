// Why a step was not taken; where somebody else was quicker, how it stands by now.
import { CallError, hasCode } from '../../api/errors.ts'
import { useTexts } from '../../i18n/text.ts'

export function PostFailure({ error }: { error: Error }) {
  const { say } = useTexts()
  const details = error instanceof CallError ? error.details : []
  const now = details.find(({ path }) => path === 'now')?.problem
  const words =
    hasCode(error, 'conflict') && now !== undefined
      ? say(details[0]?.problem === 'held' ? 'register.conflict.held' : 'register.conflict.changed', { now })
      : hasCode(error, 'invalid_request')
        ? say('register.refused')
        : say(`error.${error instanceof CallError ? error.code : 'internal'}`)
  return (
    <p className="form-error" role="alert" data-testid="post-failure">
      {words}
    </p>
  )
}
