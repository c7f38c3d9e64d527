// Which field says what of the borders in a file, kept on this device.
import { keepAnswer, keptAnswer } from '../../app/geo-file/kept-answers.ts'
import { type FieldMapping, fitsFields } from '../../editor/borders-file.ts'

const place = 'fangyuan.border-fields'

const isText = (value: unknown): value is string => typeof value === 'string'
const orNull = (value: unknown): value is string | null => value === null || isText(value)
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

function isMapping(value: unknown): value is FieldMapping {
  if (!isObject(value)) return false
  const { key, name, parent, only } = value
  const isOnly = only === null || (isObject(only) && isText(only.field) && isText(only.value))
  return isText(key) && orNull(name) && orNull(parent) && isOnly
}

export function keptMapping(fields: readonly string[]): FieldMapping | null {
  const kept = keptAnswer(place, fields, isMapping)
  return kept !== null && fitsFields(kept, fields) ? kept : null
}

export const keepMapping = (fields: readonly string[], mapping: FieldMapping): void => keepAnswer(place, fields, mapping, isMapping)
