// Why a step was not taken; where somebody else was quicker, that the list was read again.
import { CallError, hasCode } from '../../api/errors.ts'
import { useTexts } from '../../i18n/text.ts'

/** What the service says is wrong, in words where there are some. */
const known = [
  'body.at',
  'body.line',
  'body.checkpoints',
  'body.shifts',
  'body.retired',
  'body.closed',
  'body.patrolTeamId',
  'body.communityCode',
] as const

export function PatrolFailure({ error }: { error: Error | null }) {
  const { say } = useTexts()
  if (error === null) return null
  const details = error instanceof CallError ? error.details : []
  const path = details[0]?.path ?? ''
  const field = known.find((one) => path === one || path.startsWith(`${one}.`))
  const number = Number(path.split('.').find((part) => /^\d+$/.test(part)) ?? -1) + 1
  const version = details.find((detail) => detail.path === 'version')
  const words = hasCode(error, 'conflict')
    ? say(version ? 'patrols.conflict' : 'patrols.conflict.state')
    : field
      ? say(`patrols.refused.${field}`, { number })
      : say(`error.${error instanceof CallError ? error.code : 'internal'}`)
  return (
    <p className="form-error" role="alert" data-testid="patrol-failure">
      {words}
    </p>
  )
}
