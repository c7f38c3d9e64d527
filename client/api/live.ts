// What the live stream does to what is known here: an issue that changed is put where it belongs, everything else is asked for again.
// A whole layer is never loaded anew for one issue: what the tiles do not hold yet stands in a short list beside them.
import { type InvalidateQueryFilters, type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Alarm } from '#contract/alarms.ts'
import type { IssueChange, Walking, WallWord } from '#contract/live.ts'
import type { Ok } from './client.ts'
import { keepStream, type LiveEvent, type LivePhase } from './live-stream.ts'
import { sessionKey } from './session.ts'

export type LiveState = {
  readonly phase: LivePhase
  /** Until when everything is known here, by this machine's clock; null before the first word. */
  readonly asOf: number | null
}

/** `heardAt` by the steady clock: the other one may be set back. */
export type LiveIssue = Pick<IssueChange, 'issue' | 'onMap'> & { readonly heardAt: number }
export type LiveIssues = {
  /** Each issue once, as it was told last. */
  readonly issues: readonly LiveIssue[]
  /** Grows whenever tiles must be read anew: they hold then what was taken off the list. */
  readonly base: number
}

const stateKey = ['live', 'state'] as const
const issuesKey = ['live', 'issues'] as const
const walkingKey = ['live', 'walking'] as const
const wordKey = ['live', 'word'] as const
const silent: LiveState = { phase: 'connecting', asOf: null }
const none: LiveIssues = { issues: [], base: 0 }

/** Never asked for, only told. */
const told = <T>(queryKey: readonly unknown[], initialData: T) =>
  queryOptions<T, Error, T, readonly unknown[]>({
    queryKey,
    queryFn: () => Promise.resolve(initialData),
    initialData,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
export const useLiveState = (): LiveState => useQuery(told(stateKey, silent)).data ?? silent
/** How far a renewal of the walking model is; null: none is under way. */
export const useRenewal = (): Walking['renewal'] => useQuery(told<Walking['renewal']>(walkingKey, null)).data ?? null
export const useLiveIssues = (): LiveIssues => useQuery(told(issuesKey, none)).data ?? none

/** The last word to this display, numbered as they came; null: none yet. */
export type DisplayWord = { readonly at: number; readonly word: WallWord }
export const useDisplayWord = (): DisplayWord | null => useQuery(told<DisplayWord | null>(wordKey, null)).data ?? null

/** More than this beside the tiles, and the tiles are read anew. */
const mostBeside = 300
/** Tiles may be as old as the service remembers them, and a little. */
const tilesLagMs = 5000
const soonMs = 1000
const laterMs = 10_000
/** What needs many issues to change. */
const seldomMs = 60_000

/** Lists and counts of issues; each is asked for again at most so often. */
const dependents: readonly (readonly [id: string, everyMs: number])[] = [
  ['issues', soonMs],
  ['issueQueues', soonMs],
  ['issueDensity', laterMs],
  ['issueTimes', laterMs],
  ['issueGrids', laterMs],
  ['issueHotSpots', seldomMs],
  ['wallFigures', soonMs],
  ['wallPlace', laterMs],
]

/** What is worked out from the walking model. */
const ofWalking = ['walkCoverage', 'circles', 'previewCircle', 'walkDifference', 'blindSpotList', 'buildingWay', 'siteChoice']

/** What a wall shows that no version of a layer tells of. */
const ofWall = ['wallPatrols', 'wallRenovation', 'wallBorders', 'wallFigures', 'wallPlace']

/** Everything known of issues is asked for again, where it is in use. */
export const refreshIssues = (client: QueryClient): void => {
  for (const id of ['issue', ...dependents.map(([one]) => one)]) void client.invalidateQueries({ queryKey: [id] })
}

/** Whatever is in use is asked for again; what is told is not. */
const refreshAll = (client: QueryClient): void => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'live' })

/** How what is told gets into what is known. */
export function livePatcher(client: QueryClient) {
  // what is told is new each time: comparing it deeply with what was told before costs milliseconds an event
  client.setQueryDefaults(['live'], { structuralSharing: false })
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  const lastAt = new Map<string, number>()
  const soon = (name: string, filters: InvalidateQueryFilters, everyMs: number): void => {
    if (waiting.has(name)) return
    const act = (): void => {
      waiting.delete(name)
      if (everyMs > 0) lastAt.set(name, performance.now())
      void client.invalidateQueries(filters)
    }
    waiting.set(name, setTimeout(act, Math.max(0, (lastAt.get(name) ?? Number.NEGATIVE_INFINITY) + everyMs - performance.now())))
  }
  const rebase = async (): Promise<void> => {
    const began = performance.now()
    await client.refetchQueries({ queryKey: ['layers'] })
    client.setQueryData<LiveIssues>(issuesKey, ({ issues, base } = none) => ({
      issues: issues.filter(({ heardAt }) => heardAt > began - tilesLagMs),
      base: base + 1,
    }))
  }
  let rebasing = false
  const rebaseLater = (): void => {
    waiting.delete('rebase')
    rebaseOnce()
  }
  /** One at a time; where too much still stands beside the tiles, because it was heard just now, once more when the tiles must hold it. */
  const rebaseOnce = (): void => {
    if (rebasing) return
    rebasing = true
    void rebase()
      .catch(() => undefined)
      .finally(() => {
        rebasing = false
        const many = (client.getQueryData<LiveIssues>(issuesKey)?.issues.length ?? 0) > mostBeside
        if (many && !waiting.has('rebase')) waiting.set('rebase', setTimeout(rebaseLater, tilesLagMs + soonMs))
      })
  }
  const onIssue = ({ issue, onMap, happenedAt, kind }: IssueChange): void => {
    const { issueId } = issue.properties
    const { issues, base } = client.getQueryData<LiveIssues>(issuesKey) ?? none
    const now: LiveIssue = { issue, onMap, heardAt: performance.now() }
    const next = [...issues.filter((one) => one.issue.properties.issueId !== issueId), now]
    // in a flood the oldest go before the tiles that hold them are here
    client.setQueryData<LiveIssues>(issuesKey, { issues: next.slice(-2 * mostBeside), base })
    if (next.length > mostBeside && !waiting.has('rebase')) rebaseOnce()
    client.setQueriesData<Ok<'layers'>>(
      { queryKey: ['layers'] },
      (before) => before && withNews(before, happenedAt, onMap && kind === 'issueReported'),
    )
    for (const [id, everyMs] of dependents) soon(id, { queryKey: [id] }, everyMs)
    // its timeline is not in the event; mostly nobody looks at it
    const itsTimeline = { queryKey: ['issue'], predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[2] === issueId }
    if (client.getQueryCache().findAll(itsTimeline).length > 0) soon(`issue/${issueId}`, itsTimeline, 0)
  }
  /** At once into what waits; the lists of what was follow by themselves. */
  const onAlarm = (alarm: Alarm): void => {
    client.setQueryData<Ok<'alarms'>>(['alarms', 'waiting'], (before) => {
      const others = (before?.alarms ?? []).filter(({ alarmId }) => alarmId !== alarm.alarmId)
      const waits = alarm.acknowledgedAt === null && alarm.endedAt === null
      return { asOf: before?.asOf ?? alarm.raisedAt, alarms: waits ? [alarm, ...others] : others }
    })
    soon('alarms', { queryKey: ['alarms'], predicate: ({ queryKey }) => queryKey[1] !== 'waiting' }, soonMs)
  }
  return {
    apply(event: LiveEvent): void {
      switch (event.kind) {
        case 'issue':
          onIssue(event.change)
          return
        case 'layers':
          if (event.change.layers.includes('issues')) void rebase().then(() => refreshIssues(client))
          else soon('layers', { queryKey: ['layers'] }, soonMs)
          for (const id of ofWall) soon(id, { queryKey: [id] }, laterMs)
          return
        case 'walking':
          client.setQueryData<Walking['renewal']>(walkingKey, event.walking.renewal)
          if (event.walking.renewal === null) for (const id of ofWalking) soon(id, { queryKey: [id] }, 0)
          return
        case 'alarm':
          onAlarm(event.alarm)
          return
        case 'wall':
          if ('settingVersion' in event.word) void client.invalidateQueries({ queryKey: ['wallSetting'] })
          client.setQueryData<DisplayWord | null>(wordKey, (before) => ({ at: (before?.at ?? 0) + 1, word: event.word }))
          return
        case 'reset':
          client.setQueryData<Walking['renewal']>(walkingKey, null)
          refreshAll(client)
          void rebase()
          return
        case 'beat':
          return
        default:
          event satisfies never
      }
    },
    stop(): void {
      for (const timer of waiting.values()) clearTimeout(timer)
    },
  }
}

/** The time of the data and how much there is; the version stays that of the tiles. */
const withNews = (before: Ok<'layers'>, happenedAt: string, isNew: boolean): Ok<'layers'> => ({
  ...before,
  layers: before.layers.map((layer) => {
    if (layer.id !== 'issues') return layer
    const dataTime = layer.dataTime !== null && Date.parse(layer.dataTime) > Date.parse(happenedAt) ? layer.dataTime : happenedAt
    return { ...layer, dataTime, features: layer.features + (isNew ? 1 : 0) }
  }),
})

/** One stream for the whole application, for as long as somebody is signed in who may watch. */
export function useLive(address: string, may: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!may) return
    const patch = livePatcher(client)
    const tell = (change: Partial<LiveState>): void =>
      void client.setQueryData<LiveState>(stateKey, (before = silent) => ({ ...before, ...change }))
    const stop = keepStream(address, {
      onPhase: (phase) => {
        if (client.getQueryData<LiveState>(stateKey)?.phase !== phase) tell({ phase })
      },
      onEvent: (event) => {
        if (event.kind !== 'walking' && event.kind !== 'wall')
          tell({ asOf: event.kind === 'beat' || event.kind === 'reset' ? event.asOf : Date.now() })
        patch.apply(event)
      },
      onRefused: () => void client.invalidateQueries({ queryKey: sessionKey }, { cancelRefetch: false }),
      onWoken: () => refreshAll(client),
    })
    return () => {
      stop()
      patch.stop()
      client.removeQueries({ queryKey: ['live'] })
    }
  }, [client, address, may])
}
