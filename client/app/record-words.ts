// What the fields of a record are called, and what stands in them, in the language of the page.
import { hundredthsText } from '#domain/renovation/hundredths.ts'
import type { Texts } from '../i18n/text.ts'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'

/** Field → where the words of its closed set stand. */
const wordsOf: Readonly<Record<string, string>> = {
  compoundType: 'legend.compounds.',
  propertyClass: 'propertyClass.',
  partyOrganisation: 'party.',
  ownersCommittee: 'ownersCommittee.',
  use: 'buildingUse.',
  kind: 'legend.stations.',
  services: 'stationService.',
  stage: 'stage.',
  renovationClass: 'renovationClass.',
  side: 'record.side.',
  carries: 'record.carries.',
  state: 'runState.',
}
const isKey = (key: string): key is TextKey => key in zhCN

export const fieldWords = (field: string, { say }: Texts): string => {
  const key = `record.field.${field}`
  return isKey(key) ? say(key) : field
}

type Unit = { readonly unitNumber: number; readonly households: number; readonly lift: boolean }
const isUnit = (value: unknown): value is Unit => typeof value === 'object' && value !== null && 'unitNumber' in value

/** What a renovation does, and what it costs, as its history keeps them. */
type Item = {
  readonly name: string
  readonly nameEn: string
  readonly planned: number
  readonly done: number
  readonly unit: string
  readonly unitEn: string
}
const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && 'nameEn' in value && 'planned' in value
type Cost = { readonly source: string; readonly plannedCents: number; readonly spentCents: number }
const isCost = (value: unknown): value is Cost => typeof value === 'object' && value !== null && 'plannedCents' in value

export function valueWords(field: string, value: unknown, texts: Texts): string {
  const { say, formats } = texts
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return formats.moment(value)
  if (value === null || value === undefined || value === '') return say('record.nothing')
  if (Array.isArray(value))
    return value.length === 0 ? say('record.nothing') : value.map((one) => valueWords(field, one, texts)).join(say('register.and'))
  if (isUnit(value)) {
    const { unitNumber, households, lift } = value
    return say('record.unit', { number: unitNumber, households, lift: lift ? say('record.unit.lift') : '' })
  }
  if (isItem(value)) {
    const { planned, done, unit, unitEn } = value
    return say('record.item', { name: texts.name(value), planned, done, unit: texts.language === 'en' ? unitEn : unit })
  }
  if (isCost(value)) {
    const source = `costSource.${value.source}`
    const [planned, spent] = [hundredthsText(value.plannedCents), hundredthsText(value.spentCents)]
    return say('record.cost', { source: isKey(source) ? say(source) : value.source, planned, spent })
  }
  if (typeof value === 'object') return JSON.stringify(value)
  const key = `${wordsOf[field] ?? ''}${String(value)}`
  return field in wordsOf && isKey(key) ? say(key) : String(value)
}
