// Operations of the auditor: to search what happened, and to have the chain of entries proved.
import { z } from 'zod'
import { CalendarDate, Instant, Page } from './fields.ts'
import { get } from './route.ts'
import { auditActions, auditResults, roles } from './words.ts'

export const AuditEntry = z.object({
  auditEntryId: z.number().int(),
  happenedAt: Instant,
  actor: z.string().describe('username, or the program: system'),
  role: z.enum(roles).nullable(),
  address: z.string().describe('where the request came from; empty for the program'),
  action: z.enum(auditActions),
  subject: z.string().describe('what it was done to, such as account:12'),
  result: z.enum(auditResults),
  reason: z.string(),
  before: z.record(z.string(), z.unknown()).nullable().describe('masked'),
  after: z.record(z.string(), z.unknown()).nullable().describe('masked'),
  requestId: z.string(),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const audit = get({
  id: 'audit',
  path: '/api/v1/audit',
  summary: 'The audit, newest first',
  tag: 'audit',
  access: ['auditor'],
  reach: 'system',
  query: Page.extend({
    from: CalendarDate.optional(),
    to: CalendarDate.optional().describe('last day, included'),
    actor: z.string().trim().max(64).optional(),
    action: z.enum(auditActions).optional(),
    result: z.enum(auditResults).optional(),
    subject: z.string().trim().max(100).optional(),
  }),
  ok: z.object({ entries: z.array(AuditEntry), next: z.string().nullable() }),
})

export const auditChain = get({
  id: 'auditChain',
  path: '/api/v1/audit/chain',
  summary: 'Whether every entry still is what was written, in its order; names the first that is not',
  tag: 'audit',
  access: ['auditor'],
  reach: 'system',
  ok: z.object({
    entries: z.number().int(),
    firstBroken: z.number().int().nullable().describe('auditEntryId; null: the chain is whole'),
    problem: z.enum(['changed', 'missing', 'headMismatch']).nullable(),
    firstEntryId: z.number().int().nullable(),
    head: z.string().describe('hash of the last entry; kept elsewhere, it also proves that none was cut off the end'),
  }),
})
