import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingMinutes,
  amberAt,
  dueAt,
  isWorkingDay,
  usualHours,
  type WorkingCalendar,
  workingMinutes,
} from '#domain/calendar/working-time.ts'

const plain: WorkingCalendar = { hours: usualHours, exceptions: new Map() }
/** A made-up long holiday: Thursday 1 to Wednesday 7 October, paid for with Saturday 10. */
const withHoliday: WorkingCalendar = {
  hours: usualHours,
  exceptions: new Map([
    ...['01', '02', '05', '06', '07'].map((day) => [`2026-10-${day}`, 'holiday'] as const),
    ['2026-10-10', 'workday'] as const,
  ]),
}
const at = (text: string) => new Date(`${text}:00+08:00`)

describe('working time', () => {
  it('skips the night, the lunch hour and the weekend', () => {
    expect(dueAt(plain, at('2026-11-20T17:00'), { value: 1, unit: 'workHour' })).toEqual(at('2026-11-23T09:00'))
    expect(dueAt(plain, at('2026-11-20T11:30'), { value: 1, unit: 'workHour' })).toEqual(at('2026-11-20T14:30'))
  })

  it('a working day as a limit is one day of hours', () => {
    expect(dueAt(plain, at('2026-11-20T17:00'), { value: 1, unit: 'workDay' })).toEqual(at('2026-11-23T17:00'))
  })

  it('filed at night or at a weekend begins with the next opening', () => {
    expect(dueAt(plain, at('2026-11-21T03:00'), { value: 2, unit: 'workHour' })).toEqual(at('2026-11-23T10:30'))
  })

  it('a holiday takes days away and a make-up day gives one back', () => {
    const filed = at('2026-09-30T17:00')
    expect(dueAt(plain, filed, { value: 1, unit: 'workDay' })).toEqual(at('2026-10-01T17:00'))
    expect(dueAt(withHoliday, filed, { value: 1, unit: 'workDay' })).toEqual(at('2026-10-08T17:00'))
    expect(dueAt(withHoliday, filed, { value: 3, unit: 'workDay' })).toEqual(at('2026-10-10T17:00'))
    expect([isWorkingDay(withHoliday, '2026-10-10'), isWorkingDay(plain, '2026-10-10')]).toEqual([true, false])
  })

  it('amber comes at 80 % of the limit', () => {
    expect(amberAt(plain, at('2026-11-23T08:30'), { value: 5, unit: 'workHour' })).toEqual(at('2026-11-23T14:30'))
  })

  it('says so when the calendar has no working day at all', () => {
    expect(() => addWorkingMinutes({ hours: [], exceptions: new Map() }, at('2026-11-20T09:00'), 1)).toThrow(/no working day/)
  })

  it('what was added is what is counted, for any start and length, across the holiday', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 * 1440 }), fc.integer({ min: 1, max: 20_000 }), (offset, minutes) => {
        const from = new Date(at('2026-08-01T00:00').getTime() + offset * 60_000)
        const due = addWorkingMinutes(withHoliday, from, minutes)
        expect(workingMinutes(withHoliday, from, due)).toBe(minutes)
        expect(workingMinutes(withHoliday, from, new Date(due.getTime() - 60_000))).toBeLessThan(minutes)
      }),
      { seed: 4 },
    )
  })

  it('no calendar with more holidays makes a limit end earlier', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 10 }), fc.integer({ min: 1, max: 4000 }), (days, minutes) => {
        const exceptions = new Map(
          days.map((day) => [new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10), 'holiday'] as const),
        )
        const from = at('2026-11-02T09:00')
        const later = addWorkingMinutes({ hours: usualHours, exceptions }, from, minutes)
        expect(later.getTime()).toBeGreaterThanOrEqual(addWorkingMinutes(plain, from, minutes).getTime())
      }),
      { seed: 5 },
    )
  })
})
