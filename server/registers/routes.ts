import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { found } from '../http/app-error.ts'
import { feature, page, rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers, largestInteger } from '../http/keyset.ts'
import { attachmentHandlers } from './attachments.ts'
import { registerFillInHandlers } from './fill-in.ts'
import { type BuildingRow, buildingList, type CompoundRow, compoundList, type StationRow, stationList, unitsOf } from './queries.ts'
import { recordHandlers } from './record-routes.ts'
import { registerFileHandlers } from './register-file.ts'
import { sheetHandlers } from './sheet.ts'
import { stationStateHandlers } from './station-states.ts'

const told = <R extends { readonly residents60Plus: number }>(row: R) => ({ ...row, residents60Plus: toldCount(row.residents60Plus) })
const toBuilding = ({ entrance, footprint: _, ...row }: BuildingRow) => feature(row.buildingId, entrance, told(row))

const toCompound =
  (now: Date) =>
  ({ geometry, headNumerator, headDenominator, ...row }: CompoundRow) =>
    feature(row.compoundId, geometry, { ...row, buildingHeadCoverage: rate(headNumerator, headDenominator, now) })

const toStation = ({ geometry, ...row }: StationRow) => feature(row.serviceStationId, geometry, row)

export const registerHandlers: Pick<
  Handlers,
  | 'buildings'
  | 'building'
  | 'compounds'
  | 'compound'
  | 'stations'
  | keyof typeof stationStateHandlers
  | keyof typeof recordHandlers
  | keyof typeof registerFileHandlers
  | keyof typeof sheetHandlers
  | keyof typeof registerFillInHandlers
  | keyof typeof attachmentHandlers
> = {
  ...stationStateHandlers,
  ...recordHandlers,
  ...registerFileHandlers,
  ...sheetHandlers,
  ...registerFillInHandlers,
  ...attachmentHandlers,

  buildings: async ({ db, subdistrict, query, now }) => {
    const [households = 0, buildingId = 0] = afterNumbers(query.after, 2, [largestInteger]) ?? []
    const after = query.after === undefined ? undefined : { households, buildingId }
    const fetched = await buildingList(db, subdistrict, calendarDay(now), { ...query, limit: query.limit + 1, after })
    return page(fetched, query.limit, now, (row) => `${row.households}.${row.buildingId}`, toBuilding)
  },

  building: async ({ db, subdistrict, params, now }) => {
    const [row] = await buildingList(db, subdistrict, calendarDay(now), {
      limit: 1,
      sort: 'building',
      buildingId: params.id,
      footprints: true,
    })
    const { footprint, entrance, ...properties } = found(row, `building ${params.id}`)
    const unitList = await unitsOf(db, subdistrict, params.id)
    return feature(properties.buildingId, footprint ?? entrance, {
      ...told(properties),
      unitList,
    })
  },

  compounds: async ({ db, subdistrict, query, now }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const fetched = await compoundList(db, subdistrict, calendarDay(now), { ...query, limit: query.limit + 1, after })
    return page(fetched, query.limit, now, (row) => String(row.compoundId), toCompound(now))
  },

  compound: async ({ db, subdistrict, params, now }) => {
    const [row] = await compoundList(db, subdistrict, calendarDay(now), { limit: 1, compoundId: params.id })
    return toCompound(now)(found(row, `compound ${params.id}`))
  },

  stations: async ({ db, subdistrict, query, now }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const fetched = await stationList(db, subdistrict, { ...query, limit: query.limit + 1, after })
    return page(fetched, query.limit, now, (row) => String(row.serviceStationId), toStation)
  },
}
