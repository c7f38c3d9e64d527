// Operations on the papers of a record: the list, one more, one of them, and one withdrawn.
import { z } from 'zod'
import { attachmentKinds, longestAttachmentName, mostAttachmentBytes } from '../registers/attachments.ts'
import { attachmentWriters, caseReaders } from './access.ts'
import { Instant, RowId, Tenant } from './fields.ts'
import { FileBody, get, post, remove } from './route.ts'

const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{C}]*$/u, 'no control characters')
const OfRecord = z.object({ kind: z.enum(attachmentKinds), id: RowId })
const One = OfRecord.extend({ attachment: RowId })

export const Attachment = z.object({
  attachmentId: z.number().int(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  at: Instant,
  by: z.string(),
  withdrawn: z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable().describe('it is told of, but not given any more'),
})
export type Attachment = z.infer<typeof Attachment>

export const attachments = get({
  id: 'attachments',
  path: '/api/v1/registers/:kind/:id/attachments',
  summary: 'The papers of a record, the newest first',
  tag: 'registers',
  access: caseReaders,
  params: OfRecord,
  query: Tenant,
  ok: z.object({ asOf: Instant, attachments: z.array(Attachment), mayWrite: z.boolean() }),
  errors: ['not_found'],
})
export const addAttachment = post({
  id: 'addAttachment',
  path: '/api/v1/registers/:kind/:id/attachments',
  summary:
    'A paper of a record; the body is the file. PDF, xlsx, docx and pictures, by what is in them; pictures are made anew without what cameras write. The same file sent again is the same paper',
  tag: 'registers',
  access: [...new Set(Object.values(attachmentWriters).flat())],
  params: OfRecord,
  query: Tenant.extend({ name: oneLine.min(1).max(longestAttachmentName) }),
  body: FileBody,
  upload: {
    mediaTypes: [
      'application/pdf',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'image/jpeg',
      'image/png',
      'image/webp',
      'application/octet-stream',
    ],
    maxBytes: mostAttachmentBytes,
  },
  ok: Attachment,
  errors: ['not_found', 'conflict'],
})
export const attachment = get({
  id: 'attachment',
  path: '/api/v1/registers/:kind/:id/attachments/:attachment',
  summary: 'A paper of a record, to be kept as a file',
  tag: 'registers',
  access: caseReaders,
  params: One,
  query: Tenant,
  ok: { mediaType: 'application/octet-stream' },
  errors: ['not_found'],
})
export const withdrawAttachment = remove({
  id: 'withdrawAttachment',
  path: '/api/v1/registers/:kind/:id/attachments/:attachment',
  summary: 'Takes a paper away: its content is gone for good, that there was one and why it went stays',
  tag: 'registers',
  access: [...new Set(Object.values(attachmentWriters).flat())],
  params: One,
  query: Tenant,
  body: z.strictObject({ reason: oneLine.min(1).max(200) }),
  ok: Attachment,
  errors: ['not_found'],
})
