// Operations of signing in, of one's own account, and of administering accounts, rights and displays.
import { z } from 'zod'
import { CalendarDate, Instant, Page, RowId, ScopeNode, SubdistrictCode } from './fields.ts'
import { get, patch, post, put, remove } from './route.ts'
import { accountStates, personRoles, roles, scenes } from './words.ts'

export const Username = z
  .string()
  .trim()
  .normalize('NFKC')
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u, 'two to 64 letters, digits, dots, hyphens, underscores or @')
const Password = z.string().min(1).max(200)
const DisplayName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u, 'no control characters')
const Code = z.string().regex(/^\d{6}$/, 'six digits')
const Version = z.number().int().positive().describe('the version that was read; a newer one is answered with 409')

export const ScopeGrid = z.object({
  code: ScopeNode,
  level: z.number().int().min(0).max(3).describe('0: the whole sub-district'),
  name: z.string(),
  nameEn: z.string(),
  inForce: z.boolean().describe('false: the grid was dissolved and gives no access any more'),
})

// ── Session ──────────────────────────────────────────────────────────────────────────────────────────────────
export const Session = z.object({
  subdistrictCode: SubdistrictCode,
  accountId: z.number().int(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(roles).nullable().describe('null: no role has been given yet'),
  scope: z.array(ScopeGrid).describe('the grids whose subtrees may be seen; empty: nothing'),
  scenes: z.array(z.enum(scenes)).describe('of a display; empty for people'),
  demo: z.boolean(),
  mustChangePassword: z.boolean().describe('until then every other operation answers password_change_required'),
  passwordExpiresOn: CalendarDate.nullable(),
  secondFactor: z.boolean(),
  signedInAt: Instant,
  expiresAt: Instant.nullable().describe('when the session ends whatever happens; null for displays'),
  idleMinutes: z.number().int().nullable(),
})
export type Session = z.infer<typeof Session>

export const session = get({
  id: 'session',
  path: '/api/v1/session',
  summary: 'Who am I: role, scope, what is left to do',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  ok: Session,
})

export const signIn = post({
  id: 'signIn',
  path: '/api/v1/session',
  summary: 'Sign in: with a password (and a code where a second factor is set), as a fictional person of the demo, or as a display',
  tag: 'session',
  access: 'anyone',
  reach: 'system',
  body: z.union([
    z.strictObject({
      username: z.string().min(1).max(64),
      password: Password,
      code: Code.optional(),
      subdistrict: SubdistrictCode.optional(),
    }),
    z.strictObject({ demo: z.enum(roles) }),
    z.strictObject({ display: z.string().min(20).max(100) }),
  ]),
  ok: Session,
  errors: ['sign_in_failed', 'second_factor_needed', 'not_found'],
})

export const endSession = remove({
  id: 'endSession',
  path: '/api/v1/session',
  summary: 'Sign out',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  ok: z.object({}),
})

export const signInWays = get({
  id: 'signInWays',
  path: '/api/v1/sign-in-ways',
  summary: 'How one may sign in here: sub-districts, single sign-on, fictional people of the demo',
  tag: 'session',
  access: 'anyone',
  reach: 'system',
  ok: z.object({
    subdistricts: z.array(z.object({ subdistrictCode: SubdistrictCode, name: z.string(), nameEn: z.string() })),
    demo: z.array(z.enum(roles)).describe('empty unless the service runs as a demo'),
    oidc: z.object({ name: z.string(), path: z.string() }).nullable(),
  }),
})

export const oidcStart = get({
  id: 'oidcStart',
  path: '/api/v1/session/oidc',
  summary: 'Begin single sign-on: redirects to the identity provider',
  tag: 'session',
  access: 'anyone',
  reach: 'system',
  ok: { mediaType: 'text/html' },
  errors: ['not_found'],
})

export const oidcReturn = get({
  id: 'oidcReturn',
  path: '/api/v1/session/oidc/return',
  summary: 'Where the identity provider sends the browser back to; redirects to the start page',
  tag: 'session',
  access: 'anyone',
  reach: 'system',
  query: z.object({
    code: z.string().max(2000).optional(),
    state: z.string().max(500).optional(),
    iss: z.string().max(500).optional(),
    session_state: z.string().max(500).optional(),
    scope: z.string().max(500).optional(),
    error: z.string().max(200).optional(),
    error_description: z.string().max(1000).optional(),
  }),
  ok: { mediaType: 'text/html' },
  errors: ['not_found', 'sign_in_failed'],
})

// ── One's own account ────────────────────────────────────────────────────────────────────────────────────────
export const changePassword = put({
  id: 'changePassword',
  path: '/api/v1/me/password',
  summary: 'Change one’s own password; every other session of the account ends',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  body: z.strictObject({ current: Password, next: Password }),
  ok: Session,
  errors: ['password_refused', 'sign_in_failed'],
})

export const startSecondFactor = post({
  id: 'startSecondFactor',
  path: '/api/v1/me/second-factor',
  summary: 'Begin to set up a second factor (TOTP): a new secret, not in force until confirmed',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  body: z.strictObject({ password: Password }),
  ok: z.object({ secret: z.string().describe('Base32'), address: z.string().describe('otpauth://, for the QR code') }),
  errors: ['sign_in_failed', 'conflict'],
})

export const confirmSecondFactor = put({
  id: 'confirmSecondFactor',
  path: '/api/v1/me/second-factor',
  summary: 'Put the second factor in force by a code from the device',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  body: z.strictObject({ code: Code }),
  ok: Session,
  errors: ['sign_in_failed', 'conflict'],
})

export const removeSecondFactor = remove({
  id: 'removeSecondFactor',
  path: '/api/v1/me/second-factor',
  summary: 'Give up one’s own second factor',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  body: z.strictObject({ password: Password, code: Code }),
  ok: Session,
  errors: ['sign_in_failed'],
})

const OpenSession = z.object({
  sessionId: z.string(),
  signedInAt: Instant,
  lastSeenAt: Instant,
  address: z.string(),
  device: z.string(),
  current: z.boolean(),
})
export const mySessions = get({
  id: 'mySessions',
  path: '/api/v1/me/sessions',
  summary: 'The open sessions of one’s own account',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  ok: z.object({ sessions: z.array(OpenSession) }),
})
export const endMySessions = remove({
  id: 'endMySessions',
  path: '/api/v1/me/sessions',
  summary: 'End every other session of one’s own account',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  ok: z.object({ ended: z.number().int() }),
})
export const endMySession = remove({
  id: 'endMySession',
  path: '/api/v1/me/sessions/:id',
  summary: 'End one of the other sessions of one’s own account',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  params: z.object({ id: z.string().regex(/^[\w-]{1,40}$/, 'the number of a session') }),
  ok: z.object({ ended: z.number().int() }),
  errors: ['not_found'],
})

// ── Accounts ─────────────────────────────────────────────────────────────────────────────────────────────────
export const Account = z.object({
  accountId: z.number().int(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(personRoles).nullable(),
  scope: z.array(ScopeGrid),
  state: z.enum(accountStates),
  lockedUntil: Instant.nullable(),
  secondFactor: z.boolean(),
  oidcSubject: z.string().nullable(),
  mustChangePassword: z.boolean(),
  lastSignedInAt: Instant.nullable(),
  createdAt: Instant,
  openSessions: z.number().int(),
  demo: z.boolean(),
  version: z.number().int(),
})
export type Account = z.infer<typeof Account>

const accountReaders = ['administrator', 'securityAdministrator', 'auditor'] as const
const ofAccount = { params: z.object({ id: RowId }), tag: 'accounts', reach: 'system' } as const

export const accounts = get({
  id: 'accounts',
  path: '/api/v1/accounts',
  summary: 'The accounts of people, by name',
  tag: 'accounts',
  access: accountReaders,
  reach: 'system',
  query: Page.extend({
    q: z.string().trim().max(64).optional(),
    role: z.enum(personRoles).optional(),
    state: z.enum(accountStates).optional(),
  }),
  ok: z.object({ accounts: z.array(Account), next: z.string().nullable() }),
})
export const createAccount = post({
  id: 'createAccount',
  path: '/api/v1/accounts',
  summary: 'Make an account, without any right yet; the answer holds a one-time password, shown once, unless it signs in elsewhere',
  tag: 'accounts',
  access: ['administrator'],
  reach: 'system',
  body: z.strictObject({ username: Username, displayName: DisplayName, oidcSubject: z.string().trim().min(1).max(200).optional() }),
  ok: z.object({ account: Account, oneTimePassword: z.string().nullable().describe('null for an account of single sign-on') }),
  errors: ['conflict'],
})
export const changeAccount = patch({
  id: 'changeAccount',
  path: '/api/v1/accounts/:id',
  summary: 'Rename, disable or enable an account; disabling ends its sessions',
  ...ofAccount,
  access: ['administrator'],
  body: z.strictObject({
    version: Version,
    displayName: DisplayName.optional(),
    state: z.enum(accountStates).optional(),
    oidcSubject: z.string().trim().min(1).max(200).nullable().optional(),
  }),
  ok: Account,
  errors: ['not_found', 'conflict'],
})
export const resetPassword = post({
  id: 'resetPassword',
  path: '/api/v1/accounts/:id/password-reset',
  summary: 'Give a one-time password, shown once; ends the account’s sessions',
  ...ofAccount,
  access: ['administrator'],
  ok: z.object({ oneTimePassword: z.string() }),
  errors: ['not_found'],
})
export const unlockAccount = post({
  id: 'unlockAccount',
  path: '/api/v1/accounts/:id/unlock',
  summary: 'Open an account that was locked after failed attempts',
  ...ofAccount,
  access: ['administrator'],
  ok: Account,
  errors: ['not_found'],
})
export const changeRights = put({
  id: 'changeRights',
  path: '/api/v1/accounts/:id/rights',
  summary: 'Give an account its role and scope; never one’s own',
  ...ofAccount,
  access: ['securityAdministrator'],
  body: z.strictObject({ version: Version, role: z.enum(personRoles).nullable(), scope: z.array(ScopeNode).max(400) }),
  ok: Account,
  errors: ['not_found', 'conflict'],
})
export const resetSecondFactor = remove({
  id: 'resetSecondFactor',
  path: '/api/v1/accounts/:id/second-factor',
  summary: 'Remove the second factor of somebody who lost the device',
  ...ofAccount,
  access: ['securityAdministrator'],
  ok: Account,
  errors: ['not_found'],
})
export const accountSessions = get({
  id: 'accountSessions',
  path: '/api/v1/accounts/:id/sessions',
  summary: 'The open sessions of an account',
  ...ofAccount,
  access: ['administrator', 'securityAdministrator'],
  ok: z.object({ sessions: z.array(OpenSession) }),
  errors: ['not_found'],
})
export const endAccountSessions = remove({
  id: 'endAccountSessions',
  path: '/api/v1/accounts/:id/sessions',
  summary: 'End the sessions of an account',
  ...ofAccount,
  access: ['administrator', 'securityAdministrator'],
  ok: z.object({ ended: z.number().int() }),
  errors: ['not_found'],
})

// ── Displays ─────────────────────────────────────────────────────────────────────────────────────────────────
export const Display = z.object({
  displayId: z.number().int(),
  name: z.string(),
  scenes: z.array(z.enum(scenes)),
  scope: z.array(ScopeGrid),
  createdAt: Instant,
  createdBy: z.string(),
  lastSeenAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
})
export type Display = z.infer<typeof Display>
export const displays = get({
  id: 'displays',
  path: '/api/v1/displays',
  summary: 'The wall displays and when each was last seen',
  tag: 'accounts',
  access: ['securityAdministrator', 'auditor'],
  reach: 'system',
  ok: z.object({ displays: z.array(Display) }),
})
export const createDisplay = post({
  id: 'createDisplay',
  path: '/api/v1/displays',
  summary: 'Make a display token: read-only, bound to scenes, in force until revoked; shown once',
  tag: 'accounts',
  access: ['securityAdministrator'],
  reach: 'system',
  body: z.strictObject({
    name: DisplayName,
    scenes: z.array(z.enum(scenes)).min(1).max(scenes.length),
    scope: z.array(ScopeNode).min(1).max(400),
  }),
  ok: z.object({ display: Display, token: z.string() }),
  errors: ['conflict'],
})
export const revokeDisplay = remove({
  id: 'revokeDisplay',
  path: '/api/v1/displays/:id',
  summary: 'Revoke a display token; its screen goes dark at once',
  tag: 'accounts',
  access: ['securityAdministrator'],
  reach: 'system',
  params: z.object({ id: RowId }),
  ok: Display,
  errors: ['not_found'],
})
