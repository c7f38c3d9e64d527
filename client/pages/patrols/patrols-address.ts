// The state of the page as it stands in the address bar. Pure: text to value and back. What is not valid is left out, never an error.
//   ?tab=routes&q=花园&pick=7      ?when=week&state=notWalked&pick=1203
import { addDays } from '#domain/calendar/calendar-day.ts'
import { runStates } from '#domain/patrol/run-state.ts'
import type { RouteFilter, RunFilter } from '../../api/patrols.ts'

export const tabs = ['runs', 'routes'] as const
export type Tab = (typeof tabs)[number]
export const whens = ['today', 'week', 'past'] as const
export type When = (typeof whens)[number]

export type PatrolsAddress = {
  readonly tab: Tab
  readonly when: When
  readonly pick: number | null
  readonly routes: RouteFilter
  readonly runs: Pick<RunFilter, 'state' | 'route'>
}
/** Names in the address that narrow the list. */
export const filterNames = ['q', 'state', 'route'] as const

const known = <T extends string>(words: readonly T[], text: string | null): T | undefined => words.find((word) => word === text)
const number = (text: string | null): string | undefined => (text !== null && /^[1-9]\d{0,14}$/.test(text) ? text : undefined)

export function parsePatrolsAddress(parameters: URLSearchParams): PatrolsAddress {
  const q = parameters.get('q')?.trim().slice(0, 60)
  const pick = number(parameters.get('pick'))
  const route = number(parameters.get('route'))
  const state = parameters.get('state')
  const [runState, routeState] = [known(runStates, state), known(['closed', 'all'] as const, state)]
  return {
    tab: known(tabs, parameters.get('tab')) ?? 'runs',
    when: known(whens, parameters.get('when')) ?? 'today',
    pick: pick === undefined ? null : Number(pick),
    routes: { ...(q && { q }), ...(routeState && { state: routeState }) },
    runs: { ...(runState && { state: runState }), ...(route && { route }) },
  }
}

/** The days of a list of runs: what is to come the earliest first, what was the latest first. */
export function daysOf(when: When, today: string): Pick<RunFilter, 'from' | 'to' | 'order'> {
  if (when === 'today') return { from: today, to: today, order: 'oldest' }
  if (when === 'week') return { from: addDays(today, 1), to: addDays(today, 7), order: 'oldest' }
  return { to: addDays(today, -1), order: 'newest' }
}

/** The instant of a time of the day (HH:MM) during a run, whose shift may pass midnight. */
export function instantOnRun(plannedStart: string, clock: string): string {
  const offset = 8 * 3_600_000
  const day = new Date(Date.parse(plannedStart) + offset).toISOString().slice(0, 10)
  const begin = new Date(Date.parse(plannedStart) + offset).toISOString().slice(11, 16)
  // up to an hour before the planned begin is still the same evening
  const early = Number(begin.slice(0, 2)) * 60 + Number(begin.slice(3)) - 60
  const minutes = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  return `${minutes < early ? addDays(day, 1) : day}T${clock}:00+08:00`
}
/** HH:MM in the sub-district. */
export const clockOf = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(11, 16)
