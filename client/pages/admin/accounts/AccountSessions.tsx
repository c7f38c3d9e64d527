// Where an account is signed in, and ending all of it.
import { useMutation, useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import type { Account } from '#contract/accounts.ts'
import { accountSessionsQuery, endAccountSessionsMutation } from '../../../api/accounts.ts'
import { deviceName } from '../../../app/device-name.ts'
import { Failure } from '../../../app/Failure.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Confirmed } from '../Confirmed.tsx'

export function AccountSessions({ account, onError }: { account: Account; onError: (error: unknown) => void }) {
  const { say, formats } = useTexts()
  const { message } = App.useApp()
  const may = useMay()
  const query = useQuery(accountSessionsQuery(account.accountId))
  const end = useMutation(endAccountSessionsMutation())
  const sessions = query.data?.sessions
  return (
    <section className="admin-section">
      <h3>{say('sessions.title')}</h3>
      {sessions ? (
        sessions.length === 0 ? (
          <p className="admin-note">{say('accounts.sessions.none')}</p>
        ) : (
          <>
            <ul className="admin-form">
              {sessions.map((one) => (
                <li key={one.sessionId}>
                  {deviceName(one.device) || say('sessions.unknownDevice')}
                  <p className="admin-note">
                    {say('sessions.line', {
                      address: one.address,
                      signedIn: formats.moment(one.signedInAt),
                      seen: formats.moment(one.lastSeenAt),
                    })}
                  </p>
                </li>
              ))}
            </ul>
            {may('endAccountSessions') ? (
              <div className="admin-actions">
                <Confirmed
                  text={say('accounts.sessions.endAll')}
                  question={say('accounts.sessions.question', { name: account.displayName })}
                  danger
                  pending={end.isPending}
                  testId="end-sessions"
                  onConfirm={() => {
                    onError(null)
                    end.mutate(account.accountId, {
                      onError,
                      onSuccess: ({ ended }) => void message.success(say('accounts.sessions.ended', { count: formats.number(ended) })),
                    })
                  }}
                />
              </div>
            ) : null}
          </>
        )
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Skeleton height={40} />
      )}
    </section>
  )
}
