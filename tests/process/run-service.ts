// Starts the service as a person would, as its own process, and waits for what it says.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Role } from '#contract/words.ts'
import { firstSignIn, type Visitor } from '../engines/sign-in.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export type Running = {
  readonly base: string
  readonly child: ChildProcess
  readonly port: number
  output(): string
  /** Resolves with the exit code. */
  ended: Promise<number | null>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Spawns the service; `env` is added to a bare environment. */
export function spawnService(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const child = spawn(process.execPath, ['server/start.mjs', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const listeners = new Set<() => void>()
  const take = (chunk: Buffer) => {
    text += chunk.toString('utf8')
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  /** Resolves when the output matches; rejects when the process ends or the patience does. */
  const says = (pattern: RegExp, seconds = 240) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = () => {
        const match = text.match(pattern)
        if (match) finish(() => resolve(match))
      }
      const finish = (act: () => void) => {
        listeners.delete(look)
        clearTimeout(timer)
        act()
      }
      const timer = setTimeout(() => finish(() => reject(new Error(`the service did not say ${pattern}:\n${text}`))), seconds * 1000)
      listeners.add(look)
      void ended.then((code) => finish(() => reject(new Error(`the service ended (${code}) before saying ${pattern}:\n${text}`))))
      look()
    })
  return { child, ended, says, output: () => text }
}

/** Runs a command of the project to its end, while the connections of this process stay alive. */
export async function runCommand(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['server/run.mjs', file, ...args], { cwd: root, env: { ...process.env, ...env }, stdio: 'pipe' })
  child.stdin.end()
  const [said, refused, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ])
  return { code, said: said.trim(), refused: refused.trim() }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += chunk.toString('utf8')
  return text
}

/** A new account, made by the command and signed in for the first time, with a password of its own. */
export async function newAccount(base: string, env: Readonly<Record<string, string>>, role: Role, subdistrict: string): Promise<Visitor> {
  const username = `${role.toLowerCase()}-${subdistrict}`
  const made = await runCommand(
    'server/admin.ts',
    ['create', '--username', username, '--role', role, '--subdistrict', subdistrict, '--one-time'],
    env,
  )
  const password = made.said.match(/: (\S{20})$/m)?.[1]
  if (made.code !== 0 || password === undefined) throw new Error(`no account was made:\n${made.said}\n${made.refused}`)
  return firstSignIn(base, username, password)
}

/** A service that is ready to answer. */
export async function startService(env: Readonly<Record<string, string>>): Promise<Running> {
  const { child, ended, says, output } = spawnService({ PORT: '0', ...env })
  const match = await says(/ready at (http:\/\/127\.0\.0\.1:(\d+))\//)
  return {
    base: match[1] ?? '',
    port: Number(match[2]),
    child,
    output,
    ended,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

/** Asks again and again until the answer is as wished. */
export async function until<T>(ask: () => Promise<T>, wished: (answer: T) => boolean, seconds = 20): Promise<T> {
  const patience = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (wished(answer)) return answer
    if (Date.now() > patience) throw new Error(`still not as wished after ${seconds} s: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
