// When a wall calls for somebody: rules as data. A rule says from when on a matter is one, whether it is heard, and after how many minutes without an
// answer it is raised a second time.
import type { WallScene } from './scenes.ts'

export const alarmKinds = ['urgentIssue', 'overdueIssue', 'cluster', 'stationClosed', 'patrolMissed', 'sourceSilent'] as const
export type AlarmKind = (typeof alarmKinds)[number]

export type AlarmRule = {
  readonly kind: AlarmKind
  readonly on: boolean
  readonly sound: boolean
  /** What it counts, by kind: see `ruleMeasures`. */
  readonly threshold: number
  /** Of a cluster: within so many hours. Otherwise unused. */
  readonly withinHours: number
  /** Minutes without an answer until it is raised again, louder. */
  readonly escalateMinutes: number
}

/**
 * What `threshold` means.
 *   urgentIssue    minutes after it was reported, while nobody has taken it on
 *   overdueIssue   hours past its limit
 *   cluster        issues of one class in one level-3 grid within `withinHours`
 *   stationClosed  hours that a station is closed which was in service before
 *   patrolMissed   minutes after the window of a run that nobody began
 *   sourceSilent   times the longest usual gap between two reports of a source
 */
export const ruleMeasures: Readonly<
  Record<AlarmKind, { readonly unit: 'minutes' | 'hours' | 'issues' | 'times'; readonly least: number; readonly most: number }>
> = {
  urgentIssue: { unit: 'minutes', least: 0, most: 240 },
  overdueIssue: { unit: 'hours', least: 0, most: 240 },
  cluster: { unit: 'issues', least: 3, most: 100 },
  stationClosed: { unit: 'hours', least: 0, most: 240 },
  patrolMissed: { unit: 'minutes', least: 0, most: 240 },
  sourceSilent: { unit: 'times', least: 2, most: 50 },
}

export const usualRules: readonly AlarmRule[] = [
  { kind: 'urgentIssue', on: true, sound: true, threshold: 0, withinHours: 24, escalateMinutes: 10 },
  { kind: 'overdueIssue', on: true, sound: false, threshold: 0, withinHours: 24, escalateMinutes: 60 },
  { kind: 'cluster', on: true, sound: true, threshold: 6, withinHours: 24, escalateMinutes: 30 },
  { kind: 'stationClosed', on: true, sound: false, threshold: 0, withinHours: 24, escalateMinutes: 120 },
  { kind: 'patrolMissed', on: true, sound: false, threshold: 0, withinHours: 24, escalateMinutes: 60 },
  { kind: 'sourceSilent', on: true, sound: false, threshold: 4, withinHours: 24, escalateMinutes: 240 },
]

/** The rules that hold: what somebody set, and the usual ones for kinds that nobody has. */
export const rulesOf = (set: readonly AlarmRule[]): readonly AlarmRule[] =>
  alarmKinds.flatMap((kind) => set.find((one) => one.kind === kind) ?? usualRules.find((one) => one.kind === kind) ?? [])

export function ruleProblem({ kind, threshold }: AlarmRule): string | null {
  const { least, most } = ruleMeasures[kind]
  return threshold >= least && threshold <= most ? null : `must be ${least} to ${most}`
}

/** Which scene shows it. A display that may not show this scene keeps what it has and shows the alarm beside it. */
export const sceneOfAlarm: Readonly<Record<AlarmKind, WallScene>> = {
  urgentIssue: 'situation',
  overdueIssue: 'situation',
  cluster: 'heat',
  stationClosed: 'circles',
  patrolMissed: 'patrol',
  sourceSilent: 'situation',
}

/** How pressing an alarm is; the higher comes first. */
const weights: Readonly<Record<AlarmKind, number>> = {
  urgentIssue: 6,
  cluster: 5,
  patrolMissed: 4,
  stationClosed: 3,
  overdueIssue: 2,
  sourceSilent: 1,
}
type Waiting = { readonly kind: AlarmKind; readonly raisedAt: string; readonly escalatedAt: string | null; readonly alarmId: number }

/** The most pressing first: those that were raised again, then by kind, then the oldest. */
export const byPressure = (a: Waiting, b: Waiting): number =>
  Number(b.escalatedAt !== null) - Number(a.escalatedAt !== null) ||
  weights[b.kind] - weights[a.kind] ||
  a.raisedAt.localeCompare(b.raisedAt) ||
  a.alarmId - b.alarmId
