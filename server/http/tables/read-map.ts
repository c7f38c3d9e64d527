// Map data (GeoJSON, RFC 7946: WGS-84, longitude first) as a table: each feature a row, each property a column, its geometry beside them.
import { clean, longestCell, mostColumns, mostRows, refused, type Table, type TableRow } from './table.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a file begins as map data does; a table in text never begins with a brace. */
export const isMap = (bytes: Uint8Array): boolean => /^\uFEFF?\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'))

/** Systems that are WGS-84 at this precision, as older programs name them. */
const sameSystem = /CRS:?:?84$|EPSG:?:?(4326|4490)$/i

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(cellOf).join('、')
  return clean(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

export function readMap(bytes: Uint8Array): Table {
  const map = parsed(bytes)
  if (map === undefined) return refused('damaged')
  if (!isObject(map) || map.type !== 'FeatureCollection' || !Array.isArray(map.features)) return refused('notTable')
  const { crs } = map
  const system = isObject(crs) && isObject(crs.properties) ? crs.properties.name : undefined
  if (crs !== undefined && crs !== null && !(typeof system === 'string' && sameSystem.test(system))) return refused('otherSystem')
  const features: readonly unknown[] = map.features
  if (features.length === 0) return refused('noRows')
  if (features.length > mostRows) return refused('tooManyRows', String(mostRows))
  const columns = new Map<string, number>()
  const said = features.map((feature) => (isObject(feature) && isObject(feature.properties) ? feature.properties : {}))
  for (const properties of said) for (const name of Object.keys(properties)) if (!columns.has(name)) columns.set(name, columns.size)
  if (columns.size > mostColumns) return refused('tooManyColumns', String(columns.size))
  const header = [...columns.keys()]
  const rows: TableRow[] = []
  for (const [index, feature] of features.entries()) {
    if (!isObject(feature) || feature.type !== 'Feature') return refused('damaged', String(index + 1))
    const properties = said[index] ?? {}
    const cells = header.map((name) => (Object.hasOwn(properties, name) ? cellOf(properties[name]) : ''))
    if (cells.some((cell) => cell.length > longestCell)) return refused('damaged', String(index + 1))
    rows.push({ rowNumber: index + 1, cells, geometry: feature.geometry ?? null })
  }
  return { ok: true, header: header.map((name) => clean(name).trim().slice(0, 200)), rows }
}
