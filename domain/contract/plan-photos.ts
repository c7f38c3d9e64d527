// Operations on the photos of a plan's field walk: each belongs to a place, and is shown with the border that lies there.
import { z } from 'zod'
import { Instant, RowId, Tenant } from './fields.ts'
import { planners } from './plans.ts'
import { FileBody, get, post, remove } from './route.ts'

const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{C}]*$/u, 'no control characters')
const tag = 'plans'
const Plan = z.object({ id: RowId })
const Photo = z.object({ id: RowId, photo: RowId })

export const PlanPhoto = z.object({
  planPhotoId: z.number().int(),
  lng: z.number(),
  lat: z.number(),
  note: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  by: z.string(),
  at: Instant,
})
export type PlanPhoto = z.infer<typeof PlanPhoto>

export const planPhotos = get({
  id: 'planPhotos',
  path: '/api/v1/plans/:id/photos',
  summary: 'What was seen on the field walk of a plan, in the order in which it was sent; up to 200',
  tag,
  access: planners,
  params: Plan,
  query: Tenant,
  ok: z.object({ asOf: Instant, photos: z.array(PlanPhoto) }),
  errors: ['not_found'],
})
export const addPlanPhoto = post({
  id: 'addPlanPhoto',
  path: '/api/v1/plans/:id/photos',
  summary: 'A photo of the field walk at a place, while the plan is under way. It is made anew without what cameras write',
  tag,
  access: planners,
  params: Plan,
  query: Tenant.extend({
    lng: z.coerce.number().min(-180).max(180),
    lat: z.coerce.number().min(-90).max(90),
    note: oneLine.max(80).default(''),
  }),
  body: FileBody,
  upload: { mediaTypes: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 12 * 1024 * 1024 },
  ok: PlanPhoto,
  errors: ['not_found', 'conflict'],
})
export const planPhoto = get({
  id: 'planPhoto',
  path: '/api/v1/plans/:id/photos/:photo',
  summary: 'A photo of the field walk',
  tag,
  access: planners,
  params: Photo,
  query: Tenant.extend({ size: z.enum(['full', 'thumbnail']).default('full') }),
  ok: { mediaType: 'image/jpeg' },
  errors: ['not_found'],
})
export const withdrawPlanPhoto = remove({
  id: 'withdrawPlanPhoto',
  path: '/api/v1/plans/:id/photos/:photo',
  summary: 'Takes a photo away for good, while the plan is under way',
  tag,
  access: planners,
  params: Photo,
  query: Tenant,
  body: z.strictObject({ reason: oneLine.min(2).max(200) }),
  ok: z.object({ planPhotoId: z.number().int() }),
  errors: ['not_found', 'conflict'],
})
