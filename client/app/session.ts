// Who is signed in, for everything inside the gate; and what this account may do, by the one table that the server goes by too.
import { createContext, useContext } from 'react'
import { type Caller, mayCall } from '#contract/access.ts'
import type { Session } from '#contract/accounts.ts'
import { type CallId, operations } from '../api/operations.ts'

const SessionContext = createContext<Session | null>(null)
export const SessionProvider = SessionContext.Provider

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('only inside the gate there is a session')
  return session
}

export const mayAsk = (caller: Caller, id: CallId): boolean => mayCall(caller, { id, access: operations[id].access })

/** Whether this account may call an operation; what it may not, is neither shown nor asked. */
export function useMay(): (id: CallId) => boolean {
  const session = useSession()
  return (id) => mayAsk(session, id)
}

/** Whether there is anything for this account among the administration pages. */
export const mayAdminister = (caller: Caller): boolean => mayAsk(caller, 'accounts')
