// In front of every page: who is here decides what is shown, at whatever address. Who signs in is then where they wanted to be.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import type { Session } from '#contract/accounts.ts'
import { rightsOf, sessionQuery } from '../api/session.ts'
import { useLook } from './look.ts'
import { NoRights } from './NoRights.tsx'
import { Refused, Waiting } from './ServiceState.tsx'
import { mayAsk, SessionProvider } from './session.ts'

const SignInPage = lazy(() => import('../pages/sign-in/SignInPage.tsx'))
const AccountPage = lazy(() => import('../pages/account/AccountPage.tsx'))

/** Their work is not on the map: after signing in at `/` they are taken to it. */
const landsOnAdmin = ({ role }: Session): boolean => role === 'administrator' || role === 'securityAdministrator' || role === 'auditor'

/** Whether somebody signed in at the start page and has not been anywhere else since. */
function useArrival(signedOut: boolean, pathname: string): boolean {
  const arrived = useRef(false)
  useEffect(() => {
    if (signedOut) arrived.current = true
    else if (pathname !== '/') arrived.current = false
  }, [signedOut, pathname])
  return arrived.current
}

export function Gate() {
  const { search } = useLook()
  const { pathname } = useLocation()
  const query = useQuery(sessionQuery())
  const arrived = useArrival(query.data?.session === null, pathname)
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
  if (pathname === '/' && session.role !== null && (!mayAsk(session, 'layers') || (arrived && landsOnAdmin(session))))
    return <Navigate to={`/admin${search}`} replace />
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
