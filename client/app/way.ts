// Where an account is sent on to from where it is.
import { matchPath } from 'react-router'
import type { Session } from '#contract/accounts.ts'
import { mayAsk } from './session.ts'

type Arrived = Pick<Session, 'role' | 'scenes'>

const isAt = (pathname: string, pages: readonly string[]): boolean => pages.some((page) => matchPath(page, pathname) !== null)

/** The start page; `/sign-in` is another name for it. */
export const isStart = (pathname: string): boolean => isAt(pathname, ['/', '/sign-in'])

/** The plan that is drawn on at an address, or null. */
export function planAt(pathname: string): number | null {
  const id = matchPath('/planner/:id', pathname)?.params.id ?? ''
  return /^\d{1,15}$/.test(id) ? Number(id) : null
}

/** Their work is not on the map: after signing in at the start page they are taken to it. */
const landsOnAdmin = ({ role }: Arrived): boolean => role === 'administrator' || role === 'securityAdministrator' || role === 'auditor'

/** `arrived`: signed in at the start page just now. Null: stays where it is. */
export function sentOn(session: Arrived, pathname: string, arrived: boolean): '/' | '/admin' | '/wall' | null {
  // Nobody stands at a wall: it has no account to keep and nothing to administer. It has a map beside its scenes.
  if (session.role === 'wall') return isAt(pathname, ['/', '/wall']) ? null : '/wall'
  const toAdmin = session.role !== null && (!mayAsk(session, 'layers') || (arrived && landsOnAdmin(session)))
  return toAdmin && isStart(pathname) ? '/admin' : null
}
