// POST   /api/v1/issues/7/photos        the picture itself as the body; sent again it is the same photo
// GET    /api/v1/issues/7/photos/3      ?size=thumbnail
// DELETE /api/v1/issues/7/photos/3      {reason}: the picture goes for good, that there was one stays
import { createHash } from 'node:crypto'
import { mostPhotos, photoKindNow } from '#domain/issues/photo-rules.ts'
import { tellChange } from '../db/refresh-layers.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found } from '../http/app-error.ts'
import { Bytes, type Handlers } from '../http/handler.ts'
import { remakePhoto } from '../http/remake-photo.ts'
import { caseOf, holdCases } from './case-queries.ts'
import { insertPhoto, photoContent, photoSent, photosOf, withdrawPhoto } from './photo-queries.ts'

const forAnHour = 'private, max-age=3600'

export const photoHandlers: Pick<Handlers, 'addIssuePhoto' | 'issuePhoto' | 'withdrawIssuePhoto'> = {
  addIssuePhoto: async ({ params: { id }, body, db, subdistrict, now, who, audit }) => {
    found(await caseOf(db, subdistrict, id), `issue ${id}`)
    const sentHash = createHash('sha256').update(body).digest('hex')
    const photo = await remakePhoto(body)
    const added = await outsideScope(db, async (system) => {
      // nobody adds a fifth one meanwhile
      await holdCases(system, subdistrict, [id])
      const facts = found(await caseOf(system, subdistrict, id), `issue ${id}`)
      const kind = photoKindNow(who, facts)
      if (kind === null) throw new AppError('conflict', `no photo can be added by you while the issue is ${facts.status}`)
      const before = await photoSent(system, subdistrict, id, kind, sentHash)
      if (before !== undefined) return before
      const present = (await photosOf(system, subdistrict, id)).filter((one) => one.kind === kind && !one.withdrawn)
      if (present.length >= mostPhotos) throw new AppError('conflict', `there are ${mostPhotos} photos already`)
      const made = await insertPhoto(system, subdistrict, id, { ...photo, kind, at: now.toISOString(), addedBy: who.accountId, sentHash })
      await tellChange(system, { subdistrict, kind: 'issueHandled', layers: [] }, { issueId: id, gridCode: facts.gridCode })
      return found(made, `photo of issue ${id}`)
    })
    await audit({ action: 'photoAdded', subject: `issue:${id}`, after: { photo: added.photoId, kind: added.kind } })
    return added
  },

  issuePhoto: async ({ params: { id, photo }, query: { size }, db, subdistrict }) => {
    const { content } = found(await photoContent(db, subdistrict, id, photo, size), `photo ${photo} of issue ${id}`)
    if (content === null) throw new AppError('not_found', `photo ${photo} of issue ${id} was withdrawn`)
    return new Bytes(content, 'image/jpeg', { 'Cache-Control': forAnHour, 'Content-Disposition': 'inline' })
  },

  withdrawIssuePhoto: async ({ params: { id, photo }, body: { reason }, db, subdistrict, now, audit }) => {
    const facts = found(await caseOf(db, subdistrict, id), `issue ${id}`)
    const withdrawn = await outsideScope(db, async (system) => {
      const gone = await withdrawPhoto(system, subdistrict, id, photo, now.toISOString())
      if (gone !== undefined)
        await tellChange(system, { subdistrict, kind: 'issueHandled', layers: [] }, { issueId: id, gridCode: facts.gridCode })
      return found(gone, `photo ${photo} of issue ${id}`)
    })
    await audit({ action: 'photoWithdrawn', subject: `issue:${id}`, reason, before: { photo } })
    return withdrawn
  },
}
