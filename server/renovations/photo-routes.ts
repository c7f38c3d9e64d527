// POST   /api/v1/renovations/7/photos?side=before   the picture itself as the body; &pair=3 for the other half
// GET    /api/v1/renovations/7/photos/3/before      ?size=thumbnail
// DELETE /api/v1/renovations/7/photos/3             {reason}: both pictures go for good
import { z } from 'zod'
import { photoSides } from '#contract/renovations.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { refreshFeatures } from '../db/refresh-layers.ts'
import { recordRegisterEvent } from '../db/register-events.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import { Bytes, type Handlers } from '../http/handler.ts'
import { remakePhoto } from '../http/remake-photo.ts'
import { projectOf } from './project.ts'

const forAnHour = 'private, max-age=3600'
/** Of one project. */
const mostPairs = 12

const Pair = z.object({
  id: z.number(),
  caption: z.string(),
  addedAt: z.string(),
  by: z.string(),
  sides: z.array(z.object({ side: z.enum(photoSides), width: z.number(), height: z.number() })),
})
export const pairsOf = (db: Queryable, subdistrict: string, project: number) =>
  rows(
    db,
    Pair,
    `select p.renovation_photo_pair_id as id, p.caption, p.added_at as "addedAt", p.added_by as by,
       coalesce((select json_agg(json_build_object('side', f.side, 'width', f.width, 'height', f.height) order by f.side desc)
         from renovation_photo f where f.subdistrict_code = $1 and f.renovation_project_id = $2::bigint
           and f.renovation_photo_pair_id = p.renovation_photo_pair_id), '[]') as sides
     from renovation_photo_pair p
     where p.subdistrict_code = $1 and p.renovation_project_id = $2::bigint and p.withdrawn_at is null order by p.renovation_photo_pair_id`,
    [subdistrict, project],
  )

const IdRow = z.object({ id: z.number() })
const ContentRow = z.object({ content: z.instanceof(Uint8Array) })

export const photoHandlers: Pick<Handlers, 'addRenovationPhoto' | 'renovationPhoto' | 'withdrawRenovationPhotos'> = {
  addRenovationPhoto: async ({ params: { id }, query: { side, pair: given, caption: told }, body, db, subdistrict, now, who, audit }) => {
    found(await projectOf(db, subdistrict, id), `renovation ${id}`)
    const caption = maskFreeText(told)
    if (given === undefined && caption === '') throw refusedAt('query.caption', 'a pair of pictures says what it shows')
    const photo = await remakePhoto(body)
    return outsideScope(db, async (system) => {
      found(await projectOf(system, subdistrict, id, true), `renovation ${id}`)
      const pairs = await pairsOf(system, subdistrict, id)
      const present =
        given === undefined
          ? undefined
          : found(
              pairs.find((one) => one.id === given),
              `pair ${given} of renovation ${id}`,
            )
      if (present?.sides.some((one) => one.side === side))
        throw new AppError('conflict', `pair ${given} has a picture of ${side}`, [{ path: 'query.side', problem: 'asItIs' }])
      if (present === undefined && pairs.length >= mostPairs) throw new AppError('conflict', `there are ${mostPairs} pairs already`)
      const begun =
        present ??
        found(
          await maybeRow(
            system,
            IdRow,
            `insert into renovation_photo_pair (subdistrict_code, renovation_project_id, caption, added_at, added_by)
             values ($1, $2, $3, $4, $5) returning renovation_photo_pair_id as id`,
            [subdistrict, id, caption, now.toISOString(), who.username],
          ),
          `pair of renovation ${id}`,
        )
      const { width, height, content, thumbnail } = photo
      await system.query(
        `insert into renovation_photo (subdistrict_code, renovation_project_id, renovation_photo_pair_id, side, width, height, content, thumbnail)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [subdistrict, id, begun.id, side, width, height, Buffer.from(content), Buffer.from(thumbnail)],
      )
      const after = { photo: present?.caption ?? caption, side }
      const of = { kind: 'renovation', id, change: 'photoAdded', before: {}, after, at: now, by: who.username } as const
      await recordRegisterEvent(system, subdistrict, of)
      const change = { subdistrict, kind: 'renovationPhotoAdded', layer: 'renovations', today: calendarDay(now) } as const
      await refreshFeatures(system, change, [id], { register: 'renovation', record: id })
      await audit({ action: 'renovationPhotoAdded', subject: `renovation:${id}`, after: { pair: begun.id, side } })
      return { pair: begun.id }
    })
  },

  renovationPhoto: async ({ params: { id, pair, side }, query: { size }, db, subdistrict }) => {
    const column = size === 'full' ? 'content' : 'thumbnail'
    const photo = await maybeRow(
      db,
      ContentRow,
      `select ${column} as content from renovation_photo
       where subdistrict_code = $1 and renovation_project_id = $2::bigint and renovation_photo_pair_id = $3::bigint and side = $4`,
      [subdistrict, id, pair, side],
    )
    const { content } = found(photo, `picture ${side} of pair ${pair} of renovation ${id}`)
    return new Bytes(content, 'image/jpeg', { 'Cache-Control': forAnHour, 'Content-Disposition': 'inline' })
  },

  withdrawRenovationPhotos: async ({ params: { id, pair }, body: { reason: told }, db, subdistrict, now, who, audit }) => {
    found(await projectOf(db, subdistrict, id), `renovation ${id}`)
    const reason = maskFreeText(told)
    return outsideScope(db, async (system) => {
      const gone = await maybeRow(
        system,
        z.object({ caption: z.string() }),
        `update renovation_photo_pair set withdrawn_at = $4
         where subdistrict_code = $1 and renovation_project_id = $2 and renovation_photo_pair_id = $3 and withdrawn_at is null returning caption`,
        [subdistrict, id, pair, now.toISOString()],
      )
      const { caption } = found(gone, `pair ${pair} of renovation ${id}`)
      await system.query(
        'delete from renovation_photo where subdistrict_code = $1 and renovation_project_id = $2 and renovation_photo_pair_id = $3',
        [subdistrict, id, pair],
      )
      const event = { kind: 'renovation', id, change: 'photosWithdrawn', before: { photo: caption }, after: { photo: null } } as const
      await recordRegisterEvent(system, subdistrict, { ...event, reason, at: now, by: who.username })
      const change = { subdistrict, kind: 'renovationPhotosWithdrawn', layer: 'renovations', today: calendarDay(now) } as const
      await refreshFeatures(system, change, [id], { register: 'renovation', record: id })
      await audit({ action: 'renovationPhotosWithdrawn', subject: `renovation:${id}`, before: { pair }, reason })
      return { pair }
    })
  },
}
