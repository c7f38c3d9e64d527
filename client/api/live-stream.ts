// One event stream, kept open: opened again after every cut, from where it stopped; let go of while the page is out of sight, because a browser
// has few connections for one service, and missing nothing costs nothing. A connection from before the machine slept is not waited for.
//   opened ──► open ──(cut, silence)──► lost ──► opened …        hidden for a while: off, until the page is looked at again

import type { Alarm } from '#contract/alarms.ts'
import type { IssueChange, LayersChange, liveEvents, Walking, WallWord } from '#contract/live.ts'
import { watchSleep } from './watch-sleep.ts'

export type LivePhase = 'connecting' | 'open' | 'lost'
export type LiveEvent =
  | { readonly kind: 'issue'; readonly change: IssueChange }
  | { readonly kind: 'layers'; readonly change: LayersChange }
  | { readonly kind: 'walking'; readonly walking: Walking }
  | { readonly kind: 'alarm'; readonly alarm: Alarm }
  | { readonly kind: 'wall'; readonly word: WallWord }
  /** Everything up to `asOf`, a time of this machine's clock, is known here. */
  | { readonly kind: 'beat'; readonly asOf: number }
  | { readonly kind: 'reset'; readonly asOf: number }

type Name = (typeof liveEvents)[number]
const names: readonly Name[] = ['issue', 'layers', 'walking', 'alarm', 'wall', 'beat', 'reset']

/** Two beats missed, and a little. */
const silenceMs = 40_000
const hiddenMs = 60_000
const shortestPauseMs = 1000
const longestPauseMs = 30_000

type Watching = {
  readonly onPhase: (phase: LivePhase) => void
  readonly onEvent: (event: LiveEvent) => void
  /** The service refused the stream: perhaps the session is over. */
  readonly onRefused: () => void
  /** The machine slept, or its clock jumped: what was read before may be old. */
  readonly onWoken: () => void
}

const beatOf = (data: unknown): number => {
  const { asOf, sentAt } = data as { asOf: string; sentAt: string }
  // two clocks are compared with nothing but themselves
  return Date.now() - Math.max(0, Date.parse(sentAt) - Date.parse(asOf))
}

function eventOf(name: Name, text: string): LiveEvent | null {
  try {
    const data: unknown = JSON.parse(text)
    if (name === 'issue') return { kind: name, change: data as IssueChange }
    if (name === 'layers') return { kind: name, change: data as LayersChange }
    if (name === 'walking') return { kind: name, walking: data as Walking }
    if (name === 'alarm') return { kind: name, alarm: data as Alarm }
    if (name === 'wall') return { kind: name, word: data as WallWord }
    return { kind: name, asOf: beatOf(data) }
  } catch {
    return null
  }
}

/** Keeps the stream until the function it returns is called. */
export function keepStream(address: string, { onPhase, onEvent, onRefused, onWoken }: Watching): () => void {
  let source: EventSource | null = null
  let place = ''
  let pause = shortestPauseMs
  let again: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let hidden: ReturnType<typeof setTimeout> | undefined

  const close = (): void => {
    source?.close()
    source = null
    clearTimeout(again)
    clearTimeout(silence)
  }
  const reopen = (): void => {
    close()
    onPhase('lost')
    again = setTimeout(open, pause)
    pause = Math.min(pause * 2, longestPauseMs)
  }
  const heard = (): void => {
    clearTimeout(silence)
    silence = setTimeout(reopen, silenceMs)
  }
  function open(): void {
    close()
    const made = new EventSource(place === '' ? address : `${address}?after=${place}`)
    source = made
    heard()
    for (const name of names) {
      made.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
        if (made !== source) return
        heard()
        pause = shortestPauseMs
        place = lastEventId
        const event = eventOf(name, data)
        onPhase('open')
        if (event !== null) onEvent(event)
      })
    }
    made.addEventListener('error', () => {
      if (made !== source) return
      // an answer that was no stream; what was merely cut, the browser opens again by itself, with its place
      if (made.readyState === EventSource.CLOSED) {
        onRefused()
        reopen()
      } else onPhase('lost')
    })
  }
  const onVisibility = (): void => {
    clearTimeout(hidden)
    if (document.visibilityState === 'hidden') hidden = setTimeout(close, hiddenMs)
    else if (source === null) {
      onPhase('connecting')
      open()
    }
  }
  document.addEventListener('visibilitychange', onVisibility)
  const stopWatching = watchSleep(() => {
    if (document.visibilityState === 'hidden') return
    pause = shortestPauseMs
    onPhase('connecting')
    open()
    onWoken()
  })
  onPhase('connecting')
  open()
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    stopWatching()
    clearTimeout(hidden)
    close()
  }
}
