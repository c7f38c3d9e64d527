// Administering accounts. The administrator makes, disables and opens them and cannot give a right; the security administrator gives rights and
// makes no account; nobody does any of it to themselves. Displays are not accounts here, and another sub-district's are not there.
import { randomBytes } from 'node:crypto'
import type { Account } from '#contract/accounts.ts'
import type { RouteTable } from '#contract/routes.ts'
import type { AuditAction } from '#contract/words.ts'
import { oneTimePassword } from '#domain/accounts/password-policy.ts'
import type { GridTree } from '../db/grid-tree.ts'
import { endSessions, sessionsOf } from '../db/sessions.ts'
import { AppError, found } from '../http/app-error.ts'
import { Refused, type SystemHandlers, type SystemInput } from '../http/handler.ts'
import {
  type AccountChange,
  type AccountRow,
  accountList,
  clearLock,
  clearSecondFactor,
  closeSignIn,
  insertAccount,
  isSubjectTaken,
  isUsernameTaken,
  lockAccount,
  setPassword,
  updateAccount,
  updateRights,
} from './account-queries.ts'
import { hashPassword } from './passwords.ts'
import { knownScope } from './scope-codes.ts'

type Asked = Pick<SystemInput<RouteTable['changeRights']>, 'db' | 'now' | 'who' | 'audit' | 'tree'>

export const accountHandlers: Pick<
  SystemHandlers,
  | 'accounts'
  | 'createAccount'
  | 'changeAccount'
  | 'resetPassword'
  | 'unlockAccount'
  | 'changeRights'
  | 'resetSecondFactor'
  | 'accountSessions'
  | 'endAccountSessions'
> = {
  accounts: async ({ db, who, query, now, tree }) => {
    const fetched = await accountList(db, who.subdistrict, { ...query, now, limit: query.limit + 1 })
    const kept = fetched.slice(0, query.limit)
    return {
      accounts: kept.map((row) => toAccount(row, tree)),
      next: fetched.length > query.limit ? (kept.at(-1)?.username ?? null) : null,
    }
  },

  createAccount: async (input) => {
    const { db, now, who, body, audit } = input
    const username = body.username.normalize('NFKC')
    mustBeFree(username)
    if (await isUsernameTaken(db, who.subdistrict, username)) throw taken('body.username', `the username ${username} is taken`)
    // who signs in elsewhere has no password here to be changed first
    const password = body.oidcSubject === undefined ? oneTimePassword(randomBytes) : null
    const made = await insertAccount(
      db,
      who.subdistrict,
      {
        username,
        displayName: body.displayName,
        oidcSubject: body.oidcSubject ?? null,
        role: null,
        passwordHash: password === null ? null : await hashPassword(password),
        madeInDemo: who.demo || who.madeInDemo,
      },
      now,
    )
    // the name was free a moment ago, so it is the subject; or somebody made the same account just now
    if (made === undefined) throw taken('body.oidcSubject', 'another account has this username or this subject of single sign-on')
    const account = await accountOf(input, made.accountId)
    await audit({ action: 'accountCreated', subject: `account:${made.accountId}`, after: traced(account) })
    return { account, oneTimePassword: password }
  },

  changeAccount: async (input) => {
    const { db, who, params, body, audit } = input
    const present = await heldAccount(input, params.id)
    if (isOwn(who, present) && ((body.state !== undefined && body.state !== present.state) || body.oidcSubject !== undefined))
      return refuse(input, present, 'accountChanged', ownAccount)
    if (present.demo && (body.displayName !== undefined || body.oidcSubject !== undefined))
      return refuse(input, present, 'accountChanged', fictional)
    if (body.oidcSubject !== undefined && isSeparate(present)) return refuse(input, present, 'accountChanged', separate)
    mustBeCurrent(present, body.version)
    const change: AccountChange = {
      displayName: body.displayName ?? present.displayName,
      state: body.state ?? present.state,
      oidcSubject: body.oidcSubject === undefined ? present.oidcSubject : body.oidcSubject,
    }
    if (change.oidcSubject !== null && (await isSubjectTaken(db, who.subdistrict, change.oidcSubject, present.accountId)))
      throw taken('body.oidcSubject', 'another account has this subject of single sign-on')
    await updateAccount(db, who.subdistrict, present.accountId, change)
    const ended = change.state === 'disabled' ? await endSessions(db, who.subdistrict, present.accountId) : 0
    const account = await accountOf(input, present.accountId)
    await audit({
      action: 'accountChanged',
      subject: `account:${present.accountId}`,
      before: traced(present),
      after: { ...traced(account), ended },
    })
    return account
  },

  resetPassword: async (input) => {
    const { db, now, who, params, policy, audit } = input
    const present = await heldAccount(input, params.id)
    if (isOwn(who, present)) return refuse(input, present, 'passwordReset', ownAccount)
    if (present.demo) return refuse(input, present, 'passwordReset', fictional)
    if (isSeparate(present)) return refuse(input, present, 'passwordReset', separate)
    const password = oneTimePassword(randomBytes)
    const next = { passwordHash: await hashPassword(password), forOnce: true, kept: policy.passwordHistory }
    await setPassword(db, who.subdistrict, present.accountId, next, now)
    const ended = await endSessions(db, who.subdistrict, present.accountId)
    await audit({ action: 'passwordReset', subject: `account:${present.accountId}`, after: { ended } })
    return { oneTimePassword: password }
  },

  unlockAccount: async (input) => {
    const { db, who, params, audit } = input
    const present = await heldAccount(input, params.id)
    if (isOwn(who, present)) return refuse(input, present, 'accountUnlocked', ownAccount)
    if (present.demo) return refuse(input, present, 'accountUnlocked', fictional)
    await clearLock(db, who.subdistrict, present.accountId)
    await audit({ action: 'accountUnlocked', subject: `account:${present.accountId}`, before: { lockedUntil: present.lockedUntil } })
    return accountOf(input, present.accountId)
  },

  changeRights: async (input) => {
    const { db, who, params, body, tree, audit } = input
    const present = await heldAccount(input, params.id)
    if (isOwn(who, present)) return refuse(input, present, 'rightsChanged', ownAccount)
    mustBeCurrent(present, body.version)
    await updateRights(db, who.subdistrict, present.accountId, body.role, knownScope(tree, body.scope))
    // whoever made the account may know how to sign in to it; with one of these two roles it must begin anew
    if (isSeparate({ role: body.role }) && body.role !== present.role && !present.demo) {
      await closeSignIn(db, who.subdistrict, present.accountId)
      await endSessions(db, who.subdistrict, present.accountId)
    }
    const account = await accountOf(input, present.accountId)
    await audit({ action: 'rightsChanged', subject: `account:${present.accountId}`, before: traced(present), after: traced(account) })
    return account
  },

  resetSecondFactor: async (input) => {
    const { db, who, params, audit } = input
    const present = await heldAccount(input, params.id)
    if (isOwn(who, present)) return refuse(input, present, 'secondFactorRemoved', ownAccount)
    if (present.demo) return refuse(input, present, 'secondFactorRemoved', fictional)
    await clearSecondFactor(db, who.subdistrict, present.accountId)
    // whoever has the lost device may have a session on it
    const ended = await endSessions(db, who.subdistrict, present.accountId)
    await audit({
      action: 'secondFactorRemoved',
      subject: `account:${present.accountId}`,
      before: traced(present),
      after: { secondFactor: false, ended },
    })
    return accountOf(input, present.accountId)
  },

  accountSessions: async ({ db, now, who, params, policy }) => {
    const [account] = await accountList(db, who.subdistrict, { now, limit: 1, accountId: params.id })
    const { accountId } = found(account, `account ${params.id}`)
    const open = await sessionsOf(db, who.subdistrict, accountId, now, policy.idleMinutes)
    return { sessions: open.map((session) => ({ ...session, current: session.sessionId === who.sessionId })) }
  },

  endAccountSessions: async (input) => {
    const { db, who, params, audit } = input
    const { accountId } = await heldAccount(input, params.id)
    const ended = await endSessions(db, who.subdistrict, accountId)
    await audit({ action: 'sessionsEnded', subject: `account:${accountId}`, after: { ended } })
    return { ended }
  },
}

const toAccount = ({ nodes, ...row }: AccountRow, tree: GridTree): Account => ({ ...row, scope: tree.describe(nodes) })

/** The account after a change, as it is answered. */
async function accountOf({ db, now, who, tree }: Asked, accountId: number): Promise<Account> {
  const [row] = await accountList(db, who.subdistrict, { now, limit: 1, accountId })
  return toAccount(found(row, `account ${accountId}`), tree)
}

/** The account a change is about, held until the transaction ends. Throws `not_found` for displays and for other sub-districts. */
const heldAccount = async ({ db, now, who, tree }: Asked, accountId: number): Promise<Account> =>
  toAccount(found(await lockAccount(db, who.subdistrict, accountId, now), `account ${accountId}`), tree)

const isOwn = (who: Asked['who'], { accountId }: Account) => who.accountId === accountId

/** What the audit keeps of an account. */
const traced = ({ username, displayName, role, scope, state, oidcSubject, secondFactor, version }: Account) => ({
  username,
  displayName,
  role,
  scope: scope.map(({ code }) => code),
  state,
  oidcSubject,
  secondFactor,
  version,
})

/** Whoever could give these a password could be them, and the three administrator roles would be one. */
const isSeparate = ({ role }: Pick<Account, 'role'>) => role === 'securityAdministrator' || role === 'auditor'
const separate = {
  reason: 'separate role',
  message: 'the sign-in of a security administrator or an auditor is changed on the machine itself: npm run admin -- reset-password',
}
const ownAccount = { reason: 'own account', message: 'nobody administers their own account; ask another administrator' }
const fictional = {
  reason: 'account of the demo',
  message: 'a fictional person of the demo has no password and keeps name and sign-in; only state and rights can be changed',
}

/** Keeps the attempt in the audit and answers `forbidden`. */
async function refuse(
  { audit }: Asked,
  { accountId }: Account,
  action: AuditAction,
  { reason, message }: { readonly reason: string; readonly message: string },
): Promise<Refused> {
  await audit({ action, subject: `account:${accountId}`, result: 'refused', reason })
  return new Refused(new AppError('forbidden', message))
}

function mustBeCurrent({ version }: Account, read: number): void {
  if (version !== read)
    throw new AppError('conflict', `the account was changed meanwhile; its version is ${version}`, [
      { path: 'version', problem: String(version) },
    ])
}

const taken = (path: string, message: string) => new AppError('conflict', message, [{ path, problem: 'taken' }])

/** Names that the audit and the displays use: a person may not look like them. */
function mustBeFree(username: string): void {
  if (username === 'system' || /^(display|demo)-/.test(username))
    throw new AppError('invalid_request', `body.username: ${username} is kept for the program`, [
      { path: 'body.username', problem: 'is kept for the program' },
    ])
}
