/**
 * Which column of a file says which field of a register, and the file as the service takes it once that is said.
 *
 *      小区名称 → name     物业类型 → propertyClass     (no column) all the same: 无物业
 *
 * Columns are proposed by what they are called: as our own files call them, cut to the ten letters that a Shapefile has room for, or as
 * others usually do, also in the first letters of pinyin.
 */
import { type FileOutline, geometryOf } from './file-outline.ts'

export interface RegisterField {
  readonly field: string
  /** what our own files call it */
  readonly headings: readonly string[]
  /** of a closed set: a value may be said for all at once */
  readonly words: readonly string[] | null
  readonly required: boolean
}

/** Where a field comes from: a column, or one value for all. A field that is not there is not said. */
export type FieldSource = { readonly column: string } | { readonly value: string }
export type ColumnMapping = Readonly<Record<string, FieldSource>>

const usual: Readonly<Record<string, RegExp>> = {
  name: /^((小区|院落|楼栋|楼|栋|站点|场所|路线|线路|巡逻路线)(名|名称|号)|名称|(xq|yl|ld|zd|lx|xl)?mc|label|text|name)$/,
  nameEn: /^(英文名称?|ywm|ename|nameenglish)$/,
  address: /^((详细|门牌)?地址|门牌号?|dz|mph|addr)$/,
  builtYear: /^(建成|竣工|建设)(年份?|年代|时间)$|^(jcnf|jcnd|jgnf)$|^(year|builtyear)$/,
  households: /^(总?户数|住户数|hs|zhs)$/,
  residents60Plus: /^(60岁(及)?以上(人口|人数)?|老年人(口|数)?|lnrk)$/,
  levels: /^((总|地上)?层数|楼层数?|cs|floors?|storeys?)$/,
  use: /^((房屋|建筑)?用途|yt|fwyt)$/,
  compoundType: /^((小区)?(类型|类别)|xqlx)$/,
  propertyClass: /^(物业(类型|类别|管理|情况)?|wylx)$/,
  partyOrganisation: /^(党组织|dzz)$/,
  ownersCommittee: /^(业主(自治)?组织|业委会|ywh)$/,
  kind: /^((站点)?(类型|类别)|zdlx)$/,
  areaM2: /^((建筑)?面积|mj|jzmj|area)$/,
  openingHours: /^(开放|营业|服务)时间$|^kfsj$/,
  services: /^服务(项目|内容|事项)?$/,
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-()（）.]/g, '')

/** A Shapefile keeps ten letters of a name, in bytes. */
function cutNames(heading: string): readonly string[] {
  const bytes = new TextEncoder().encode(heading)
  return bytes.length <= 10 ? [] : [plain(new TextDecoder().decode(bytes.subarray(0, 10)).replace(/\uFFFD$/, ''))]
}

/** Codes and versions are our own: a column of that name in a file from elsewhere means something else. */
const ourCode = /^[CBS][1-9]\d{0,11}$/
const own = new Set(['code', 'version'])

export function proposeColumns(
  fields: readonly RegisterField[],
  outlines: readonly FileOutline[],
  columns: readonly string[],
): ColumnMapping {
  const taken = new Set<string>()
  const found = new Map<string, FieldSource>()
  const take = (field: string, column: string | undefined): void => {
    if (column === undefined || found.has(field)) return
    taken.add(column)
    found.set(field, { column })
  }
  const free = (): readonly string[] => columns.filter((column) => !taken.has(column))
  const values = (column: string): readonly string[] =>
    outlines.map(({ properties }) => textOf(properties[column])).filter((one) => one !== '')
  const byHeading = (exact: boolean): void => {
    for (const { field, headings } of fields) {
      const names = [field, ...headings].flatMap((one) => (exact ? [plain(one)] : cutNames(one)))
      const column = free().find((one) => names.includes(plain(one)))
      if (field !== 'code' || (column !== undefined && values(column).length > 0 && values(column).every((one) => ourCode.test(one))))
        take(field, column)
    }
  }
  byHeading(true)
  byHeading(false)
  // without our codes there is nothing that a version could be of
  if (!found.has('code')) found.delete('version')
  for (const { field } of fields) {
    const pattern = own.has(field) ? undefined : usual[field]
    if (pattern !== undefined && !found.has(field))
      take(
        field,
        free().find((one) => pattern.test(plain(one))),
      )
  }
  return Object.fromEntries(found)
}

/** Is a mapping one for these columns and fields? One kept from another file may not be. */
export const fitsColumns = (mapping: ColumnMapping, fields: readonly RegisterField[], columns: readonly string[]): boolean =>
  Object.entries(mapping).every(([field, source]) => {
    const known = fields.find((one) => one.field === field)
    if (known === undefined) return false
    return 'column' in source ? columns.includes(source.column) : (known.words?.includes(source.value) ?? false)
  })

/** Fields that must come from somewhere and do not. */
export const missingFields = (mapping: ColumnMapping, fields: readonly RegisterField[]): readonly RegisterField[] =>
  fields.filter(({ field, required }) => required && mapping[field] === undefined)

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return (Array.isArray(value) ? value.map(textOf).join('、') : typeof value === 'object' ? JSON.stringify(value) : String(value)).trim()
}

const onLattice = (value: number): number => Math.round(value * 1e7) / 1e7

/** Outlines in WGS-84 as the service takes them: fields under their own names, in the order of the file. */
export function mappedGeoJson(outlines: readonly FileOutline[], mapping: ColumnMapping): string {
  const features = outlines.map(({ shape, properties, polygons }) => ({
    type: 'Feature',
    properties: Object.fromEntries(
      Object.entries(mapping).map(([field, source]) => [field, 'column' in source ? textOf(properties[source.column]) : source.value]),
    ),
    geometry: geometryOf({
      shape,
      polygons: polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [onLattice(x), onLattice(y)] as const))),
    }),
  }))
  return JSON.stringify({ type: 'FeatureCollection', features })
}

/** What of our own lists stands in a field of a file: a list as one text, and nothing that is made of parts. */
export function flatProperties(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]): [string, unknown][] => {
      if (Array.isArray(value)) return value.every((one) => typeof one !== 'object') ? [[key, value.join('、')]] : []
      return typeof value === 'object' && value !== null ? [] : [[key, value]]
    }),
  )
}
