// Opening hours of a day: one or more spans of the clock, the same on every day. A span whose end is not after its begin runs past midnight.
//   08:30-18:00      09:00-12:00,14:00-21:00      22:00-06:00      00:00-24:00
const span = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/

/** Such as 19:30. */
export const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/

/** Begins and ends in minutes of the day; undefined where the words are not understood. */
export function openingSpans(hours: string): readonly (readonly [begin: number, end: number])[] | undefined {
  const spans: [number, number][] = []
  for (const part of hours.split(',')) {
    const found = span.exec(part.trim())
    if (found === null) return undefined
    const [, beginHour = '0', beginMinute = '0', endHour = '24', endMinute = '0'] = found
    spans.push([Number(beginHour) * 60 + Number(beginMinute), Number(endHour) * 60 + Number(endMinute)])
  }
  return spans
}

/** `at` is a clock time such as 19:30; undefined where the hours are not understood: nobody knows. */
export function isOpenAt(hours: string, at: string): boolean | undefined {
  const [hour = '0', minute = '0'] = at.split(':')
  const now = Number(hour) * 60 + Number(minute)
  return openingSpans(hours)?.some(([begin, end]) => (end > begin ? now >= begin && now < end : now >= begin || now < end))
}
