// GET /api/v1/registers/compound/file?format=xlsx   a register as a file: what the caller's grids reach, small numbers of people not told exactly
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import type { Queryable } from '../db/queryable.ts'
import { Bytes, type Handlers } from '../http/handler.ts'
import { asCsv, asWorkbook, harmless } from '../http/table-file.ts'
import { buildingList, compoundList, stationList } from './queries.ts'
import type { PlaceKind } from './records.ts'

/** Field → heading in Chinese and in English, in the order of the columns. */
const columns: Readonly<Record<PlaceKind, Readonly<Record<string, readonly [string, string]>>>> = {
  compound: {
    code: ['编号', 'Number'],
    name: ['名称', 'Name'],
    nameEn: ['英文名', 'English name'],
    communityCode: ['社区编码', 'Community code'],
    compoundType: ['类型', 'Type'],
    propertyClass: ['物业', 'Property management'],
    partyOrganisation: ['党组织', 'Party organisation'],
    ownersCommittee: ['业委会', 'Owners’ committee'],
    builtYear: ['建成年份', 'Built'],
    buildings: ['楼栋数', 'Buildings'],
    households: ['户数', 'Households'],
    headNumerator: ['有楼栋长的住宅楼', 'Residential buildings with a head'],
    headDenominator: ['住宅楼', 'Residential buildings'],
    renovationStage: ['改造阶段', 'Renovation stage'],
  },
  building: {
    code: ['编号', 'Number'],
    compoundName: ['小区', 'Compound'],
    name: ['名称', 'Name'],
    address: ['地址', 'Address'],
    gridCode: ['网格编码', 'Grid code'],
    use: ['用途', 'Use'],
    levels: ['层数', 'Floors'],
    builtYear: ['建成年份', 'Built'],
    units: ['单元数', 'Units'],
    households: ['户数', 'Households'],
    residents60Plus: ['60 岁以上', 'Residents 60+'],
    head: ['楼栋长', 'Building head'],
    vacantSince: ['空缺起始', 'Vacant since'],
  },
  station: {
    code: ['编号', 'Number'],
    name: ['名称', 'Name'],
    nameEn: ['英文名', 'English name'],
    kind: ['类型', 'Kind'],
    communityCode: ['社区编码', 'Community code'],
    areaM2: ['面积（平方米）', 'Area (m²)'],
    openingHours: ['开放时间', 'Opening hours'],
    services: ['服务', 'Services'],
    status: ['状态', 'State'],
    statusSince: ['自', 'Since'],
  },
}

/** What words of closed sets are called in a Chinese file; in an English one they stand as they are. */
const chinese: Readonly<Record<string, string>> = {
  compound: '建制小区',
  courtyard: '老旧院落',
  scattered: '零散楼栋',
  managed: '有物业',
  trust: '信托制',
  areaManaged: '片区大物业',
  selfManaged: '居民自管',
  unmanaged: '无物业',
  own: '单独建',
  joint: '联合建',
  area: '连片建',
  none: '无',
  ownersCommittee: '业委会',
  selfManagement: '自管委',
  residential: '住宅',
  commercial: '商业',
  public: '公共',
  industrial: '工业',
  other: '其他',
  present: '有',
  missing: '缺',
  notNeeded: '不需要',
  streetCenter: '街道党群服务中心',
  communityCenter: '社区党群服务中心',
  station: '党群服务站',
  inService: '在用',
  closed: '关闭',
  candidate: '候选',
  bodySetUp: '已建自治组织',
  wishList: '征集清单',
  consent: '征求同意',
  filed: '已申报',
  underConstruction: '施工中',
  accepted: '已验收',
  afterCare: '长效管护',
  generalServices: '综合服务',
  civilisationPractice: '文明实践',
  cultureSports: '文体活动',
  elderlyCare: '老年服务',
  childrensHome: '儿童之家',
  womensHome: '妇女之家',
  police: '社区警务',
  mediation: '人民调解',
  legalAid: '公共法律服务',
  emergency: '应急管理',
}
const closedSets = new Set([
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

async function rowsOf(db: Queryable, subdistrict: string, kind: PlaceKind, today: string): Promise<Row[]> {
  if (kind === 'compound') {
    const found = await compoundList(db, subdistrict, today, { limit: mostRows })
    return found.map(({ geometry, ...row }) => ({ geometry, fields: { ...row, code: `C${row.compoundId}` } }))
  }
  if (kind === 'station') {
    const found = await stationList(db, subdistrict, { limit: mostRows })
    return found.map(({ geometry, ...row }) => ({ geometry, fields: { ...row, code: `S${row.serviceStationId}` } }))
  }
  const found = await buildingList(db, subdistrict, today, { limit: mostRows, sort: 'building' })
  return found.map(({ entrance, footprint: _, ...row }) => ({
    geometry: entrance,
    fields: { ...row, residents60Plus: toldCount(row.residents60Plus), code: `B${row.buildingId}` },
  }))
}

function cell(field: string, value: unknown, language: 'zh-CN' | 'en'): string {
  if (value === null || value === undefined) return ''
  const values = Array.isArray(value) ? value : [value]
  const said = values.map((one) => (language === 'zh-CN' && closedSets.has(field) ? (chinese[String(one)] ?? String(one)) : String(one)))
  return harmless(said.join(language === 'zh-CN' ? '、' : ', '))
}

export const registerFileHandlers: Pick<Handlers, 'registerFile'> = {
  registerFile: async ({ db, subdistrict, params: { kind }, query: { format, language }, now }) => {
    const today = calendarDay(now)
    const found = await rowsOf(db, subdistrict, kind, today)
    const headers = { 'Content-Disposition': `attachment; filename="${kind}s-${today}.${format}"`, 'Cache-Control': 'no-store' }
    if (format === 'geojson') {
      const features = found.map(({ geometry, fields }) => ({ type: 'Feature', geometry, properties: { ...fields, asOf: today } }))
      return new Bytes(JSON.stringify({ type: 'FeatureCollection', features }), 'application/geo+json', headers)
    }
    const chosen = Object.entries(columns[kind])
    const lines = [
      chosen.map(([, heading]) => heading[language === 'zh-CN' ? 0 : 1]),
      ...found.map(({ fields }) => chosen.map(([field]) => cell(field, fields[field], language))),
    ]
    if (format === 'csv') return new Bytes(asCsv(lines), 'text/csv; charset=utf-8', headers)
    return new Bytes(await asWorkbook(lines), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', headers)
  },
}
