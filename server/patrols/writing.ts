// What every write about patrols has in common: who may, that nobody was quicker, and what is told to whom.
import type { Route } from '#contract/route.ts'
import type { AuditAction, RegisterKind } from '#contract/words.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { Queryable } from '../db/queryable.ts'
import { refreshFeatures } from '../db/refresh-layers.ts'
import { differing, recordRegisterEvent } from '../db/register-events.ts'
import { manages } from '../db/scope.ts'
import { AppError } from '../http/app-error.ts'
import type { ScopeInput } from '../http/handler.ts'
import { overtaken } from '../http/overtaken.ts'

export type Asked = Pick<ScopeInput<Route>, 'db' | 'subdistrict' | 'now' | 'who' | 'audit'>
type Fields = Readonly<Record<string, unknown>>

export function mustManage({ who }: Pick<Asked, 'who'>, communityCode: string): void {
  if (!manages(who.scope, communityCode))
    throw new AppError('forbidden', `the team is of community ${communityCode}, outside of your grids`)
}

/** Until the transaction ends nobody else writes about patrols of this sub-district: what was checked still holds when it is written. */
export const writeInTurn = (db: Queryable, subdistrict: string) =>
  db.query(`select pg_advisory_xact_lock(hashtextextended('patrols ' || $1, 0))`, [subdistrict])

/** Throws where somebody was quicker, with what is not as it would be. */
export function mustBeCurrent(what: string, version: number, now: Fields & { readonly version: number }, wanted: Fields): void {
  if (now.version !== version) throw overtaken(what, now, wanted)
}

type Step = {
  readonly kind: Extract<RegisterKind, 'patrolTeam' | 'patrolRoute' | 'patrolRun'>
  readonly id: number
  readonly change: string
  readonly action: AuditAction
  readonly before: Fields
  readonly after: Fields
  readonly reason?: string
}
/** One step with a record: its history and the audit. */
export async function tellStep(
  system: Queryable,
  asked: Asked,
  { kind, id, change, action, before, after, reason = '' }: Step,
): Promise<void> {
  const { subdistrict, now, who, audit } = asked
  const said = differing(before, after)
  await recordRegisterEvent(system, subdistrict, { kind, id, change, ...said, reason, at: now, by: who.username })
  await audit({ action, subject: `${kind}:${id}`, ...said, reason })
}

/** The routes on the map, and with them everybody who shows their runs. */
export const refreshRoutes = (
  system: Queryable,
  { subdistrict, now }: Pick<Asked, 'subdistrict' | 'now'>,
  kind: string,
  ids: readonly number[],
) => refreshFeatures(system, { subdistrict, kind, layer: 'patrolRoutes', today: calendarDay(now) }, ids, { patrolRoutes: ids })
