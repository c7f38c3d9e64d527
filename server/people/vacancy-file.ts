// A list of vacancies as a file. What a spreadsheet shows of posts without a holder can be filled in and sent back (fill-in.ts): the last columns are
// empty, and the state of each post when the file was made stands beside its code.

import { type FillColumn, fillColumns, postCode } from '#domain/appointments/fill-in.ts'
import type { VacancyList } from '#domain/appointments/vacancy-lists.ts'
import { harmless, listFile } from '../http/table-file.ts'
import type { toldRow } from './vacancy-routes.ts'

type Told = ReturnType<typeof toldRow>
type Language = 'zh-CN' | 'en'
type Asked = {
  readonly list: VacancyList
  readonly format: 'xlsx' | 'csv' | 'geojson'
  readonly language: Language
  readonly today: string
}

const words = {
  'zh-CN': {
    compound: '小区',
    name: '名称',
    unit: '单元',
    address: '地址',
    grid: '网格编码',
    households: '户数',
    residents60Plus: '60 岁以上',
    vacantSince: '空缺起始',
    person: '现任或前任',
    termEnd: '任期至',
    lacking: '缺少',
    posts: '岗位',
    lng: '经度',
    lat: '纬度',
  },
  en: {
    compound: 'Compound',
    name: 'Name',
    unit: 'Unit',
    address: 'Address',
    grid: 'Grid code',
    households: 'Households',
    residents60Plus: 'Residents 60+',
    vacantSince: 'Vacant since',
    person: 'Holder or last holder',
    termEnd: 'Term until',
    lacking: 'Missing',
    posts: 'Posts',
    lng: 'Longitude',
    lat: 'Latitude',
  },
} as const
type Column = keyof (typeof words)['zh-CN']
const headings = (language: Language, columns: readonly Column[]) => columns.map((column) => words[language][column])

const before: readonly Column[] = ['compound', 'name', 'unit', 'address', 'grid', 'households', 'residents60Plus', 'vacantSince', 'person']
const columnsOf = (list: VacancyList): readonly Column[] =>
  list === 'ending'
    ? [...before.filter((column) => column !== 'vacantSince'), 'termEnd', 'lng', 'lat']
    : list === 'overloaded' || list === 'severalPosts'
      ? ['person', 'posts', 'compound', 'name', 'lng', 'lat']
      : list === 'gridStaffing'
        ? ['grid', 'name', 'lacking', 'households', 'residents60Plus', 'vacantSince', 'person', 'lng', 'lat']
        : [...before, 'lng', 'lat']

function cellOf(row: Told, column: Column, language: Language): string {
  const english = language === 'en'
  const values: Record<Column, string | number | null> = {
    compound: english ? row.compoundNameEn : row.compoundName,
    name: english ? row.nameEn : row.name,
    unit: row.unitNumber,
    address: row.address,
    grid: row.standsIn,
    households: row.households,
    residents60Plus: row.residents60Plus,
    vacantSince: row.vacantSince,
    person: row.person,
    termEnd: row.termEnd,
    lacking: row.lacking.map((role) => roleWords[language][role]).join(' '),
    posts: row.posts.map(({ headRole, place, placeEn }) => `${roleWords[language][headRole]} ${english ? placeEn : place}`).join('; '),
    lng: row.lng?.toFixed(6) ?? null,
    lat: row.lat?.toFixed(6) ?? null,
  }
  return harmless(String(values[column] ?? ''))
}

const roleWords = {
  'zh-CN': {
    gridHead: '网格长',
    gridWorker: '网格员',
    buildingHead: '楼栋长',
    unitHead: '单元长',
    mediator: '调解员',
    cleaner: '保洁员',
    safetyOfficer: '安全员',
    helper: '帮扶员',
  },
  en: {
    gridHead: 'Grid head',
    gridWorker: 'Grid worker',
    buildingHead: 'Building head',
    unitHead: 'Unit head',
    mediator: 'Mediator',
    cleaner: 'Cleaner',
    safetyOfficer: 'Safety officer',
    helper: 'Helper',
  },
} as const

const filledIn = (list: VacancyList) => list === 'buildingHead' || list === 'unitHead'
const fillCell = (row: Told, column: FillColumn) => (column === 'code' ? postCode(row) : column === 'steps' ? String(row.steps) : '')

export function vacancyFileOf(rows: readonly Told[], { list, format, language, today }: Asked) {
  const columns = columnsOf(list)
  const [first, ...fill] = filledIn(list) ? fillColumns : []
  return listFile({
    name: `vacancies-${list}-${today}`,
    format,
    features: () =>
      rows.map(({ lng, lat, ...properties }) => ({
        type: 'Feature',
        geometry: lng === null || lat === null ? null : { type: 'Point', coordinates: [Number(lng.toFixed(7)), Number(lat.toFixed(7))] },
        properties: { ...properties, asOf: today },
      })),
    lines: () => [
      [...(first ? [first.heading[language]] : []), ...headings(language, columns), ...fill.map(({ heading }) => heading[language])],
      ...rows.map((row) => [
        ...(first ? [fillCell(row, first.column)] : []),
        ...columns.map((column) => cellOf(row, column, language)),
        ...fill.map(({ column }) => fillCell(row, column)),
      ]),
    ],
  })
}
