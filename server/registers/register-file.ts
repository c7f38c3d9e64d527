// GET /api/v1/registers/compound/file?format=xlsx   a register as a file: what the caller's grids reach, small numbers of people not told exactly
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { chineseWords, type FileColumn, type FileLanguage, fileColumns, recordCode } from '#domain/registers/register-file.ts'
import type { Queryable } from '../db/queryable.ts'
import type { Handlers } from '../http/handler.ts'
import { harmless, listFile } from '../http/table-file.ts'
import { buildingList, compoundList, stationList, unitsOfAll } from './queries.ts'
import type { PlaceKind, Unit } from './records.ts'

/** Fields told in words of a closed set. */
const inWords = new Set([
  'compoundType',
  'propertyClass',
  'partyOrganisation',
  'ownersCommittee',
  'use',
  'head',
  'kind',
  'status',
  'renovationStage',
  'services',
])

type Row = { readonly geometry: object; readonly fields: Readonly<Record<string, unknown>> }
const mostRows = 20_000

/** Units are numbered 1, 2, 3 … in the file; others are left out of it, and then nothing is said of them. */
function unitCells(units: readonly Unit[]) {
  const inOrder = units.every(({ unitNumber }, at) => unitNumber === at + 1)
  return {
    unitHouseholds: inOrder ? units.map(({ households }) => households) : [],
    unitLifts: inOrder ? units.filter(({ lift }) => lift).map(({ unitNumber }) => unitNumber) : [],
  }
}

async function rowsOf(db: Queryable, subdistrict: string, kind: PlaceKind, today: string, areas: boolean): Promise<Row[]> {
  if (kind === 'compound') {
    const found = await compoundList(db, subdistrict, today, { limit: mostRows })
    return found.map(({ geometry, ...row }) => ({ geometry, fields: { ...row, code: recordCode(kind, row.compoundId) } }))
  }
  if (kind === 'station') {
    const found = await stationList(db, subdistrict, { limit: mostRows })
    return found.map(({ geometry, ...row }) => {
      const [lng, lat] = geometry.coordinates
      return { geometry, fields: { ...row, lng, lat, code: recordCode(kind, row.serviceStationId) } }
    })
  }
  const found = await buildingList(db, subdistrict, today, { limit: mostRows, sort: 'building', footprints: areas })
  const units = await unitsOfAll(db, subdistrict)
  return found.flatMap(({ entrance, footprint, ...row }) => {
    const geometry = areas ? footprint : entrance
    if (geometry === null) return []
    const [lng, lat] = entrance.coordinates
    const own = unitCells(units.get(row.buildingId) ?? [])
    const residents60Plus = toldCount(row.residents60Plus)
    return [{ geometry, fields: { ...row, ...own, residents60Plus, lng, lat, code: recordCode(kind, row.buildingId) } }]
  })
}

function cell({ field }: FileColumn, value: unknown, language: FileLanguage): string {
  if (value === null || value === undefined) return ''
  const values = Array.isArray(value) ? value : [value]
  const said = values.map((one) => (language === 'zh-CN' && inWords.has(field) ? (chineseWords[String(one)] ?? String(one)) : String(one)))
  return harmless(said.join(language === 'zh-CN' ? '、' : ', '))
}

export const registerFileHandlers: Pick<Handlers, 'registerFile'> = {
  registerFile: async ({ db, subdistrict, params: { kind }, query: { format, language, shape }, now }) => {
    const today = calendarDay(now)
    const found = await rowsOf(db, subdistrict, kind, today, format === 'geojson' && shape === 'area')
    const chosen = fileColumns[kind]
    return listFile({
      name: `${kind}s-${today}`,
      format,
      features: () => found.map(({ geometry, fields }) => ({ type: 'Feature', geometry, properties: { ...fields, asOf: today } })),
      lines: () => [
        chosen.map(({ heading }) => heading[language]),
        ...found.map(({ fields }) => chosen.map((column) => cell(column, fields[column.field], language))),
      ],
    })
  },
}
