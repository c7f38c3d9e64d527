// Operations on service stations: what they are, and when they were, are and will be in service.
import { z } from 'zod'
import { caseReaders, factReaders } from './access.ts'
import { Bbox, CalendarDate, CommunityCode, featureOf, featurePage, Instant, Page, PointGeometry, RowId, Tenant } from './fields.ts'
import { get, post } from './route.ts'
import { stationKinds, stationServices, stationStatuses } from './words.ts'

export const StationProperties = z.object({
  serviceStationId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  kind: z.enum(stationKinds),
  communityCode: CommunityCode.nullable(),
  areaM2: z.number().nullable(),
  openingHours: z.string(),
  status: z.enum(stationStatuses),
  statusSince: CalendarDate,
  statusReason: z.string(),
  services: z.array(z.enum(stationServices)),
  version: z.number().int().describe('a change names the one it was read at'),
})
export const stations = get({
  id: 'stations',
  path: '/api/v1/stations',
  summary: 'Party-mass service centres and stations',
  tag: 'registers',
  access: factReaders,
  query: Tenant.extend(Page.shape).extend({
    kind: z.enum(stationKinds).optional(),
    status: z.enum(stationStatuses).optional(),
    q: z.string().trim().min(1).max(60).optional(),
    community: CommunityCode.optional(),
    bbox: Bbox.optional(),
  }),
  ok: featurePage(featureOf(PointGeometry, StationProperties)),
})

/** From a day on; what was said later of the same day counts. */
export const StationState = z.object({
  from: CalendarDate,
  status: z.enum(stationStatuses),
  reason: z.string(),
  recordedAt: Instant.nullable().describe('null: what the register said before its first change was kept'),
  recordedBy: z.string(),
})
const StationStates = z.object({ serviceStationId: z.number().int(), states: z.array(StationState).describe('the earliest first') })
export const stationStates = get({
  id: 'stationStates',
  path: '/api/v1/stations/:id/states',
  summary: 'When a station was, is and will be in service',
  tag: 'registers',
  access: caseReaders,
  params: z.object({ id: RowId }),
  query: Tenant,
  ok: StationStates.extend({ asOf: Instant }),
  errors: ['not_found'],
})
export const changeStationState = post({
  id: 'changeStationState',
  path: '/api/v1/stations/:id/states',
  summary: 'Closes or opens a station from a day on; a correction is said anew for the same day',
  tag: 'registers',
  access: ['leader', 'planner', 'secretary'],
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.strictObject({ status: z.enum(stationStatuses), from: CalendarDate, reason: z.string().trim().min(1).max(200) }),
  ok: StationStates,
  errors: ['not_found', 'conflict'],
})
