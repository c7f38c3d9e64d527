// The embedded engine: PGlite with PostGIS in a worker thread, reached through a Unix socket by the same client as a server.
// A second socket beside it is the lock: nothing else keeps two processes from opening (and breaking) the same data folder.
import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Progress } from '../database.ts'
import type { WorkerMessage } from './worker.ts'

export type Embedded = { readonly socketFolder: string; stop(): Promise<void> }

/** The kernel takes at most 107 bytes for the path of a Unix socket. */
const longestSocketPath = 107
const lockPatienceMilliseconds = 15_000

/**
 * Starts the engine on `folder` (created when missing). Waits a while for another process to let go of it,
 * or uses that process's engine when `shareRunning`. Throws when the other process stays.
 */
export async function startEmbedded(folder: string, progress: Progress, shareRunning: boolean): Promise<Embedded> {
  mkdirSync(folder, { recursive: true })
  const socketFolder = shortFolder(realpathSync(folder))
  const socketPath = join(socketFolder, '.s.PGSQL.5432')
  if (shareRunning && (await answers(socketPath))) {
    progress('using the embedded database of the running service; it answers nobody else meanwhile')
    return { socketFolder, stop: async () => {} }
  }
  const lock = await takeLock(join(socketFolder, 'lock'), folder, progress)
  rmSync(socketPath, { force: true })
  const worker = new Worker(new URL('./worker-entry.mjs', import.meta.url), {
    workerData: { folder, socketPath },
    execArgv: [],
  })
  try {
    await ready(worker, progress)
  } catch (error) {
    await worker.terminate()
    lock.close()
    throw error
  }
  // An engine that dies leaves nothing to serve from; the process says so and ends, and its supervisor starts it again.
  const died = (code: number) => {
    process.stderr.write(`fangyuan: the embedded database ended unexpectedly (code ${code})\n`)
    process.exit(1)
  }
  worker.on('exit', died)
  return {
    socketFolder,
    async stop() {
      worker.off('exit', died)
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage('stop')
      await ended
      lock.close()
    },
  }
}

function shortFolder(folder: string): string {
  if (Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= longestSocketPath) return folder
  const short = join(tmpdir(), `fangyuan-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
  mkdirSync(short, { recursive: true, mode: 0o700 })
  return short
}

function ready(worker: Worker, progress: Progress): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the embedded database ended while starting (code ${code})`)))
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') progress(message.text)
      else resolve()
    })
  })
}

async function takeLock(path: string, folder: string, progress: Progress): Promise<Server> {
  const patience = Date.now() + lockPatienceMilliseconds
  for (let told = false; ; told = true) {
    const lock = await listen(path)
    if (lock) return lock
    if (!(await answers(path))) {
      rmSync(path, { force: true })
      continue
    }
    if (Date.now() > patience) {
      throw new Error(`the folder ${folder} is in use by another running Fangyuan; stop that one, or set FANGYUAN_DIR to another folder`)
    }
    if (!told) progress('waiting for another Fangyuan that has this folder open')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.unref()
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(path, () => resolve(server))
  })
}

/** Whether a process listens; a socket file whose owner is gone refuses. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
}
