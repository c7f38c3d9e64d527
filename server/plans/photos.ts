// GET    /api/v1/plans/7/photos                         what was seen on the field walk
// POST   /api/v1/plans/7/photos?lng=…&lat=…&note=…      the picture itself as the body
// GET    /api/v1/plans/7/photos/3                       ?size=thumbnail
// DELETE /api/v1/plans/7/photos/3                       {reason}: the picture goes for good
import { z } from 'zod'
import { PlanPhoto } from '#contract/plan-photos.ts'
import { isUnderWay } from '#domain/plans/stages.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import { Bytes, type Handlers } from '../http/handler.ts'
import { remakePhoto } from '../http/remake-photo.ts'
import { mustPlan, tellPlan } from './planning.ts'
import { lockPlan, type PlanRow, planById } from './queries.ts'

const forAnHour = 'private, max-age=3600'
/** Of one plan: ten borders with twenty pictures each. */
const mostPhotos = 200

const columns = `plan_photo_id as "planPhotoId", ST_X(place) as lng, ST_Y(place) as lat, note, width, height, taken_by as by, taken_at as at`
const photosOf = (db: Queryable, subdistrict: string, plan: number) =>
  rows(db, PlanPhoto, `select ${columns} from plan_photo where subdistrict_code = $1 and plan_id = $2::bigint order by plan_photo_id`, [
    subdistrict,
    plan,
  ])

function mustBeUnderWay({ planId, stage }: PlanRow): void {
  if (!isUnderWay(stage))
    throw new AppError('conflict', `plan ${planId} is ${stage}: its field walk is over`, [{ path: 'stage', problem: stage }])
}

const GroundRow = z.object({ inside: z.boolean() })
async function mustBeHere(db: Queryable, subdistrict: string, lng: number, lat: number): Promise<void> {
  const row = await maybeRow(
    db,
    GroundRow,
    'select extent && ST_SetSRID(ST_MakePoint($2, $3), 4326) as inside from subdistrict where subdistrict_code = $1',
    [subdistrict, lng, lat],
  )
  if (row?.inside !== true) throw refusedAt('query.lng', 'outside of the sub-district')
}

const ContentRow = z.object({ content: z.instanceof(Uint8Array) })

export const photoHandlers: Pick<Handlers, 'planPhotos' | 'addPlanPhoto' | 'planPhoto' | 'withdrawPlanPhoto'> = {
  planPhotos: async ({ db, subdistrict, params: { id }, who, now }) => {
    mustPlan({ who })
    found(await planById(db, subdistrict, id), `plan ${id}`)
    return { asOf: now.toISOString(), photos: await photosOf(db, subdistrict, id) }
  },

  addPlanPhoto: async ({ db, subdistrict, params: { id }, query: { lng, lat, note: told }, body, who, now, audit }) => {
    mustPlan({ who })
    mustBeUnderWay(found(await planById(db, subdistrict, id), `plan ${id}`))
    await mustBeHere(db, subdistrict, lng, lat)
    const note = maskFreeText(told)
    const { width, height, content, thumbnail } = await remakePhoto(body)
    return outsideScope(db, async (system) => {
      await lockPlan(system, subdistrict, id)
      mustBeUnderWay(found(await planById(system, subdistrict, id), `plan ${id}`))
      if ((await photosOf(system, subdistrict, id)).length >= mostPhotos)
        throw new AppError('conflict', `there are ${mostPhotos} photos already`, [{ path: 'photos', problem: 'full' }])
      const made = await maybeRow(
        system,
        PlanPhoto,
        `insert into plan_photo (subdistrict_code, plan_id, place, note, width, height, content, thumbnail, taken_by, taken_at)
         values ($1, $2, ST_SetSRID(ST_MakePoint($3, $4), 4326), $5, $6, $7, $8, $9, $10, $11) returning ${columns}`,
        [subdistrict, id, lng, lat, note, width, height, Buffer.from(content), Buffer.from(thumbnail), who.username, now.toISOString()],
      )
      const photo = found(made, `photo of plan ${id}`)
      await tellPlan(system, subdistrict, id, { photo: photo.planPhotoId })
      await audit({ action: 'planPhotoAdded', subject: `plan:${id}`, after: { photo: photo.planPhotoId, note } })
      return photo
    })
  },

  planPhoto: async ({ db, subdistrict, params: { id, photo }, query: { size }, who }) => {
    mustPlan({ who })
    const row = await maybeRow(
      db,
      ContentRow,
      `select ${size === 'full' ? 'content' : 'thumbnail'} as content from plan_photo
       where subdistrict_code = $1 and plan_id = $2::bigint and plan_photo_id = $3::bigint`,
      [subdistrict, id, photo],
    )
    const { content } = found(row, `photo ${photo} of plan ${id}`)
    return new Bytes(content, 'image/jpeg', { 'Cache-Control': forAnHour, 'Content-Disposition': 'inline' })
  },

  withdrawPlanPhoto: async ({ db, subdistrict, params: { id, photo }, body: { reason: told }, who, audit }) => {
    mustPlan({ who })
    const reason = maskFreeText(told)
    return outsideScope(db, async (system) => {
      await lockPlan(system, subdistrict, id)
      mustBeUnderWay(found(await planById(system, subdistrict, id), `plan ${id}`))
      const gone = await maybeRow(
        system,
        PlanPhoto,
        `delete from plan_photo where subdistrict_code = $1 and plan_id = $2::bigint and plan_photo_id = $3::bigint returning ${columns}`,
        [subdistrict, id, photo],
      )
      const { planPhotoId, note } = found(gone, `photo ${photo} of plan ${id}`)
      await tellPlan(system, subdistrict, id, { photo: planPhotoId })
      await audit({ action: 'planPhotoWithdrawn', subject: `plan:${id}`, before: { photo: planPhotoId, note }, reason })
      return { planPhotoId }
    })
  },
}
