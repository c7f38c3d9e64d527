// What the operator sets. Parsed once at start; a wrong value stops the service with one clear line per variable.
import { z } from 'zod'

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value)
const switchWord = z.enum(['on', 'off', '1', '0', 'true', 'false'], 'on or off').transform((word) => ['on', '1', 'true'].includes(word))

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
}

const meanings: Record<keyof typeof variables, string> = {
  PORT: 'port to listen on (8080; 0 lets the system choose)',
  HOST: 'address to listen on (127.0.0.1)',
  DATABASE_URL: 'PostgreSQL with PostGIS, postgres://…; absent: the embedded database',
  FANGYUAN_DIR: 'folder of the embedded database (.fangyuan)',
  DEMO: 'load the demo sub-district into an empty database, on or off (on with the embedded database, otherwise off)',
  LOG_LEVEL: 'trace, debug, info, warn, error or silent (info)',
}

export type Env = {
  readonly port: number
  readonly host: string
  readonly databaseUrl: string | undefined
  readonly dataFolder: string
  readonly demo: boolean
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
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
      return { variable, value: variable === 'DATABASE_URL' ? '(not shown)' : (source[variable] ?? ''), problem: issue.message }
    })
    return { ok: false, problems }
  }
  const { PORT, HOST, DATABASE_URL, FANGYUAN_DIR, DEMO, LOG_LEVEL } = parsed.data
  return {
    ok: true,
    env: {
      port: PORT,
      host: HOST,
      databaseUrl: DATABASE_URL,
      dataFolder: FANGYUAN_DIR,
      demo: DEMO ?? DATABASE_URL === undefined,
      logLevel: LOG_LEVEL,
    },
  }
}

/** The text of `--help`. */
export const envHelp = [
  'Fangyuan 方圆: the map a sub-district runs on.',
  '',
  'Usage: npm start            (settings come from the environment)',
  '',
  ...Object.entries(meanings).map(([name, meaning]) => `  ${name.padEnd(14)}${meaning}`),
].join('\n')
