// What becomes of alarms: what is a matter now, beside what stands there. Of one matter there is one alarm at a time.
//   due, none stands there ▸ raise        stands there, not due any more ▸ end        nobody answered for the minutes of its rule ▸ escalate, once
//   a cluster, more than there ever were ▸ grow
import type { AlarmKind, AlarmRule } from './alarms.ts'

export type Matter = { readonly kind: AlarmKind; readonly subject: string; readonly amount: number | null }
export type StandingAlarm = Matter & {
  readonly alarmId: number
  readonly raisedAt: string
  readonly acknowledgedAt: string | null
  readonly escalatedAt: string | null
}

export function alarmSteps<M extends Matter, S extends StandingAlarm>(
  due: readonly M[],
  standing: readonly S[],
  rules: readonly AlarmRule[],
  now: Date,
): {
  readonly raise: readonly M[]
  readonly end: readonly S[]
  readonly escalate: readonly S[]
  readonly grow: readonly { readonly alarmId: number; readonly amount: number }[]
} {
  const keyOf = ({ kind, subject }: Pick<Matter, 'kind' | 'subject'>) => `${kind} ${subject}`
  const dueNow = new Map(due.map((one) => [keyOf(one), one.amount]))
  const there = new Set(standing.map(keyOf))
  const kept = standing.filter((one) => dueNow.has(keyOf(one)))
  const minutes = new Map(rules.map(({ kind, escalateMinutes }) => [kind, escalateMinutes]))
  return {
    raise: due.filter((one) => !there.has(keyOf(one))),
    end: standing.filter((one) => !dueNow.has(keyOf(one))),
    escalate: kept.filter(
      ({ kind, raisedAt, acknowledgedAt, escalatedAt }) =>
        acknowledgedAt === null && escalatedAt === null && now.getTime() - Date.parse(raisedAt) >= (minutes.get(kind) ?? 0) * 60_000,
    ),
    grow: kept.flatMap((one) => {
      const amount = one.kind === 'cluster' ? (dueNow.get(keyOf(one)) ?? null) : null
      return amount !== null && one.amount !== null && amount > one.amount ? [{ alarmId: one.alarmId, amount }] : []
    }),
  }
}
