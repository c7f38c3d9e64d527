// Operations of alarms: what calls for somebody, who answers it, and from when on a matter is one.
import { z } from 'zod'
import { alarmKinds } from '../wall/alarms.ts'
import { caseRoles, factReaders } from './access.ts'
import { GridCode, Instant, Tenant } from './fields.ts'
import { get, post, put } from './route.ts'
import { issueClasses } from './words.ts'

export const answeredFrom = ['wall', 'phone', 'desk'] as const
export const Alarm = z.object({
  alarmId: z.number().int(),
  kind: z.enum(alarmKinds),
  subject: z.string().describe('issue:7, station:3, run:12, grid:<code>:<class>, source:<source>'),
  name: z.string().describe('of the item, the station, the route; empty for a source'),
  nameEn: z.string(),
  gridCode: GridCode.nullable(),
  gridName: z.string(),
  gridNameEn: z.string(),
  issueClass: z.enum(issueClasses).nullable(),
  amount: z.number().nullable().describe('issues of a cluster, the most there were; hours of silence'),
  measure: z.number().nullable().describe('how far it has come, in the unit of the threshold of its rule; null: not known'),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  onWall: z.boolean().describe('may be shown where everybody passes'),
  raisedAt: Instant,
  escalatedAt: Instant.nullable().describe('raised again, because nobody had answered'),
  acknowledgedAt: Instant.nullable(),
  acknowledgedFrom: z.enum(answeredFrom).nullable(),
  endedAt: Instant.nullable().describe('it is over by itself'),
})
export type Alarm = z.infer<typeof Alarm>

export const alarms = get({
  id: 'alarms',
  path: '/api/v1/alarms',
  summary: 'Alarms that nobody has answered, the newest first; or all of the last days',
  tag: 'wall',
  access: factReaders,
  query: Tenant.extend({ state: z.enum(['waiting', 'open', 'all']).default('waiting').describe('open: answered or not, but not over') }),
  ok: z.object({ asOf: Instant, alarms: z.array(Alarm) }),
})
export const acknowledgeAlarms = post({
  id: 'acknowledgeAlarms',
  path: '/api/v1/alarms/acknowledgements',
  summary: 'Answer alarms: somebody knows. Answered once is answered; sent again it changes nothing',
  tag: 'wall',
  access: [...caseRoles, 'wall'],
  query: Tenant,
  body: z.strictObject({ alarms: z.array(z.number().int().positive()).min(1).max(200), from: z.enum(answeredFrom) }),
  ok: z.object({ alarms: z.array(Alarm) }),
  errors: ['not_found'],
})
const Rule = z.strictObject({
  kind: z.enum(alarmKinds),
  on: z.boolean(),
  sound: z.boolean(),
  threshold: z.number().int().min(0).max(1000),
  withinHours: z.number().int().min(1).max(168),
  escalateMinutes: z.number().int().min(1).max(1440),
})
const Rules = z.object({ version: z.number().int(), rules: z.array(Rule) })
export const alarmRules = get({
  id: 'alarmRules',
  path: '/api/v1/alarms/rules',
  summary: 'From when on a matter is an alarm',
  tag: 'wall',
  access: factReaders,
  query: Tenant,
  ok: Rules,
})
export const changeAlarmRules = put({
  id: 'changeAlarmRules',
  path: '/api/v1/alarms/rules',
  summary: 'Change from when on a matter is an alarm',
  tag: 'wall',
  access: ['leader'],
  query: Tenant,
  body: z.strictObject({ version: z.number().int().min(0), rules: z.array(Rule).min(1).max(alarmKinds.length) }),
  ok: Rules,
  errors: ['conflict'],
})
