// Before there is anything to show: the service is starting, away or has no sub-district yet.
import type { ReactNode } from 'react'
import { CallError } from '../api/errors.ts'
import { useTexts } from '../i18n/text.ts'
import { Failure } from './Failure.tsx'

export function Waiting({ reason }: { reason: unknown }) {
  const { say } = useTexts()
  const offline = reason instanceof CallError && reason.code === 'offline'
  const known = reason instanceof CallError
  return (
    <main className="message message-page" aria-busy="true" data-testid="waiting">
      <h1 className="message-title">{known ? say(offline ? 'state.offline.title' : 'state.starting.title') : say('state.loading')}</h1>
      {known ? (
        <p className="message-body" role="status">
          {say(offline ? 'state.offline.body' : 'state.starting.body')}
        </p>
      ) : null}
    </main>
  )
}

export function Refused({ error, retry }: { error: unknown; retry: () => void }): ReactNode {
  const { say } = useTexts()
  return (
    <main className="message-page">
      <h1 className="unseen">{say('app.name')}</h1>
      <Failure error={error} retry={retry} />
    </main>
  )
}

export function NoSubdistrict() {
  const { say } = useTexts()
  return (
    <main className="message message-page" data-testid="no-subdistrict">
      <h1 className="message-title">{say('state.noSubdistrict.title')}</h1>
      <p className="message-body">{say('state.noSubdistrict.body')}</p>
    </main>
  )
}
