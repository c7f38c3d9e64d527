// A register of places as a table: what its columns are called, what its words mean in both languages, and what a row that comes back says. A row names
// its record by a code that no spreadsheet takes for a number (C7 a compound, B7 a building, S7 a station) and the version it was made at; a row
// without a code is a record that the register does not have yet.
import {
  buildingUses,
  compoundTypes,
  ownersCommittees,
  partyOrganisations,
  propertyClasses,
  stationKinds,
  stationServices,
} from './register-words.ts'

export const filedRegisters = ['compound', 'building', 'station'] as const
export type FiledRegister = (typeof filedRegisters)[number]
export type FileLanguage = 'zh-CN' | 'en'

type Form =
  | { readonly is: 'told' }
  | { readonly is: 'text'; readonly most: number; readonly required?: boolean }
  | { readonly is: 'number'; readonly least: number; readonly most: number; readonly whole?: boolean; readonly required?: boolean }
  | { readonly is: 'word'; readonly words: readonly string[] }
  | { readonly is: 'words'; readonly words: readonly string[] }
  | { readonly is: 'unitHouseholds' | 'unitLifts' }
export type FileColumn = { readonly field: string; readonly heading: Readonly<Record<FileLanguage, string>>; readonly form: Form }

const told: Form = { is: 'told' }
const column = (field: string, zh: string, en: string, form: Form): FileColumn => ({ field, heading: { 'zh-CN': zh, en }, form })
const code = column('code', '编码', 'Code', told)
const version = column('version', '版本(勿改)', 'Version (keep)', told)
const name = column('name', '名称', 'Name', { is: 'text', most: 60, required: true })
const nameEn = column('nameEn', '英文名', 'English name', { is: 'text', most: 80 })
const year = column('builtYear', '建成年份', 'Built', { is: 'number', least: 1800, most: 2199, whole: true })
const place = [
  column('lng', '经度', 'Longitude', { is: 'number', least: -180, most: 180 }),
  column('lat', '纬度', 'Latitude', { is: 'number', least: -90, most: 90 }),
]

/** In the order of the file. What is only told is not read back. */
export const fileColumns: Readonly<Record<FiledRegister, readonly FileColumn[]>> = {
  compound: [
    code,
    name,
    nameEn,
    column('communityCode', '社区编码', 'Community code', told),
    column('compoundType', '类型', 'Type', { is: 'word', words: compoundTypes }),
    column('propertyClass', '物业', 'Property management', { is: 'word', words: propertyClasses }),
    column('partyOrganisation', '党组织', 'Party organisation', { is: 'word', words: partyOrganisations }),
    column('ownersCommittee', '业主自治组织', 'Owners’ body', { is: 'word', words: ownersCommittees }),
    year,
    column('buildings', '楼栋数', 'Buildings', told),
    column('households', '户数', 'Households', told),
    column('headNumerator', '有楼栋长的住宅楼', 'Residential buildings with a head', told),
    column('headDenominator', '住宅楼', 'Residential buildings', told),
    column('renovationStage', '改造阶段', 'Renovation stage', told),
    version,
  ],
  building: [
    code,
    column('compoundName', '小区', 'Compound', told),
    name,
    nameEn,
    column('address', '地址', 'Address', { is: 'text', most: 120 }),
    column('gridCode', '网格编码', 'Grid code', told),
    column('use', '用途', 'Use', { is: 'word', words: buildingUses }),
    column('levels', '层数', 'Floors', { is: 'number', least: 1, most: 200, whole: true }),
    year,
    column('households', '户数', 'Households', { is: 'number', least: 0, most: 99_999, whole: true, required: true }),
    column('residents60Plus', '60 岁以上', 'Residents 60+', { is: 'number', least: 0, most: 99_999, whole: true }),
    column('unitHouseholds', '各单元户数', 'Households of each unit', { is: 'unitHouseholds' }),
    column('unitLifts', '有电梯的单元', 'Units with a lift', { is: 'unitLifts' }),
    column('head', '楼栋长', 'Building head', told),
    column('vacantSince', '空缺起始', 'Vacant since', told),
    ...place,
    version,
  ],
  station: [
    code,
    name,
    nameEn,
    column('kind', '类型', 'Kind', { is: 'word', words: stationKinds }),
    column('communityCode', '社区编码', 'Community code', told),
    column('areaM2', '面积（平方米）', 'Area (m²)', { is: 'number', least: 1, most: 1_000_000 }),
    column('openingHours', '开放时间', 'Opening hours', { is: 'text', most: 120 }),
    column('services', '服务', 'Services', { is: 'words', words: stationServices }),
    column('status', '状态', 'State', told),
    column('statusSince', '自', 'Since', told),
    ...place,
    version,
  ],
}

/** What words of closed sets are called in a Chinese file; in an English one they stand as they are. No word means two things in one register. */
export const chineseWords: Readonly<Record<string, string>> = {
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
  bodySetUp: '成立自管组织',
  wishList: '征集意愿清单',
  consent: '征求同意',
  filed: '上报立项',
  underConstruction: '施工中',
  accepted: '竣工验收',
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
const letters = { compound: 'C', building: 'B', station: 'S' } as const
export const recordCode = (kind: FiledRegister, id: number): string => `${letters[kind]}${id}`

// ── Reading back ─────────────────────────────────────────────────────────────────────────────────────────────
export const rowProblems = [
  'damagedCode',
  'otherRegister',
  'unknownCode',
  'twice',
  'changedSince',
  'drawnOnly',
  'placeMissing',
  'outsideGround',
  'outsideSubdistrict',
  'outlineOther',
  'outlineBroken',
  'outlineCrosses',
  'outlineTooLarge',
  'outlineTooSmall',
  'fieldMissing',
  'formulaWithoutValue',
  'unitHeld',
  'empty',
  'unreadable',
] as const
export type RowProblem = (typeof rowProblems)[number]
export type ReadRecord =
  | { readonly state: 'problem'; readonly code: string; readonly problem: RowProblem; readonly field: string | null }
  | {
      readonly state: 'read'
      readonly code: string
      /** Null: a new record. */
      readonly id: number | null
      readonly version: number | null
      readonly fields: Readonly<Record<string, unknown>>
      readonly lng: number | null
      readonly lat: number | null
    }

/** What a new record must say; the rest has something that is usual. */
export const neededFields: Readonly<Record<FiledRegister, readonly string[]>> = {
  compound: ['compoundType', 'propertyClass'],
  building: [],
  station: [],
}

/** At which place of the header each column stands, in either language or by its field, as map data has it; null: the file is not of this register. What
 * was drawn elsewhere (`map`) has no codes. */
export function columnsIn(kind: FiledRegister, header: readonly string[], map = false): ReadonlyMap<string, number> | null {
  const plain = header.map((cell) => cell.normalize('NFKC').trim())
  const found = new Map<string, number>()
  for (const { field, heading } of fileColumns[kind]) {
    const at = plain.findIndex(
      (cell) => cell === heading['zh-CN'].normalize('NFKC') || cell === heading.en.normalize('NFKC') || cell === field,
    )
    if (at >= 0) found.set(field, at)
  }
  return found.has('name') && (map || found.has('code')) ? found : null
}

const separators = /[、，,;；\s]+/
type Value = { readonly ok: true; readonly value: unknown } | { readonly ok: false }
const ok = (value: unknown): Value => ({ ok: true, value })
const bad: Value = { ok: false }

function wordOf(text: string, words: readonly string[]): string | undefined {
  return words.find((word) => word === text || chineseWords[word] === text)
}

function readCell(text: string, form: Form): Value {
  if (form.is === 'text') return [...text].length > form.most || (form.required === true && text === '') ? bad : ok(text)
  if (form.is === 'number') {
    if (text === '') return form.required === true ? bad : ok(null)
    const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
    if (!(number >= form.least && number <= form.most) || (form.whole === true && !Number.isInteger(number))) return bad
    return ok(number)
  }
  if (form.is === 'word') {
    const word = wordOf(text, form.words)
    return word === undefined ? bad : ok(word)
  }
  const parts = text.split(separators).filter((part) => part !== '')
  if (form.is === 'words') {
    const words = parts.map((part) => wordOf(part, form.words))
    return words.includes(undefined) ? bad : ok([...new Set(words)])
  }
  const numbers = parts.map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : Number.NaN))
  return numbers.some(Number.isNaN) ? bad : ok(numbers)
}

/** A formula that was made text, as our own files do with what a spreadsheet would run. */
const plainText = (cell: string): string =>
  cell
    .normalize('NFKC')
    .trim()
    .replace(/^'(?=[=+@-])/, '')

/** Empty in a file where they are not told: nothing is said by that. */
const leftAsItIs = new Set(['residents60Plus', 'unitHouseholds', 'unitLifts'])

/** What a row says; `map`: of map data. Cells of columns that are missing, and a count that is told as <3, are left as they are in the register. */
export function readRecord(kind: FiledRegister, cells: readonly string[], at: ReadonlyMap<string, number>, map = false): ReadRecord {
  const has = (field: string): boolean => at.has(field)
  const cell = (field: string): string => plainText(cells[at.get(field) ?? -1] ?? '')
  const said = cell('code').toUpperCase()
  const problem = (which: RowProblem, field: string | null = null): ReadRecord => ({ state: 'problem', code: said, problem: which, field })
  if (cells.every((one) => one.trim() === '')) return problem('empty')
  const match = /^([CBS])([1-9]\d{0,11})$/.exec(said)
  if (said !== '' && match === null) return problem('damagedCode')
  if (match !== null && match[1] !== letters[kind]) return problem('otherRegister')
  const id = match === null ? null : Number(match[2])
  const fields: Record<string, unknown> = {}
  for (const { field, form } of fileColumns[kind]) {
    if (form.is === 'told' || !has(field)) continue
    const text = cell(field)
    if (leftAsItIs.has(field) && (text === '' || text === '<3')) continue
    // drawn in a map program a new record has only what somebody typed; the rest is asked for, or as usual
    if ((map || kind === 'compound') && id === null && form.is !== 'text' && text === '') continue
    const value = readCell(text, form)
    if (!value.ok) return problem('unreadable', field)
    fields[field] = value.value
  }
  const { lng = null, lat = null, unitHouseholds, unitLifts, ...rest } = fields
  if (kind === 'building' && Array.isArray(unitHouseholds)) {
    const lifts = new Set((unitLifts as readonly number[] | undefined) ?? [])
    if (unitHouseholds.length > 99 || [...lifts].some((unit) => unit < 1 || unit > unitHouseholds.length))
      return problem('unreadable', 'unitLifts')
    rest.units = unitHouseholds.map((households: number, index) => ({ unitNumber: index + 1, households, lift: lifts.has(index + 1) }))
  }
  const version = /^\d{1,9}$/.test(cell('version')) ? Number(cell('version')) : null
  if (id !== null && version === null) return problem('damagedCode', 'version')
  return { state: 'read', code: said, id, version, fields: rest, lng: lng as number | null, lat: lat as number | null }
}
