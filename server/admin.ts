// npm run admin -- create --username NAME [--role ROLE] [--subdistrict CODE] [--name DISPLAY] [--one-time]
// npm run admin -- reset-password --username NAME [--subdistrict CODE]
// npm run admin -- rotate-keys
// What cannot be done from inside because nobody can sign in yet, or because only the operator has the keys.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Username } from '#contract/accounts.ts'
import { personRoles } from '#contract/words.ts'
import { oneTimePassword, passwordProblems } from '#domain/accounts/password-policy.ts'
import { accountList, insertAccount, setPassword, updateRights } from './accounts/account-queries.ts'
import { hashPassword } from './accounts/passwords.ts'
import { askHidden } from './ask-password.ts'
import { appendSystemAudit } from './db/audit.ts'
import { type Database, openDatabase } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { inTransaction, type Queryable, rows } from './db/queryable.ts'
import { createVault, demoKeys, resealAll } from './db/sealed-text.ts'
import { endSessions } from './db/sessions.ts'
import { type Env, requireEnv } from './env.ts'

const usage = [
  'usage: npm run admin -- create --username NAME [--role ROLE] [--subdistrict CODE] [--name DISPLAY] [--one-time]',
  '       npm run admin -- reset-password --username NAME [--subdistrict CODE]',
  '       npm run admin -- rotate-keys',
  `roles: ${personRoles.join(', ')} (administrator)`,
].join('\n')

class Refused extends Error {}

type Order = {
  readonly command: 'create' | 'reset-password' | 'rotate-keys'
  readonly username: string
  readonly role: (typeof personRoles)[number]
  readonly subdistrict: string | undefined
  readonly displayName: string | undefined
  readonly oneTime: boolean
}

function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parse(args)
  const [command, ...rest] = positionals
  if ((command !== 'create' && command !== 'reset-password' && command !== 'rotate-keys') || rest.length > 0) throw new Refused(usage)
  const username = Username.safeParse((values.username ?? '').normalize('NFKC'))
  if (!username.success && command !== 'rotate-keys')
    throw new Refused(`--username: expected ${username.error.issues[0]?.message}\n${usage}`)
  const role = z.enum(personRoles).safeParse(values.role ?? 'administrator')
  if (!role.success) throw new Refused(`--role: expected one of ${personRoles.join(', ')}\n${usage}`)
  if (values.subdistrict !== undefined && !/^\d{9}$/.test(values.subdistrict))
    throw new Refused(`--subdistrict: expected nine digits\n${usage}`)
  return {
    command,
    username: username.data ?? '',
    role: role.data,
    subdistrict: values.subdistrict,
    displayName: values.name,
    oneTime: values['one-time'] ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { username: text, role: text, subdistrict: text, name: text, 'one-time': { type: 'boolean' } },
    })
  } catch (error) {
    throw new Refused(`${error instanceof Error ? error.message : error}\n${usage}`)
  }
}

const say = (message: string) => process.stdout.write(`${message}\n`)

async function run(args: readonly string[]): Promise<void> {
  const order = readOrder(args)
  const env = requireEnv(process.env)
  if (order.command === 'rotate-keys' && env.phoneKeys === undefined)
    throw new Refused('FANGYUAN_PHONE_KEYS is not set: there is no key to seal with')
  const database = await openDatabase({ ...env, shareRunning: true, progress: say, onConnectionLost: (error) => say(error.message) })
  try {
    await migrate(database.pool, say)
    if (order.command === 'create') await create(database, order, env)
    else if (order.command === 'reset-password') await resetPassword(database, order, env)
    else await rotateKeys(database, env)
  } finally {
    await database.close()
  }
}

const CodeRow = z.object({ code: z.string(), name: z.string() })

/** The sub-district that is meant: the one named, or the only one. */
async function subdistrictOf(db: Queryable, { subdistrict }: Order): Promise<string> {
  const present = await rows(db, CodeRow, 'select subdistrict_code as code, name from subdistrict order by 1')
  const known = present.map(({ code, name }) => `${code} (${name})`).join(', ')
  const [first, ...others] = subdistrict === undefined ? present : present.filter(({ code }) => code === subdistrict)
  if (present.length === 0) throw new Refused('there is no sub-district in this database yet; load one first: npm run seed, npm run import')
  if (first === undefined) throw new Refused(`--subdistrict: ${subdistrict} is not here; here are ${known}`)
  if (others.length > 0) throw new Refused(`--subdistrict: say which: ${known}`)
  return first.code
}

async function create(database: Database, order: Order, env: Env): Promise<void> {
  const subdistrict = await subdistrictOf(database.db, order)
  const { username, role } = order
  // before anybody is asked for a password
  if (await accountNamed(database.db, subdistrict, username)) throw new Refused(`--username: there is an account ${username} already`)
  const asks = process.stdin.isTTY && !order.oneTime
  const password = asks ? await chosenPassword(username, env) : oneTimePassword(randomBytes)
  const passwordHash = await hashPassword(password)
  await inTransaction(database.pool, async (db) => {
    const now = new Date()
    const account = { username, displayName: order.displayName ?? username, oidcSubject: null, role: null, passwordHash, madeInDemo: false }
    const made = await insertAccount(db, subdistrict, account, now)
    if (made === undefined) throw new Refused(`--username: there is an account ${username} already`)
    await updateRights(db, subdistrict, made.accountId, role, [subdistrict])
    if (asks) await setPassword(db, subdistrict, made.accountId, { passwordHash, forOnce: false, kept: env.policy.passwordHistory }, now)
    await appendSystemAudit(db, now, {
      subdistrict,
      action: 'accountCreated',
      subject: `account:${made.accountId}`,
      after: { username, role, scope: [subdistrict] },
    })
  })
  say(`made the account ${username} (${role}) of ${subdistrict}`)
  if (!asks) say(`its password for once, to be changed at the first sign-in: ${password}`)
}

async function chosenPassword(username: string, { policy }: Env): Promise<string> {
  const ask = (question: string) => askHidden(question, process.stdin, (text) => process.stdout.write(text))
  for (;;) {
    const password = await ask('password: ')
    const problems = passwordProblems(password, { username, policy })
    if (problems.length > 0) say(`refused: ${problems.join(', ')}; at least ${policy.passwordLength} characters of three kinds`)
    else if ((await ask('once more: ')) === password) return password
    else say('the two are not the same')
  }
}

async function accountNamed(db: Queryable, subdistrict: string, username: string) {
  const IdRow = z.object({ accountId: z.number() })
  const [known] = await rows(db, IdRow, 'select account_id as "accountId" from account where subdistrict_code = $1 and username = $2', [
    subdistrict,
    username,
  ])
  return known
}

async function resetPassword(database: Database, order: Order, env: Env): Promise<void> {
  const password = oneTimePassword(randomBytes)
  const passwordHash = await hashPassword(password)
  const subdistrict = await subdistrictOf(database.db, order)
  await inTransaction(database.pool, async (db) => {
    const now = new Date()
    const known = await accountNamed(db, subdistrict, order.username)
    // asked of the list of people: displays and the fictional have no password
    const [account] = known ? await accountList(db, subdistrict, { now, limit: 1, accountId: known.accountId }) : []
    if (account === undefined) throw new Refused(`--username: there is no account ${order.username} in ${subdistrict}`)
    if (account.demo) throw new Refused(`--username: ${order.username} is a fictional person of the demo and has no password`)
    await setPassword(db, subdistrict, account.accountId, { passwordHash, forOnce: true, kept: env.policy.passwordHistory }, now)
    const ended = await endSessions(db, subdistrict, account.accountId)
    await appendSystemAudit(db, now, { subdistrict, action: 'passwordReset', subject: `account:${account.accountId}`, after: { ended } })
  })
  say(`the password of ${order.username} for once, to be changed at the next sign-in: ${password}`)
}

async function rotateKeys(database: Database, { phoneKeys }: Env): Promise<void> {
  // what was sealed with the demo's public key is opened too, and sealed with the operator's
  const { resealed, unreadable } = await resealAll(database.pool, createVault([...(phoneKeys ?? []), ...demoKeys]), say, new Date())
  say(`sealed anew: ${resealed}; the older keys may be removed from FANGYUAN_PHONE_KEYS once the service was started with the new one`)
  if (unreadable > 0) throw new Refused(`${unreadable} could not be opened with any of the keys and stay as they are: a key is missing`)
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
