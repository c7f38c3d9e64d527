// What is read and written of alarms and their rules.
import { z } from 'zod'
import { Alarm } from '#contract/alarms.ts'
import { Instant } from '#contract/fields.ts'
import { issueClasses } from '#contract/words.ts'
import { type AlarmRule, alarmKinds, rulesOf } from '#domain/wall/alarms.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const RulesRow = z.object({
  version: z.number(),
  rules: z.array(
    z.object({
      kind: z.enum(alarmKinds),
      on: z.boolean(),
      sound: z.boolean(),
      threshold: z.number(),
      withinHours: z.number(),
      escalateMinutes: z.number(),
    }),
  ),
})
export async function alarmRulesOf(db: Queryable, subdistrict: string): Promise<{ version: number; rules: AlarmRule[] }> {
  const row = await maybeRow(db, RulesRow, 'select version, rules from alarm_rule where subdistrict_code = $1', [subdistrict])
  return { version: row?.version ?? 0, rules: [...rulesOf(row?.rules ?? [])] }
}

/** False where somebody changed them since `version` was read. */
export async function writeRules(
  db: Queryable,
  subdistrict: string,
  rules: readonly AlarmRule[],
  version: number,
  by: string,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into alarm_rule as r (subdistrict_code, rules, version, changed_at, changed_by) values ($1, $2::jsonb, 1, $4, $5)
     on conflict (subdistrict_code) do update set rules = excluded.rules, version = r.version + 1, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by where r.version = $3::int`,
    [subdistrict, JSON.stringify(rules), version, now.toISOString(), by],
  )
  return rowCount === 1
}

const MatterRow = z.object({
  kind: z.enum(alarmKinds),
  subject: z.string(),
  name: z.string(),
  nameEn: z.string(),
  gridCode: z.string().nullable(),
  issueClass: z.enum(issueClasses).nullable(),
  amount: z.number().nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  onWall: z.boolean(),
  countedFrom: Instant.nullable(),
  unitSeconds: z.number().nullable(),
})
export type MatterRow = z.infer<typeof MatterRow>

const dueText = statementBeside(import.meta.url, 'alarms-due')
export function mattersNow(db: Queryable, subdistrict: string, rules: readonly AlarmRule[], now: Date, today: string) {
  const rule = (kind: AlarmRule['kind']) => rules.find((one) => one.kind === kind && one.on)
  const threshold = (kind: AlarmRule['kind']) => rule(kind)?.threshold ?? null
  return rows(db, MatterRow, dueText, [
    subdistrict,
    now.toISOString(),
    threshold('urgentIssue'),
    threshold('overdueIssue'),
    threshold('cluster'),
    rule('cluster')?.withinHours ?? 24,
    threshold('stationClosed'),
    threshold('patrolMissed'),
    threshold('sourceSilent'),
    today,
  ])
}

/** `now`: the placeholder of now. Of what is counted in issues the measure is the most there were. */
const columns = (now: string) => `a.alarm_id as "alarmId", a.kind, a.subject, a.name, a.name_en as "nameEn", a.grid_code as "gridCode",
  coalesce(g.name, '') as "gridName", coalesce(g.name_en, '') as "gridNameEn", a.issue_class as "issueClass", a.amount::float8 as amount, a.lng, a.lat,
  a.on_wall as "onWall", a.raised_at as "raisedAt", a.escalated_at as "escalatedAt", a.acknowledged_at as "acknowledgedAt",
  a.acknowledged_from as "acknowledgedFrom", a.ended_at as "endedAt",
  case a.kind when 'cluster' then a.amount
    else extract(epoch from coalesce(a.ended_at, ${now}::timestamptz) - a.counted_from) / a.unit_seconds end::float8 as measure`
const joined = 'left join grid g on g.subdistrict_code = a.subdistrict_code and g.grid_code = a.grid_code'

export const standingAlarms = (db: Queryable, subdistrict: string, now: Date) =>
  rows(
    db,
    Alarm,
    `select ${columns('$2')} from alarm a ${joined} where a.subdistrict_code = $1 and a.ended_at is null order by a.alarm_id`,
    [subdistrict, now.toISOString()],
  )

const shownDays = 7
const mostShown = 500
/** `onWall`: only what may be shown where everybody passes. */
export const alarmList = (db: Queryable, subdistrict: string, state: 'waiting' | 'open' | 'all', onWall: boolean, now: Date) =>
  rows(
    db,
    Alarm,
    `select ${columns('$4')} from alarm a ${joined}
     where a.subdistrict_code = $1 and (not $3::boolean or a.on_wall)
       and case $2 when 'waiting' then a.ended_at is null and a.acknowledged_at is null when 'open' then a.ended_at is null
         else a.raised_at > $4::timestamptz - interval '${shownDays} days' end
     order by a.raised_at desc, a.alarm_id desc limit ${mostShown}`,
    [subdistrict, state, onWall, now.toISOString()],
  )

export const alarmsByNumber = (db: Queryable, subdistrict: string, ids: readonly number[], onWall: boolean, now: Date) =>
  rows(
    db,
    Alarm,
    `select ${columns('$4')} from alarm a ${joined} where a.subdistrict_code = $1 and a.alarm_id = any ($2::bigint[]) and (not $3::boolean or a.on_wall)
     order by a.alarm_id`,
    [subdistrict, ids, onWall, now.toISOString()],
  )

const IdRow = z.object({ alarmId: z.number() })
/** Numbers of those that were raised: another instance may have been faster. */
export async function insertAlarms(db: Queryable, subdistrict: string, matters: readonly MatterRow[], now: Date): Promise<number[]> {
  const made = await rows(
    db,
    IdRow,
    `insert into alarm (subdistrict_code, kind, subject, name, name_en, grid_code, issue_class, amount, lng, lat, on_wall, counted_from,
       unit_seconds, raised_at)
     select $1, m."kind", m."subject", m."name", m."nameEn", m."gridCode", m."issueClass", m."amount", m."lng", m."lat", m."onWall", m."countedFrom",
       m."unitSeconds", $3
     from jsonb_to_recordset($2::jsonb) m ("kind" text, "subject" text, "name" text, "nameEn" text, "gridCode" text, "issueClass" text,
       "amount" real, "lng" float8, "lat" float8, "onWall" boolean, "countedFrom" timestamptz, "unitSeconds" real)
     on conflict do nothing returning alarm_id as "alarmId"`,
    [subdistrict, JSON.stringify(matters), now.toISOString()],
  )
  return made.map(({ alarmId }) => alarmId)
}

/** Sets `what` of those that are still as `where` says; $3 is now, more values from $4 on. Answers their numbers. */
async function mark(
  db: Queryable,
  subdistrict: string,
  ids: readonly number[],
  now: Date,
  what: string,
  where: string,
  more: readonly string[] = [],
): Promise<number[]> {
  const marked = await rows(
    db,
    IdRow,
    `update alarm a set ${what} where a.subdistrict_code = $1 and a.alarm_id = any ($2::bigint[]) and ${where} returning a.alarm_id as "alarmId"`,
    [subdistrict, ids, now.toISOString(), ...more],
  )
  return marked.map(({ alarmId }) => alarmId)
}
/** Numbers of those of which there are more than there ever were. */
export async function growAlarms(
  db: Queryable,
  subdistrict: string,
  grown: readonly { readonly alarmId: number; readonly amount: number }[],
): Promise<number[]> {
  const more = await rows(
    db,
    IdRow,
    `update alarm a set amount = m.amount from unnest($2::bigint[], $3::real[]) m (alarm_id, amount)
     where a.subdistrict_code = $1 and a.alarm_id = m.alarm_id and a.ended_at is null and a.amount < m.amount returning a.alarm_id as "alarmId"`,
    [subdistrict, grown.map(({ alarmId }) => alarmId), grown.map(({ amount }) => amount)],
  )
  return more.map(({ alarmId }) => alarmId)
}
const unanswered = 'a.acknowledged_at is null'
export const endAlarms = (db: Queryable, subdistrict: string, ids: readonly number[], now: Date) =>
  mark(db, subdistrict, ids, now, 'ended_at = $3', 'a.ended_at is null')
export const escalateAlarms = (db: Queryable, subdistrict: string, ids: readonly number[], now: Date) =>
  mark(db, subdistrict, ids, now, 'escalated_at = $3', `a.ended_at is null and a.escalated_at is null and ${unanswered}`)
/** Answers the numbers of those that nobody had answered before. */
export const answerAlarms = (
  db: Queryable,
  subdistrict: string,
  ids: readonly number[],
  by: { readonly username: string; readonly from: string },
  now: Date,
) =>
  mark(db, subdistrict, ids, now, 'acknowledged_at = $3, acknowledged_by = $4, acknowledged_from = $5', unanswered, [by.username, by.from])
