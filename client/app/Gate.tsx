// In front of every page: who is here decides what is shown, at whatever address. Who signs in is then where they wanted to be.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { useLive } from '../api/live.ts'
import { operations } from '../api/operations.ts'
import { rightsOf, sessionQuery } from '../api/session.ts'
import { useLook } from './look.ts'
import { NoRights } from './NoRights.tsx'
import { Refused, Waiting } from './ServiceState.tsx'
import { mayAsk, SessionProvider } from './session.ts'
import { withoutOutcome } from './sign-in-outcome.ts'
import { useKeepAlive } from './use-keep-alive.ts'
import { useOutbox } from './use-outbox.ts'
import { isStart, sentOn } from './way.ts'

const SignInPage = lazy(() => import('../pages/sign-in/SignInPage.tsx'))
const AccountPage = lazy(() => import('../pages/account/AccountPage.tsx'))

/** Whether somebody signed in at the start page and has not been anywhere else since. */
function useArrival(signedOut: boolean, pathname: string): boolean {
  const arrived = useRef(false)
  useEffect(() => {
    if (signedOut) arrived.current = true
    else if (!isStart(pathname)) arrived.current = false
  }, [signedOut, pathname])
  return arrived.current
}

export function Gate() {
  const { search: look } = useLook()
  const { pathname, search } = useLocation()
  const query = useQuery(sessionQuery())
  const arrived = useArrival(query.data?.session === null, pathname)
  useKeepAlive(query.data?.session?.idleMinutes ?? null)
  const present = query.data?.session ?? null
  useLive(operations.live.path, present !== null && !present.mustChangePassword && mayAsk(present, 'live'))
  const reports = present !== null && !present.mustChangePassword && mayAsk(present, 'reportIssue')
  useOutbox(reports ? present.accountId : null)
  if (!query.data) {
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  }
  const { session } = query.data
  if (session === null) {
    return (
      <Suspense>
        <SignInPage because={query.data.because} />
      </Suspense>
    )
  }
  const onwards = sentOn(session, pathname, arrived)
  if (onwards !== null) return <Navigate to={onwards + look} replace />
  // How an earlier attempt ended is of no interest any more.
  const tidied = withoutOutcome(search)
  if (tidied !== null) return <Navigate to={{ pathname, search: tidied }} replace />
  return (
    <SessionProvider key={rightsOf(session)} value={session}>
      <Suspense>
        {session.mustChangePassword ? (
          <AccountPage />
        ) : session.role === null && pathname !== '/account' ? (
          <NoRights missing="role" />
        ) : (
          <Outlet />
        )}
      </Suspense>
    </SessionProvider>
  )
}
