/** Instants of the demo, as milliseconds; written in the sub-district's own time, +08:00. */
const OFFSET = 8 * 3_600_000
const MINUTE = 60_000
const DAY = 86_400_000

/** The instant so many minutes after the beginning of a day. */
export const instantOf = (day: string, minutes: number): number => Date.parse(`${day}T00:00:00+08:00`) + Math.round(minutes * MINUTE)

export const isoOf = (instant: number): string => `${new Date(instant + OFFSET).toISOString().slice(0, 19)}+08:00`

const minuteOfDay = (instant: number): number => Math.floor((instant + OFFSET) / MINUTE) % 1440
const dayStart = (instant: number): number => Math.floor((instant + OFFSET) / DAY) * DAY - OFFSET
/** 0 = Sunday (1970-01-01 was a Thursday) */
export const weekday = (instant: number): number => (Math.floor((instant + OFFSET) / DAY) + 4) % 7

/** The instant itself when a desk is open then, else the next opening; Sundays and Saturdays count when `weekends`. */
export function deskTime(instant: number, weekends: boolean, spreadMinutes: number): number {
  let t = instant
  for (let n = 0; n < 8; n++) {
    const minute = minuteOfDay(t)
    const free = !weekends && (weekday(t) === 0 || weekday(t) === 6)
    if (!free && minute >= 510 && minute < 1080) return t
    t = dayStart(t) + (minute < 510 && !free ? 0 : DAY) + (510 + spreadMinutes) * MINUTE
  }
  return t
}
