// What the operator sets. Parsed once at start; a wrong value stops the service with one clear line per variable.
import { z } from 'zod'
import { type AccountPolicy, usualPolicy } from '#domain/accounts/account-policy.ts'
import { readKeys, type SealingKey } from './db/sealed-text.ts'

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value)
const switchWord = z.enum(['on', 'off', '1', '0', 'true', 'false'], 'on or off').transform((word) => ['on', '1', 'true'].includes(word))

const whole = (least: number, most: number, usual: number) =>
  z.preprocess(
    blankIsAbsent,
    z.coerce
      .number(`a whole number from ${least} to ${most}`)
      .int(`a whole number from ${least} to ${most}`)
      .min(least, `a whole number from ${least} to ${most}`)
      .max(most, `a whole number from ${least} to ${most}`)
      .default(usual),
  )
const address = z.preprocess(
  blankIsAbsent,
  z
    .string()
    .regex(/^https?:\/\/[^/]+$/, 'an address such as https://map.example.cn, without a path')
    .optional(),
)
const words = z.preprocess(blankIsAbsent, z.string().optional())

const variables = {
  PORT: z.preprocess(
    blankIsAbsent,
    z.coerce.number('a port number').int('a port number').min(0, '0 to 65535').max(65535, '0 to 65535').default(8080),
  ),
  HOST: z.preprocess(blankIsAbsent, z.string().default('127.0.0.1')),
  DATABASE_URL: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres:// or postgresql://')
      .optional(),
  ),
  FANGYUAN_DIR: z.preprocess(blankIsAbsent, z.string().default('.fangyuan')),
  DEMO: z.preprocess(blankIsAbsent, switchWord.optional()),
  LOG_LEVEL: z.preprocess(
    blankIsAbsent,
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'one of trace, debug, info, warn, error, silent').default('info'),
  ),
  PUBLIC_URL: address,
  TRUST_PROXY: whole(0, 10, 0),
  FANGYUAN_PHONE_KEYS: words,
  PASSWORD_LENGTH: whole(8, 64, usualPolicy.passwordLength),
  PASSWORD_HISTORY: whole(0, 24, usualPolicy.passwordHistory),
  PASSWORD_DAYS: whole(0, 3650, usualPolicy.passwordDays),
  LOCK_AFTER: whole(2, 50, usualPolicy.failures),
  LOCK_MINUTES: whole(1, 1440, usualPolicy.lockMinutes),
  SESSION_IDLE_MINUTES: whole(1, 1440, usualPolicy.idleMinutes),
  SESSION_HOURS: whole(1, 720, usualPolicy.sessionHours),
  OIDC_ISSUER: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^https?:\/\//, 'the address of the identity provider')
      .optional(),
  ),
  OIDC_CLIENT_ID: words,
  OIDC_CLIENT_SECRET: words,
  OIDC_NAME: z.preprocess(blankIsAbsent, z.string().max(40, 'at most 40 characters').default('OpenID')),
  OIDC_CLAIM: z.preprocess(blankIsAbsent, z.string().default('sub')),
  AUDIT_RETENTION_DAYS: z.preprocess(
    blankIsAbsent,
    z.coerce.number('at least 180 days').int('at least 180 days').min(180, 'at least 180 days').optional(),
  ),
}

const meanings: Record<keyof typeof variables, string> = {
  PORT: 'port to listen on (8080; 0 lets the system choose)',
  HOST: 'address to listen on (127.0.0.1)',
  DATABASE_URL: 'PostgreSQL with PostGIS, postgres://…; absent: the embedded database',
  FANGYUAN_DIR: 'folder of the embedded database (.fangyuan)',
  DEMO: 'load the demo sub-district into an empty database, on or off (on with the embedded database, otherwise off)',
  LOG_LEVEL: 'trace, debug, info, warn, error or silent (info)',
  PUBLIC_URL: 'where people reach the service, such as https://map.example.cn; https makes cookies secure; needed for single sign-on',
  TRUST_PROXY: 'how many proxies in front may be believed about the caller’s address (0)',
  FANGYUAN_PHONE_KEYS: 'keys that seal phone numbers: id:base64 of 32 bytes, the first seals, all open; see docs/security.md',
  PASSWORD_LENGTH: 'fewest characters of a password (10)',
  PASSWORD_HISTORY: 'how many former passwords may not come back (5)',
  PASSWORD_DAYS: 'days until a password must be changed; 0: never (90)',
  LOCK_AFTER: 'failed attempts in a row that lock an account (5)',
  LOCK_MINUTES: 'length of the first lock; each further one is twice as long, up to a day (15)',
  SESSION_IDLE_MINUTES: 'minutes without activity that end a session (30)',
  SESSION_HOURS: 'hours after which a session ends (12)',
  OIDC_ISSUER: 'address of an OpenID provider for single sign-on; absent: none',
  OIDC_CLIENT_ID: 'what the provider knows this service as',
  OIDC_CLIENT_SECRET: 'the secret that the provider gave',
  OIDC_NAME: 'what the button for single sign-on says (OpenID)',
  OIDC_CLAIM: 'which claim is compared with the account’s single sign-on name (sub)',
  AUDIT_RETENTION_DAYS: 'days that audit entries are kept, at least 180; absent: for ever. Removed only by: npm run audit -- prune',
}

/** Never repeated in a message. */
const secrets: ReadonlySet<string> = new Set(['DATABASE_URL', 'FANGYUAN_PHONE_KEYS', 'OIDC_CLIENT_SECRET'])

export type Env = {
  readonly port: number
  readonly host: string
  readonly databaseUrl: string | undefined
  readonly dataFolder: string
  readonly demo: boolean
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly publicUrl: string | undefined
  readonly trustProxy: number
  /** Undefined: phones can be neither stored nor revealed, except those of the demo. */
  readonly phoneKeys: readonly SealingKey[] | undefined
  readonly policy: AccountPolicy
  readonly oidc: OidcEnv | undefined
  readonly auditRetentionDays: number | undefined
}

export type OidcEnv = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly name: string
  readonly claim: string
}

export type EnvProblem = { readonly variable: string; readonly value: string; readonly problem: string }

/** Reads the environment, or returns every variable that is wrong; secrets in DATABASE_URL are not repeated. */
export function readEnv(
  source: Readonly<Record<string, string | undefined>>,
): { ok: true; env: Env } | { ok: false; problems: EnvProblem[] } {
  const parsed = z.object(variables).safeParse(source)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const variable = String(issue.path[0])
      return { variable, value: secrets.has(variable) ? '(not shown)' : (source[variable] ?? ''), problem: issue.message }
    })
    return { ok: false, problems }
  }
  const { PORT, HOST, DATABASE_URL, FANGYUAN_DIR, DEMO, LOG_LEVEL, ...more } = parsed.data
  const keys = readKeys(more.FANGYUAN_PHONE_KEYS)
  if (!keys.ok) return { ok: false, problems: [{ variable: 'FANGYUAN_PHONE_KEYS', value: '(not shown)', problem: keys.problem }] }
  const oidc = oidcOf(more)
  if (oidc === 'incomplete') {
    const problem = 'OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and PUBLIC_URL beside it'
    return { ok: false, problems: [{ variable: 'OIDC_ISSUER', value: more.OIDC_ISSUER ?? '', problem }] }
  }
  return {
    ok: true,
    env: {
      port: PORT,
      host: HOST,
      databaseUrl: DATABASE_URL,
      dataFolder: FANGYUAN_DIR,
      demo: DEMO ?? DATABASE_URL === undefined,
      logLevel: LOG_LEVEL,
      publicUrl: more.PUBLIC_URL,
      trustProxy: more.TRUST_PROXY,
      phoneKeys: keys.keys,
      policy: {
        passwordLength: more.PASSWORD_LENGTH,
        passwordHistory: more.PASSWORD_HISTORY,
        passwordDays: more.PASSWORD_DAYS,
        failures: more.LOCK_AFTER,
        lockMinutes: more.LOCK_MINUTES,
        idleMinutes: more.SESSION_IDLE_MINUTES,
        sessionHours: more.SESSION_HOURS,
      },
      oidc,
      auditRetentionDays: more.AUDIT_RETENTION_DAYS,
    },
  }
}

/** The same for a command, which has one line to say what is wrong. Throws naming every variable. */
export function requireEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const read = readEnv(source)
  if (read.ok) return read.env
  throw new Error(read.problems.map(({ variable, problem }) => `${variable}: expected ${problem}`).join('; '))
}

type OidcVariables = {
  readonly OIDC_ISSUER?: string | undefined
  readonly OIDC_CLIENT_ID?: string | undefined
  readonly OIDC_CLIENT_SECRET?: string | undefined
  readonly OIDC_NAME: string
  readonly OIDC_CLAIM: string
  readonly PUBLIC_URL?: string | undefined
}

function oidcOf(env: OidcVariables): OidcEnv | undefined | 'incomplete' {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, PUBLIC_URL } = env
  if (issuer === undefined) return undefined
  if (clientId === undefined || clientSecret === undefined || PUBLIC_URL === undefined) return 'incomplete'
  return { issuer, clientId, clientSecret, name: env.OIDC_NAME, claim: env.OIDC_CLAIM }
}

/** The text of `--help`. */
export const envHelp = [
  'Fangyuan 方圆: the map a sub-district runs on.',
  '',
  'Usage: npm start            (settings come from the environment)',
  '',
  ...Object.entries(meanings).map(([name, meaning]) => `  ${name.padEnd(22)}${meaning}`),
].join('\n')
