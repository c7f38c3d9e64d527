// Tells the other instances of the service on one database that there is something new. Lost signals cost time, never a change: changes are
// rows, and whoever waits looks for them by itself once a second.
import pg from 'pg'
import type { Queryable } from './queryable.ts'

const channel = 'fangyuan_change'
const longestPauseMilliseconds = 10_000

export type ChangeSignal = {
  /** Inside a transaction: told to the others when it is committed. */
  tell(db: Queryable): Promise<void>
  /** Calls `heard` whenever another instance told something, and after every gap in hearing. Returns how to stop. */
  hear(heard: () => void): () => void
}

/** The embedded engine serves one process, which needs nobody to tell it; its socket carries no notifications anyway. */
export const noSignal: ChangeSignal = { tell: async () => {}, hear: () => () => {} }

/** On a server: LISTEN on a connection of its own, opened again after every loss. */
export function serverSignal(connectionString: string, onLost: (error: Error) => void): ChangeSignal {
  return {
    async tell(db) {
      await db.query(`notify ${channel}`)
    },
    hear(heard) {
      const state: { stopped: boolean; client?: pg.Client | undefined; timer?: NodeJS.Timeout } = { stopped: false }
      const open = async (pause: number) => {
        const client = new pg.Client({
          connectionString,
          application_name: 'fangyuan live',
          connectionTimeoutMillis: 5000,
          keepAlive: true,
        })
        state.client = client
        let lost = false
        const again = (error?: Error) => {
          if (lost || state.stopped) return
          lost = true
          if (error) onLost(error)
          client.end().catch(() => {})
          state.timer = setTimeout(() => void open(Math.min(pause * 2, longestPauseMilliseconds)), pause)
          state.timer.unref()
        }
        client.on('error', again)
        client.on('end', () => again())
        client.on('notification', heard)
        try {
          await client.connect()
          await client.query(`listen ${channel}`)
          pause = 250
          heard()
        } catch (error) {
          again(error instanceof Error ? error : new Error(String(error)))
        }
        if (state.stopped) client.end().catch(() => {})
      }
      void open(250)
      return () => {
        state.stopped = true
        clearTimeout(state.timer)
        state.client?.end().catch(() => {})
      }
    },
  }
}
