// Looks whether anything calls for somebody: in a sub-district soon after something was written of it, and in all of them every few seconds, because
// time alone makes a case late and a patrol missed. What it finds is written in one transaction with its change event and its entry in the audit.
import type { Alarm } from '#contract/alarms.ts'
import type { AuditAction } from '#contract/words.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { alarmSteps } from '#domain/wall/alarm-steps.ts'
import { appendSystemAudit } from '../db/audit.ts'
import type { CatalogReader } from '../db/catalog.ts'
import type { Database } from '../db/database.ts'
import { inTransaction, type Queryable } from '../db/queryable.ts'
import { tellChange } from '../db/refresh-layers.ts'
import {
  alarmRulesOf,
  alarmsByNumber,
  endAlarms,
  escalateAlarms,
  growAlarms,
  insertAlarms,
  mattersNow,
  standingAlarms,
} from './alarm-queries.ts'

export type AlarmKeeper = {
  /** Something was written of a sub-district. */
  wake(subdistrict: string): void
  close(): Promise<void>
}

/** Many writes are one look, and looking takes a sixth of the time at most: where much is written, it waits five times as long as it took. */
const soonMilliseconds = 100
const restShare = 5

type Needs = {
  readonly database: Database
  readonly catalog: CatalogReader
  readonly now: () => Date
  /** Undefined: never by itself. */
  readonly everyMilliseconds: number | undefined
  readonly told: () => void
  readonly onTrouble: (error: unknown) => void
}

export function alarmKeeper({ database, catalog, now, everyMilliseconds, told, onTrouble }: Needs): AlarmKeeper {
  const written = new Set<string>()
  let running: Promise<void> | undefined
  let soon: NodeJS.Timeout | undefined
  let tookMilliseconds = 0
  const look = async (subdistricts: readonly string[]): Promise<void> => {
    for (const subdistrict of subdistricts) if (await inTransaction(database.pool, (db) => keepAlarms(db, subdistrict, now()))) told()
  }
  const all = async () => (await catalog.read()).subdistricts.map(({ subdistrictCode }) => subdistrictCode)
  const run = (which: () => Promise<readonly string[]>): void => {
    const began = performance.now()
    running = which()
      .then(look)
      .catch(onTrouble)
      .finally(() => {
        tookMilliseconds = performance.now() - began
        running = undefined
        if (written.size > 0) lookSoon()
      })
  }
  const lookSoon = (): void => {
    soon ??= setTimeout(
      () => {
        soon = undefined
        // what is written while it looks is looked at after that
        if (running) return
        const which = [...written]
        written.clear()
        run(async () => which)
      },
      Math.max(soonMilliseconds, restShare * tookMilliseconds),
    ).unref()
  }
  const timer =
    everyMilliseconds === undefined
      ? undefined
      : setInterval(() => {
          if (!running) run(all)
        }, everyMilliseconds).unref()
  return {
    wake(subdistrict) {
      if (everyMilliseconds === undefined) return
      written.add(subdistrict)
      lookSoon()
    },
    async close() {
      clearInterval(timer)
      clearTimeout(soon)
      await running
    },
  }
}

/** Raises, ends and escalates what is due, and notes what grew. Returns whether anything was written. */
export async function keepAlarms(db: Queryable, subdistrict: string, now: Date): Promise<boolean> {
  const { rules } = await alarmRulesOf(db, subdistrict)
  const standing = await standingAlarms(db, subdistrict, now)
  const due = await mattersNow(db, subdistrict, rules, now, calendarDay(now))
  const { raise, end, escalate, grow } = alarmSteps(due, standing, rules, now)
  if (raise.length + end.length + escalate.length + grow.length === 0) return false
  const raised = raise.length > 0 ? await insertAlarms(db, subdistrict, raise, now) : []
  const ended = end.length > 0 ? await endAlarms(db, subdistrict, idsOf(end), now) : []
  const escalated = escalate.length > 0 ? await escalateAlarms(db, subdistrict, idsOf(escalate), now) : []
  const grown = grow.length > 0 ? await growAlarms(db, subdistrict, grow) : []
  await note(db, subdistrict, 'alarmRaised', raised, now)
  await note(db, subdistrict, 'alarmEnded', ended, now)
  await note(db, subdistrict, 'alarmEscalated', escalated, now)
  await note(db, subdistrict, 'alarmGrown', grown, now)
  return raised.length + ended.length + escalated.length + grown.length > 0
}

const idsOf = (alarms: readonly { readonly alarmId: number }[]): number[] => alarms.map(({ alarmId }) => alarmId)

async function note(db: Queryable, subdistrict: string, action: AuditAction, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return
  const alarms = await alarmsByNumber(db, subdistrict, ids, false, now)
  for (const alarm of alarms) {
    await tellAlarm(db, subdistrict, action, alarm)
    const { alarmId, kind, subject, gridCode } = alarm
    await appendSystemAudit(db, now, { subdistrict, action, subject: `alarm:${alarmId}`, after: { kind, matter: subject, gridCode } })
  }
}

/** Says what became of an alarm to whoever watches and may know. */
export const tellAlarm = (db: Queryable, subdistrict: string, kind: string, alarm: Alarm): Promise<void> =>
  tellChange(db, { subdistrict, kind, layers: [] }, { gridCode: alarm.gridCode, alarm })
