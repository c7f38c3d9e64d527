// What happened, the request id, and the way to try again.
import { CallError } from '../api/errors.ts'
import { useTexts } from '../i18n/text.ts'

export function Failure({ error, retry, back }: { error: unknown; retry?: () => void; back?: () => void }) {
  const { say } = useTexts()
  const code = error instanceof CallError ? error.code : 'internal'
  const requestId = error instanceof CallError ? error.requestId : null
  const again = retry && code !== 'not_found' && code !== 'forbidden'
  return (
    <div className="message" role="alert" data-testid="failure">
      <p className="message-title">{say(`error.${code}`)}</p>
      {requestId ? <p className="message-request">{say('state.requestId', { id: requestId })}</p> : null}
      {again ? (
        <button type="button" className="button" onClick={retry}>
          {say('state.retry')}
        </button>
      ) : null}
      {back && code === 'not_found' ? (
        <button type="button" className="button" onClick={back}>
          {say('map.fit')}
        </button>
      ) : null}
    </div>
  )
}
