// The stream of the browser, with a browser that is made up: every cut, silence and refusal, and what is asked for after it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepStream, type LiveEvent, type LivePhase } from '../../../client/api/live-stream.ts'

class FakeSource extends EventTarget {
  static readonly CLOSED = 2
  static made: FakeSource[] = []
  readyState = 0
  constructor(readonly url: string) {
    super()
    FakeSource.made.push(this)
  }
  close(): void {
    this.readyState = FakeSource.CLOSED
  }
  tell(name: string, id: string, data: unknown): void {
    this.readyState = 1
    this.dispatchEvent(Object.assign(new Event(name), { lastEventId: id, data: typeof data === 'string' ? data : JSON.stringify(data) }))
  }
  fail(readyState: number): void {
    this.readyState = readyState
    this.dispatchEvent(new Event('error'))
  }
}

const beat = { asOf: '2026-11-20T02:00:00.000Z', sentAt: '2026-11-20T02:00:00.000Z' }
let phases: LivePhase[]
let events: LiveEvent[]
let refused: number
let woken: number
let page: EventTarget & { visibilityState: string }
let stop: () => void
const latest = () => FakeSource.made.at(-1) as FakeSource
const running = () => FakeSource.made.filter(({ readyState }) => readyState !== FakeSource.CLOSED).length

beforeEach(() => {
  vi.useFakeTimers()
  FakeSource.made = []
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('EventSource', FakeSource)
  vi.stubGlobal('document', page)
  phases = []
  events = []
  refused = 0
  woken = 0
  stop = keepStream('/api/v1/live', {
    onPhase: (phase) => {
      if (phases.at(-1) !== phase) phases.push(phase)
    },
    onEvent: (event) => events.push(event),
    onRefused: () => refused++,
    onWoken: () => woken++,
  })
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a stream', () => {
  it('is open from the first word on and hands on what it is told', () => {
    expect(phases).toEqual(['connecting'])
    latest().tell('beat', 'k-1', beat)
    latest().tell('layers', 'k-2', { kind: 'imported', happenedAt: beat.asOf, layers: ['stations'] })
    expect(phases).toEqual(['connecting', 'open'])
    expect(events.map(({ kind }) => kind)).toEqual(['beat', 'layers'])
  })

  it('says how old things are by its own clock', () => {
    latest().tell('beat', 'k-1', { asOf: '2026-11-20T02:00:00.000Z', sentAt: '2026-11-20T02:00:07.000Z' })
    expect(events[0]).toEqual({ kind: 'beat', asOf: Date.now() - 7000 })
  })

  it('leaves to the browser what was merely cut', () => {
    latest().tell('beat', 'k-1', beat)
    latest().fail(0)
    expect(phases.at(-1)).toBe('lost')
    latest().tell('beat', 'k-2', beat)
    expect([phases.at(-1), FakeSource.made.length]).toEqual(['open', 1])
  })

  it('goes on from its place after a refusal, each time a little later, and asks whether the session is over', () => {
    latest().tell('beat', 'k-7', beat)
    latest().fail(FakeSource.CLOSED)
    expect([phases.at(-1), refused]).toEqual(['lost', 1])
    vi.advanceTimersByTime(999)
    expect(FakeSource.made).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(latest().url).toBe('/api/v1/live?after=k-7')
    latest().fail(FakeSource.CLOSED)
    vi.advanceTimersByTime(1999)
    expect(FakeSource.made).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(FakeSource.made).toHaveLength(3)
    for (let time = 0; time < 20; time++) {
      latest().fail(FakeSource.CLOSED)
      vi.advanceTimersByTime(30_000)
    }
    expect(FakeSource.made).toHaveLength(23)
    latest().tell('beat', 'k-9', beat)
    latest().fail(FakeSource.CLOSED)
    vi.advanceTimersByTime(1000)
    expect(latest().url).toBe('/api/v1/live?after=k-9')
  })

  it('that falls silent is opened again from its place, and there is never more than one', () => {
    latest().tell('beat', 'k-3', beat)
    vi.advanceTimersByTime(39_000)
    latest().tell('beat', 'k-4', beat)
    vi.advanceTimersByTime(39_000)
    expect(FakeSource.made).toHaveLength(1)
    vi.advanceTimersByTime(2000)
    expect([latest().url, running(), phases.at(-1)]).toEqual(['/api/v1/live?after=k-4', 1, 'lost'])
  })

  it('is let go of while the page is out of sight, and missing nothing taken up again', () => {
    latest().tell('beat', 'k-5', beat)
    page.visibilityState = 'hidden'
    page.dispatchEvent(new Event('visibilitychange'))
    vi.advanceTimersByTime(30_000)
    latest().tell('beat', 'k-5', beat)
    vi.advanceTimersByTime(29_000)
    expect(running()).toBe(1)
    vi.advanceTimersByTime(2000)
    expect(running()).toBe(0)
    vi.advanceTimersByTime(600_000)
    expect(FakeSource.made).toHaveLength(1)
    page.visibilityState = 'visible'
    page.dispatchEvent(new Event('visibilitychange'))
    expect([latest().url, running(), phases.at(-1)]).toEqual(['/api/v1/live?after=k-5', 1, 'connecting'])
  })

  it('from before the machine slept is not waited for: it is opened again from its place, once, and what is in use is asked for again', () => {
    latest().tell('beat', 'k-8', beat)
    vi.advanceTimersByTime(12_000)
    vi.setSystemTime(Date.now() + 5 * 3_600_000)
    expect(woken).toBe(0)
    vi.advanceTimersByTime(5000)
    expect([latest().url, running(), phases.at(-1), woken]).toEqual(['/api/v1/live?after=k-8', 1, 'connecting', 1])
    // a clock set back says the same; a page that a browser froze says it by itself
    vi.setSystemTime(Date.now() - 86_400_000)
    vi.advanceTimersByTime(5000)
    page.dispatchEvent(new Event('resume'))
    vi.advanceTimersByTime(20_000)
    expect([running(), woken]).toEqual([1, 3])
  })

  it('of a page out of sight, whose timers a browser slows down, is not taken for one that slept', () => {
    page.visibilityState = 'hidden'
    vi.setSystemTime(Date.now() + 60_000)
    vi.advanceTimersByTime(5000)
    expect([FakeSource.made.length, woken]).toEqual([1, 0])
  })

  it('takes no harm from words it does not understand', () => {
    latest().tell('issue', 'k-6', '{"half')
    expect([events.length, phases.at(-1)]).toEqual([0, 'open'])
  })

  it('is over when it is stopped', () => {
    stop()
    vi.advanceTimersByTime(600_000)
    expect([running(), FakeSource.made.length]).toEqual([0, 1])
  })
})
