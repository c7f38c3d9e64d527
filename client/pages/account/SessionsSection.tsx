// Where one is signed in: this device and the others, each of which can be ended.
import { useMutation, useQuery } from '@tanstack/react-query'
import { endMySessionsMutation, mySessionsQuery } from '../../api/account.ts'
import { deviceName } from '../../app/device-name.ts'
import { Failure } from '../../app/Failure.tsx'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'

export function SessionsSection() {
  const { say, formats } = useTexts()
  const query = useQuery(mySessionsQuery())
  const end = useMutation(endMySessionsMutation())
  const sessions = query.data?.sessions
  return (
    <section className="account-section" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{say('sessions.title')}</h2>
      {sessions ? (
        <ul className="sessions">
          {sessions.map((one) => (
            <li key={one.sessionId} data-testid="session-row">
              <div>
                <p className="session-device">
                  {deviceName(one.device) || say('sessions.unknownDevice')}{' '}
                  {one.current ? <span className="state-word state-on">{say('sessions.current')}</span> : null}
                </p>
                <p className="account-note">
                  {say('sessions.line', {
                    address: one.address,
                    signedIn: formats.moment(one.signedInAt),
                    seen: formats.moment(one.lastSeenAt),
                  })}
                </p>
              </div>
              {one.current ? null : (
                <button type="button" className="button-outlined" disabled={end.isPending} onClick={() => end.mutate(one.sessionId)}>
                  {say('sessions.end')}
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <div className="sessions" role="status" aria-label={say('state.loading')}>
          <Skeleton height={44} />
          <Skeleton height={44} />
        </div>
      )}
      {end.error ? <Failure error={end.error} /> : null}
      {sessions?.some(({ current }) => !current) ? (
        <button
          type="button"
          className="button-outlined"
          data-testid="end-other-sessions"
          disabled={end.isPending}
          onClick={() => end.mutate(null)}
        >
          {say('sessions.endOthers')}
        </button>
      ) : sessions ? (
        <p className="account-note">{say('sessions.onlyThis')}</p>
      ) : null}
    </section>
  )
}
