import { expect, it } from 'vitest'
import { addDays, calendarDay, daysBetween } from '#domain/calendar/calendar-day.ts'

it('a day begins at midnight in China, which is four in the afternoon of the day before in UTC', () => {
  expect(calendarDay(new Date('2026-11-20T15:59:59Z'))).toBe('2026-11-20')
  expect(calendarDay(new Date('2026-11-20T16:00:00Z'))).toBe('2026-11-21')
})

it('days are counted over the ends of months and leap years', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366)
})
