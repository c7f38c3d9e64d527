// Which field says what, kept on this device for files with the same fields: the office that sends them changes them rarely.
import { type FieldMapping, fitsFields } from '../../editor/borders-file.ts'

const place = 'fangyuan.border-fields'
const most = 20

type Kept = { readonly fields: string; readonly mapping: FieldMapping }

const signature = (fields: readonly string[]): string => [...fields].sort().join('\n')
const isText = (value: unknown): value is string => typeof value === 'string'
const orNull = (value: unknown): value is string | null => value === null || isText(value)
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

function isKept(value: unknown): value is Kept {
  if (!isObject(value) || !isText(value.fields) || !isObject(value.mapping)) return false
  const { key, name, parent, only } = value.mapping
  const isOnly = only === null || (isObject(only) && isText(only.field) && isText(only.value))
  return isText(key) && orNull(name) && orNull(parent) && isOnly
}

function all(): readonly Kept[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isKept) : []
  } catch {
    return []
  }
}

export function keptMapping(fields: readonly string[]): FieldMapping | null {
  const kept = all().find((one) => one.fields === signature(fields))?.mapping ?? null
  return kept !== null && fitsFields(kept, fields) ? kept : null
}

export function keepMapping(fields: readonly string[], mapping: FieldMapping): void {
  const others = all().filter((one) => one.fields !== signature(fields))
  try {
    window.localStorage.setItem(place, JSON.stringify([{ fields: signature(fields), mapping }, ...others].slice(0, most)))
  } catch {
    // a device that keeps nothing asks again next time
  }
}
