// Operations on the dictionaries: issue items with their limits, renovation items. Every change is a new version; what was decided under an
// older one keeps its words.
import { z } from 'zod'
import { dayKinds } from '../calendar/working-time.ts'
import { CalendarDate, Instant } from './fields.ts'
import { get, put } from './route.ts'
import { handlerLevels, issueClasses, issueItems, limitUnits, renovationClasses } from './words.ts'

const Name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u, 'no control characters')

const IssueItemContent = z.object({
  name: Name,
  nameEn: Name,
  limitValue: z.number().int().min(1).max(999),
  limitUnit: z.enum(limitUnits),
  handlerLevel: z.enum(handlerLevels),
  onWall: z.boolean().describe('false: never drawn as a point'),
})
const RenovationItemContent = z.object({ name: Name, nameEn: Name, unit: Name, unitEn: Name })
const Versioned = z.object({
  version: z.number().int().describe('0: as delivered'),
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
})

const IssueItem = IssueItemContent.extend({ key: z.enum(issueItems), class: z.enum(issueClasses) }).extend(Versioned.shape)
const RenovationItem = RenovationItemContent.extend({ key: z.string(), renovationClass: z.enum(renovationClasses) }).extend(Versioned.shape)
export type IssueItem = z.infer<typeof IssueItem>
export type RenovationItem = z.infer<typeof RenovationItem>

const readers = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader', 'administrator', 'auditor'] as const
const Version = z.number().int().min(0).describe('the version that was read; a newer one is answered with 409')
const Key = z.object({ key: z.string().regex(/^[A-Za-z0-9]{1,40}$/, 'the key of an entry') })

export const dictionaryEntries = get({
  id: 'dictionaryEntries',
  path: '/api/v1/dictionaries',
  summary: 'The dictionaries as they are now',
  tag: 'dictionaries',
  access: readers,
  reach: 'system',
  ok: z.object({ issueItems: z.array(IssueItem), renovationItems: z.array(RenovationItem) }),
})
export const issueItemVersions = get({
  id: 'issueItemVersions',
  path: '/api/v1/dictionaries/issue-items/:key/versions',
  summary: 'Every version of an issue item, newest first',
  tag: 'dictionaries',
  access: readers,
  reach: 'system',
  params: Key,
  ok: z.object({ versions: z.array(IssueItem) }),
  errors: ['not_found'],
})
export const renovationItemVersions = get({
  id: 'renovationItemVersions',
  path: '/api/v1/dictionaries/renovation-items/:key/versions',
  summary: 'Every version of a renovation item, newest first',
  tag: 'dictionaries',
  access: readers,
  reach: 'system',
  params: Key,
  ok: z.object({ versions: z.array(RenovationItem) }),
  errors: ['not_found'],
})
export const changeIssueItem = put({
  id: 'changeIssueItem',
  path: '/api/v1/dictionaries/issue-items/:key',
  summary: 'Change an issue item of this sub-district: a new version, in force from now on',
  tag: 'dictionaries',
  access: ['administrator'],
  reach: 'system',
  params: Key,
  body: z.strictObject({ ...IssueItemContent.shape, version: Version }),
  ok: IssueItem,
  errors: ['not_found', 'conflict'],
})
export const changeRenovationItem = put({
  id: 'changeRenovationItem',
  path: '/api/v1/dictionaries/renovation-items/:key',
  summary: 'Change a renovation item of this sub-district: a new version, in force from now on',
  tag: 'dictionaries',
  access: ['administrator'],
  reach: 'system',
  params: Key,
  body: z.strictObject({ ...RenovationItemContent.shape, version: Version }),
  ok: RenovationItem,
  errors: ['not_found', 'conflict'],
})

const DayChange = z.strictObject({ kind: z.enum([...dayKinds, 'usual']) })
const WorkingDay = z.object({ day: CalendarDate, kind: z.enum(dayKinds) })
export const workingDays = get({
  id: 'workingDays',
  path: '/api/v1/working-days',
  summary: 'Holidays, and weekend days that are worked to make up for them: what differs from Monday to Friday',
  tag: 'dictionaries',
  access: readers,
  reach: 'system',
  query: z.object({ year: z.coerce.number().int().min(1900).max(2199) }),
  ok: z.object({ days: z.array(WorkingDay) }),
})
export const changeWorkingDay = put({
  id: 'changeWorkingDay',
  path: '/api/v1/working-days/:day',
  summary: 'Make a day a holiday or a working day, or as usual again. Limits that run already keep their end',
  tag: 'dictionaries',
  access: ['administrator'],
  reach: 'system',
  params: z.object({ day: CalendarDate }),
  body: DayChange,
  ok: z.object({ day: CalendarDate, ...DayChange.shape }),
})
