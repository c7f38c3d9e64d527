// What calls on one display. Alarms are facts of the sub-district: its rules raise them, once, for everybody. A display decides which kinds of them it
// takes up, from when on, and whether they are heard; and from when on something new takes its stage.
//
//   rule: cluster from 6     display: cluster from 10     alarm of 7: on other displays, phones and desks     of 11: here, too
import { type AlarmKind, type AlarmRule, ruleMeasures } from './alarms.ts'
import type { SettingProblem } from './scenes.ts'

export type AlarmCall = {
  readonly kind: AlarmKind
  readonly shown: boolean
  /** Null: as its rule says, and where it was raised again. */
  readonly sound: boolean | null
  /** In the unit of its rule (`ruleMeasures`), more than what raises it; null: as soon as it is raised. */
  readonly from: number | null
}
export type Calls = {
  /** Kinds that are not among them are taken up as the sub-district raises them. */
  readonly alarms: readonly AlarmCall[]
  /** A new hot spot takes the stage from so many issues more than usual; null: never. */
  readonly hotSpot: number | null
  /** A case that ran past its limit takes the stage where at least so many are; null: never. */
  readonly overdue: number | null
}

/** As the sub-district says, and everything that is new. */
export const usualCalls: Calls = { alarms: [], hotSpot: 0, overdue: 1 }

export const callOf = ({ alarms }: Calls, kind: AlarmKind): AlarmCall =>
  alarms.find((one) => one.kind === kind) ?? { kind, shown: true, sound: null, from: null }

type Raised = {
  readonly kind: AlarmKind
  /** How far it has come, in the unit of its rule; null: not known, then it is not kept back. */
  readonly measure: number | null
  readonly escalatedAt: string | null
}

export function takenUp({ kind, measure }: Raised, calls: Calls): boolean {
  const { shown, from } = callOf(calls, kind)
  return shown && (from === null || measure === null || measure >= from)
}

/** Of one that is taken up. */
export const heard = ({ kind, escalatedAt }: Raised, calls: Calls, rules: readonly AlarmRule[]): boolean =>
  callOf(calls, kind).sound ?? (escalatedAt !== null || rules.some((rule) => rule.kind === kind && rule.sound))

export const hotEnough = (spot: { readonly recent: number; readonly expected: number }, { hotSpot }: Calls): boolean =>
  hotSpot !== null && spot.recent - spot.expected >= hotSpot

/** What was chosen, as it is under rules that may have been changed since: below what raises an alarm there is none to take up. */
export const callsUnder = (calls: Calls, rules: readonly AlarmRule[]): Calls => ({
  ...calls,
  alarms: calls.alarms.map((call) => {
    const rule = rules.find(({ kind }) => kind === call.kind)
    return call.from !== null && rule && call.from <= rule.threshold ? { ...call, from: null } : call
  }),
})

/** What is wrong with calls whose shape is right, under the rules of the sub-district. */
export function callProblems({ alarms }: Calls, rules: readonly AlarmRule[]): readonly SettingProblem[] {
  return alarms.flatMap(({ kind, from }, at) => {
    const path = `calls.alarms.${at}`
    if (alarms.findIndex((one) => one.kind === kind) !== at) return [{ path: `${path}.kind`, problem: 'stands there twice' }]
    const { most } = ruleMeasures[kind]
    const least = rules.find((rule) => rule.kind === kind)?.threshold ?? ruleMeasures[kind].least
    return from === null || (from >= least && from <= most)
      ? []
      : [{ path: `${path}.from`, problem: `must be ${least}, from where the rule raises it, to ${most}` }]
  })
}
