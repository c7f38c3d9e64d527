// Numbers, shares, lengths, dates and times by Intl, in the language of the page and the time of the sub-district (UTC+8).
import type { Language } from './language.ts'

const timeZone = 'Asia/Shanghai'
const dayMs = 86_400_000

type Count = number | '<3'
export type Share = { readonly numerator: Count; readonly denominator: Count }
/** Null where there is nothing to be a share of, or its parts are too few to be told. */
export const ratioOf = ({ numerator, denominator }: Share): number | null =>
  numerator !== '<3' && denominator !== '<3' && denominator > 0 ? numerator / denominator : null

export type Formats = {
  readonly number: (value: number) => string
  readonly decimal: (value: number) => string
  /** Of people; fewer than three are told as that. */
  readonly count: (value: Count) => string
  /** Whole per cent, never rounded up to 100 % or down to 0 % while something is missing or there; “—” where there is nothing to share, or too few. */
  readonly percent: (share: Share) => string
  /** 11月22日 14:05 */
  readonly moment: (instant: string | number | Date) => string
  /** 14:05 of today, 11月22日 14:05 of another day */
  readonly recent: (instant: string | number | Date) => string
  /** 14:05:09 */
  readonly time: (instant: number) => string
  /** The size of a file, in its largest unit that fits: 1.2 MB */
  readonly bytes: (value: number) => string
  /** A length of time in its largest unit that fits, milliseconds in: 2天, 3小时, 20分钟 */
  readonly span: (milliseconds: number) => string
  readonly day: (calendarDate: string) => string
  /** 11月22日 周日 */
  readonly weekday: (instant: number) => string
  /** To the second and with the year, for records: 2026年11月22日 14:05:09 */
  readonly stamp: (instant: string) => string
}

const build = (language: Language): Formats => {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
  const perCent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const moment = new Intl.DateTimeFormat(language, {
    timeZone,
    month: language === 'zh-CN' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const unit = (one: 'day' | 'hour' | 'minute') => new Intl.NumberFormat(language, { style: 'unit', unit: one, unitDisplay: 'long' })
  const size = (one: 'byte' | 'kilobyte' | 'megabyte') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: one, unitDisplay: 'short', maximumFractionDigits: one === 'megabyte' ? 1 : 0 })
  const sizes = [
    [1024 * 1024, size('megabyte')],
    [1024, size('kilobyte')],
    [1, size('byte')],
  ] as const
  const units = [
    [86_400_000, unit('day')],
    [3_600_000, unit('hour')],
    [60_000, unit('minute')],
  ] as const
  const time = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    year: 'numeric',
    month: language === 'zh-CN' ? 'long' : 'short',
    day: 'numeric',
  })
  const weekday = new Intl.DateTimeFormat(language, {
    timeZone,
    month: language === 'zh-CN' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
  })
  const stamp = new Intl.DateTimeFormat(language, {
    timeZone,
    year: 'numeric',
    month: language === 'zh-CN' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return {
    number: (value) => whole.format(value),
    decimal: (value) => oneDigit.format(value),
    count: (value) => (value === '<3' ? value : whole.format(value)),
    percent: ({ numerator, denominator }) => {
      if (numerator === '<3' || denominator === '<3' || denominator <= 0) return '—'
      const share = numerator / denominator
      const kept = numerator < denominator ? Math.min(share, 0.99) : 1
      return perCent.format(numerator > 0 ? Math.max(kept, 0.01) : 0)
    },
    bytes: (value) => {
      const [one, words] = sizes.find(([least]) => value >= least) ?? sizes[2]
      return words.format(value / one)
    },
    span: (milliseconds) => {
      const [size, words] = units.find(([least]) => milliseconds >= least) ?? units[2]
      return words.format(Math.floor(milliseconds / size))
    },
    moment: (instant) => moment.format(new Date(instant)),
    recent: (instant) =>
      calendarDateOf(instant) === calendarDateOf(Date.now())
        ? time.format(new Date(instant)).slice(0, 5)
        : moment.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    stamp: (instant) => stamp.format(new Date(instant)),
    weekday: (instant) => weekday.format(instant),
    day: (calendarDate) => day.format(new Date(`${calendarDate}T00:00:00Z`)),
  }
}

const cache = new Map<Language, Formats>()

export function formatsFor(language: Language): Formats {
  const known = cache.get(language)
  if (known) return known
  const made = build(language)
  cache.set(language, made)
  return made
}

/** The calendar date in the sub-district at an instant, YYYY-MM-DD. */
export const calendarDateOf = (instant: number | string | Date): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** Whole days from one calendar date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs)

/** The calendar date some days before another. */
export const daysBefore = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * dayMs).toISOString().slice(0, 10)
