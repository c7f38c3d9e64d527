// Hands every change to everybody who watches, in the order of the stream. Changes are read once per instance of the service, not once per
// watcher. What wakes it: a write of this instance, a signal of another one, and by itself once a second.
import type { LayerId } from '#domain/layers/layer-table.ts'
import type { Database } from '../db/database.ts'
import type { Queryable } from '../db/queryable.ts'
import { type ChangeRow, changesAfter, headOf, isKept, numberChanges } from './queries.ts'

/** What is said of issues, beside what happened to them: in one answer for those who may read them all, in another for walls. */
export type Describe = (
  db: Queryable,
  subdistrict: string,
  issueIds: readonly number[],
  onWall: boolean,
) => Promise<ReadonlyMap<number, object>>

export type Watcher = {
  readonly subdistrict: string
  readonly onWall: boolean
  /** Of a display; null for people. */
  readonly displayId: number | null
  /** The last place that was sent. */
  position: number
  maySee(gridCode: string | null): boolean
  mayRead(layer: LayerId): boolean
  mayHearAlarms(): boolean
  send(event: string, id: string, data: string): void
  /** So much waits for the reader that nothing may be added. */
  isFull(): boolean
  /** Waits until what was sent is on its way. Throws when that takes too long, or the reader is gone. */
  drained(): Promise<void>
  /** Cuts it off; it comes again and goes on from its place. */
  drop(): void
}

export type Feed = {
  /** Something was written. Where nobody watches, the other instances are told, which may have watchers. */
  wake(): void
  /**
   * Sends everything after a place and from then on every change as it comes; without a place, from the last half minute on.
   * `reset` is sent where the place is not known any more. Returns how to stop.
   */
  join(watcher: Watcher, after: { readonly key: string; readonly position: number } | undefined): Promise<() => void>
  /** Tells everybody who watches a sub-district something that holds from now on and is no change of the stream: lost, it is told again. */
  tell(subdistrict: string, event: string, data: string): void
  /** The id of the place where a watcher stands, and until when everything is known to it. */
  standing(watcher: Watcher): { readonly id: string; readonly asOf: string }
}

type Channel = {
  readonly key: string
  position: number
  readonly watchers: Set<Watcher>
  /** Those who still read what came before. */
  readonly following: Set<Watcher>
}

const pageSize = 500
const lookMilliseconds = 1000
/** Many writes are one signal. */
const tellMilliseconds = 50
/** A fresh watcher loaded its lists a moment before it began to watch: what happened between the two is said again. */
const replaySeconds = 30
const pressMilliseconds = 10_000

export function createFeed(
  database: Database,
  now: () => Date,
  describe: Describe,
  layersChanged: () => void,
  onTrouble: (error: unknown) => void,
): Feed {
  const { db, signal } = database
  const channels = new Map<string, Channel>()
  let asOf = now()
  let running: Promise<void> | undefined
  let again = false
  let toTell: NodeJS.Timeout | undefined
  let stopLooking: (() => void) | undefined

  /** Resolves when everything that was committed before the call has been handed on. */
  const look = (): Promise<void> => {
    again = true
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }

  async function run(): Promise<void> {
    while (again) {
      again = false
      const began = now()
      await numberChanges(database)
      for (const [subdistrict, channel] of channels) await pump(subdistrict, channel)
      asOf = began
    }
  }

  async function pump(subdistrict: string, channel: Channel): Promise<void> {
    for (;;) {
      const changes = await changesAfter(db, subdistrict, channel.position, pageSize)
      const last = changes.at(-1)
      if (last === undefined) return
      // whoever is told of layers asks for them at once
      if (changes.some(({ layers, issueId }) => issueId === null && layers.length > 0)) layersChanged()
      const say = await sayer(subdistrict, channel.key, changes, [...channel.watchers])
      // from here on nothing waits: who joins stands either before all of these or after them
      const behind = [...channel.watchers].filter((watcher) => !changes.every((change) => say(watcher, change)))
      channel.position = last.position
      for (const watcher of behind) {
        channel.watchers.delete(watcher)
        follow(channel, watcher).catch(() => watcher.drop())
      }
    }
  }

  /** Prepares what is said of these changes to watchers like those given. */
  async function sayer(subdistrict: string, key: string, changes: readonly ChangeRow[], watchers: readonly Watcher[]) {
    const issueIds = [...new Set(changes.flatMap(({ issueId }) => (issueId === null ? [] : [issueId])))]
    const described = new Map<boolean, ReadonlyMap<number, object>>()
    for (const onWall of new Set(watchers.map((watcher) => watcher.onWall)))
      if (issueIds.length > 0) described.set(onWall, await describe(db, subdistrict, issueIds, onWall))
    const texts = new Map<string, string>()
    const textOf = ({ position, kind, happenedAt, issueId }: ChangeRow, onWall: boolean): string | undefined => {
      const said = issueId === null ? undefined : described.get(onWall)?.get(issueId)
      if (said === undefined) return undefined
      const name = `${position}/${onWall}`
      const text = texts.get(name) ?? JSON.stringify({ kind, happenedAt, ...said })
      texts.set(name, text)
      return text
    }
    /** False, and nothing said, where the watcher must read first what it has. */
    return (watcher: Watcher, change: ChangeRow): boolean => {
      if (change.position <= watcher.position) return true
      if (watcher.isFull()) return false
      watcher.position = change.position
      const id = `${key}-${change.position}`
      if (change.issueId !== null) {
        const text = watcher.mayRead('issues') && watcher.maySee(change.gridCode) ? textOf(change, watcher.onWall) : undefined
        if (text !== undefined) watcher.send('issue', id, text)
        return true
      }
      if (change.alarm !== null) {
        const shown = watcher.mayHearAlarms() && watcher.maySee(change.gridCode) && (change.alarm.onWall || !watcher.onWall)
        if (shown) watcher.send('alarm', id, JSON.stringify(change.alarm))
        return true
      }
      if (change.wall !== null) {
        // nobody waits for a press of long ago: one that missed it shows what it shows
        const late = 'press' in change.wall.word && now().getTime() - Date.parse(change.happenedAt) > pressMilliseconds
        if (watcher.displayId === change.wall.displayId && !late) watcher.send('wall', id, JSON.stringify(change.wall.word))
        return true
      }
      const layers = change.layers.filter((layer) => watcher.mayRead(layer))
      if (layers.length > 0) watcher.send('layers', id, JSON.stringify({ kind: change.kind, happenedAt: change.happenedAt, layers }))
      return true
    }
  }

  /** Reads on from where a watcher stands, as fast as it takes it, until it stands where the channel does and may be handed what comes. */
  async function follow(channel: Channel, watcher: Watcher): Promise<void> {
    channel.following.add(watcher)
    try {
      while (watcher.position < channel.position) {
        const changes = await changesAfter(db, watcher.subdistrict, watcher.position, pageSize)
        if (changes.length === 0) break
        const say = await sayer(watcher.subdistrict, channel.key, changes, [watcher])
        for (const change of changes) if (!say(watcher, change)) break
        await watcher.drained()
      }
      if (channel.following.has(watcher)) channel.watchers.add(watcher)
    } finally {
      channel.following.delete(watcher)
    }
  }

  function beginLooking(): void {
    if (stopLooking) return
    const heard = () => void look().catch(onTrouble)
    const timer = setInterval(heard, lookMilliseconds)
    timer.unref()
    const deafen = signal.hear(heard)
    stopLooking = () => {
      clearInterval(timer)
      deafen()
      stopLooking = undefined
    }
  }

  return {
    wake() {
      if (channels.size > 0) return void look().catch(onTrouble)
      if (toTell !== undefined) return
      toTell = setTimeout(() => {
        toTell = undefined
        // lost: they look for themselves
        signal.tell(db).catch(() => {})
      }, tellMilliseconds).unref()
    },

    async join(watcher, after) {
      const { subdistrict } = watcher
      await look()
      const { key, position: stands, recent } = await headOf(db, subdistrict, replaySeconds)
      const known =
        after === undefined ||
        (after.key === key && (after.position === stands || (after.position < stands && (await isKept(db, subdistrict, after.position)))))
      watcher.position = after === undefined ? recent : known ? after.position : stands
      if (!known) watcher.send('reset', `${key}-${stands}`, JSON.stringify({ asOf: asOf.toISOString(), sentAt: now().toISOString() }))
      const channel = channels.get(subdistrict) ?? { key, position: stands, watchers: new Set(), following: new Set() }
      channels.set(subdistrict, channel)
      beginLooking()
      const leave = () => {
        channel.watchers.delete(watcher)
        channel.following.delete(watcher)
        if (channel.watchers.size + channel.following.size > 0) return
        channels.delete(subdistrict)
        if (channels.size === 0) stopLooking?.()
      }
      try {
        await follow(channel, watcher)
      } catch (error) {
        leave()
        throw error
      }
      return leave
    },

    tell(subdistrict, event, data) {
      const channel = channels.get(subdistrict)
      for (const watcher of channel?.watchers ?? []) if (!watcher.isFull()) watcher.send(event, placeOf(watcher, channel), data)
    },

    standing: (watcher) => ({ id: placeOf(watcher, channels.get(watcher.subdistrict)), asOf: asOf.toISOString() }),
  }
}

/** One that still reads what came before stands where it is; who went on from the id of others would miss what lies between. */
function placeOf(watcher: Watcher, channel: Channel | undefined): string {
  const upToDate = channel?.watchers.has(watcher) === true
  return `${channel?.key ?? ''}-${upToDate ? Math.max(watcher.position, channel.position) : watcher.position}`
}
