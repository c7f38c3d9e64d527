// A list of ours as map data, as things that are written to a file. What it holds is what the caller's grids reach, as the service gives it.
import { type FileShape, readGeoJson } from '../../editor/file-outline.ts'
import { flatProperties } from '../../editor/register-columns.ts'
import type { WrittenThing } from '../../editor/written-things.ts'

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** `codeOf` gives what a thing is known by, where it has no code. Empty where nothing of these shapes is there. */
export function thingsIn(
  geoJson: Uint8Array,
  shapes: readonly FileShape[],
  codeOf: (properties: Readonly<Record<string, unknown>>) => string = ({ code }) => textOf(code),
): readonly WrittenThing[] {
  const read = readGeoJson(new TextDecoder().decode(geoJson), { wanted: shapes, most: null })
  if (typeof read === 'string') {
    if (read === 'notJson' || read === 'notGeoJson' || read === 'malformed') throw new Error(`the list is no map data: ${read}`)
    return []
  }
  return read.outlines.map((one) => {
    const code = codeOf(one.properties)
    return { ...one, code, name: textOf(one.properties.name), properties: { code, ...flatProperties(one.properties) } }
  })
}
