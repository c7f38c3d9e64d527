// What went wrong with an action, where it was asked for. A conflict says that nothing was overwritten.
import { Alert } from 'antd'
import { CallError, hasCode } from '../../api/errors.ts'
import { useTexts } from '../../i18n/text.ts'

/** `conflict`: what it means here; without it, that somebody was faster. */
export function ActionError({ error, conflict }: { error: unknown; conflict?: string | undefined }) {
  const { say } = useTexts()
  if (!error) return null
  if (hasCode(error, 'conflict')) {
    // Something that has to be unique already belongs to another account.
    const taken = error.details.some(({ path }) => path === 'body.username' || path === 'body.oidcSubject')
    const title = taken ? say('accounts.create.taken') : (conflict ?? say('admin.conflict'))
    return <Alert type="warning" showIcon role="alert" data-testid="conflict" title={title} />
  }
  const code = error instanceof CallError ? error.code : 'internal'
  const requestId = error instanceof CallError ? error.requestId : null
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      data-testid="action-error"
      title={say(`error.${code}`)}
      description={requestId ? say('state.requestId', { id: requestId }) : undefined}
    />
  )
}
