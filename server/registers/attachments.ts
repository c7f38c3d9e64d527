// GET    /api/v1/registers/compound/7/attachments        the papers of a record; POST ?name=… adds one, the body is the file
// GET    /api/v1/registers/compound/7/attachments/3      to be kept as a file
// DELETE /api/v1/registers/compound/7/attachments/3      {reason}: its content goes for good, its row stays
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { attachmentWriters } from '#contract/access.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { type AttachmentKind, attachmentName, attachmentTypes, mostAttachments } from '#domain/registers/attachments.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { tellChange } from '../db/refresh-layers.ts'
import { recordRegisterEvent } from '../db/register-events.ts'
import { manages, outsideScope } from '../db/scope.ts'
import { AppError, found } from '../http/app-error.ts'
import { takeAttachment } from '../http/attachment-file.ts'
import { Bytes, type Handlers } from '../http/handler.ts'
import type { Principal } from '../http/principal.ts'
import { registers } from './records.ts'

const forAnHour = 'private, max-age=3600'

/** Where a record of a kind is kept. */
const tables: Readonly<Record<AttachmentKind, { readonly table: string; readonly key: string }>> = {
  ...registers,
  renovation: { table: 'renovation_project', key: 'renovation_project_id' },
  patrolRoute: { table: 'patrol_route', key: 'patrol_route_id' },
}

const RecordRow = z.object({ communityCode: z.string().nullable() })
/** The record, through the scope or outside of it; of a patrol route the community of its team. With `lock` nobody else adds papers meanwhile. */
async function recordOf(db: Queryable, subdistrict: string, kind: AttachmentKind, id: number, lock = false) {
  const { table, key } = tables[kind]
  const community =
    kind === 'patrolRoute'
      ? '(select m.community_code from patrol_team m where m.subdistrict_code = $1 and m.patrol_team_id = t.patrol_team_id)'
      : 'null::text'
  const row = await maybeRow(
    db,
    RecordRow,
    `select ${community} as "communityCode" from ${table} t where t.subdistrict_code = $1 and t.${key} = $2::bigint${lock ? ' for update of t' : ''}`,
    [subdistrict, id],
  )
  return found(row, `${kind} ${id}`)
}

const mayWrite = (who: Principal, kind: AttachmentKind, { communityCode }: z.infer<typeof RecordRow>): boolean =>
  who.role !== null && attachmentWriters[kind].includes(who.role) && (kind !== 'patrolRoute' || manages(who.scope, communityCode ?? ''))

function mustWrite(who: Principal, kind: AttachmentKind, record: z.infer<typeof RecordRow>): void {
  if (!mayWrite(who, kind, record)) throw new AppError('forbidden', `the papers of this ${kind} are kept by others`)
}

const AttachmentRow = z.object({
  attachmentId: z.number(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  at: z.string(),
  by: z.string(),
  withdrawnAt: z.string().nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnBecause: z.string().nullable(),
})
const columns = `register_attachment_id as "attachmentId", name, media_type as "mediaType", byte_count as bytes, added_at as at, added_by as by,
  withdrawn_at as "withdrawnAt", withdrawn_by as "withdrawnBy", withdrawn_because as "withdrawnBecause"`
const toAttachment = ({ withdrawnAt, withdrawnBy, withdrawnBecause, ...row }: z.infer<typeof AttachmentRow>) => ({
  ...row,
  withdrawn: withdrawnAt === null ? null : { at: withdrawnAt, by: withdrawnBy ?? '', reason: withdrawnBecause ?? '' },
})
const attachmentsOf = (db: Queryable, subdistrict: string, kind: AttachmentKind, id: number) =>
  rows(
    db,
    AttachmentRow.extend({ sentHash: z.string() }),
    `select ${columns}, sent_hash as "sentHash" from register_attachment
     where subdistrict_code = $1 and record_kind = $2 and record_id = $3::bigint order by register_attachment_id desc`,
    [subdistrict, kind, id],
  )

const ContentRow = z.object({ name: z.string(), mediaType: z.string(), content: z.instanceof(Uint8Array) })

/** A name in any script, and one that every program can read (RFC 6266). */
const dispositionOf = (name: string): string =>
  `attachment; filename="${name.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`

export const attachmentHandlers: Pick<Handlers, 'attachments' | 'addAttachment' | 'attachment' | 'withdrawAttachment'> = {
  attachments: async ({ db, subdistrict, params: { kind, id }, who, now }) => {
    const record = await recordOf(db, subdistrict, kind, id)
    const list = await attachmentsOf(db, subdistrict, kind, id)
    return {
      asOf: now.toISOString(),
      attachments: list.map(({ sentHash: _, ...row }) => toAttachment(row)),
      mayWrite: mayWrite(who, kind, record),
    }
  },

  addAttachment: async ({ db, subdistrict, params: { kind, id }, query, body, who, now, audit }) => {
    mustWrite(who, kind, await recordOf(db, subdistrict, kind, id))
    const sentHash = createHash('sha256').update(body).digest('hex')
    const { type, content } = await takeAttachment(body)
    const name = attachmentName(maskFreeText(query.name), type)
    return outsideScope(db, async (system) => {
      await recordOf(system, subdistrict, kind, id, true)
      const present = (await attachmentsOf(system, subdistrict, kind, id)).filter(({ withdrawnAt }) => withdrawnAt === null)
      const same = present.find((one) => one.sentHash === sentHash)
      const note = { action: 'attachmentAdded', subject: `${kind}:${id}` } as const
      if (same !== undefined) {
        await audit({ ...note, after: { attachment: same.attachmentId } })
        const { sentHash: _, ...row } = same
        return toAttachment(row)
      }
      if (present.length >= mostAttachments) throw new AppError('conflict', `there are ${mostAttachments} papers already`)
      const made = await maybeRow(
        system,
        AttachmentRow,
        `insert into register_attachment (subdistrict_code, record_kind, record_id, name, media_type, byte_count, content, sent_hash, added_at, added_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${columns}`,
        [
          ...[subdistrict, kind, id, name, attachmentTypes[type].mediaType, content.length],
          ...[Buffer.from(content), sentHash, now.toISOString(), who.username],
        ],
      )
      const added = found(made, `paper of ${kind} ${id}`)
      const event = { kind, id, change: 'attachmentAdded', before: {}, after: { attachment: name }, at: now, by: who.username } as const
      await recordRegisterEvent(system, subdistrict, event)
      await tellChange(system, { subdistrict, kind: 'attachmentAdded', layers: [] }, { register: kind, record: id })
      await audit({ ...note, after: { attachment: added.attachmentId, name, bytes: content.length } })
      return toAttachment(added)
    })
  },

  attachment: async ({ db, subdistrict, params: { kind, id, attachment } }) => {
    const row = await maybeRow(
      db,
      ContentRow,
      `select name, media_type as "mediaType", content from register_attachment
       where subdistrict_code = $1 and record_kind = $2 and record_id = $3::bigint and register_attachment_id = $4::bigint and content is not null`,
      [subdistrict, kind, id, attachment],
    )
    const { name, mediaType, content } = found(row, `paper ${attachment} of ${kind} ${id}`)
    return new Bytes(content, mediaType, {
      'Cache-Control': forAnHour,
      'Content-Disposition': dispositionOf(name),
      'X-Content-Type-Options': 'nosniff',
    })
  },

  withdrawAttachment: async ({ db, subdistrict, params: { kind, id, attachment }, body, who, now, audit }) => {
    mustWrite(who, kind, await recordOf(db, subdistrict, kind, id))
    const reason = maskFreeText(body.reason)
    return outsideScope(db, async (system) => {
      const gone = await maybeRow(
        system,
        AttachmentRow,
        `update register_attachment set content = null, withdrawn_at = $5, withdrawn_by = $6, withdrawn_because = $7
         where subdistrict_code = $1 and record_kind = $2 and record_id = $3 and register_attachment_id = $4 and withdrawn_at is null returning ${columns}`,
        [subdistrict, kind, id, attachment, now.toISOString(), who.username, reason],
      )
      const { name, ...row } = found(gone, `paper ${attachment} of ${kind} ${id}`)
      const event = { kind, id, change: 'attachmentWithdrawn', before: { attachment: name }, after: { attachment: null } } as const
      await recordRegisterEvent(system, subdistrict, { ...event, reason, at: now, by: who.username })
      await tellChange(system, { subdistrict, kind: 'attachmentWithdrawn', layers: [] }, { register: kind, record: id })
      await audit({ action: 'attachmentWithdrawn', subject: `${kind}:${id}`, before: { attachment, name }, reason })
      return toAttachment({ ...row, name })
    })
  },
}
