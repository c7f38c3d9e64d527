import { describe, expect, it } from 'vitest'
import { everyWeekday, overlappingShifts, runsOfDay, runsOfDays, type Shift, shiftMinutes, weekdayOf } from '#domain/patrol/shift.ts'

const shift = (begins: string, ends: string, weekdays: readonly number[] = everyWeekday): Shift => ({ begins, ends, weekdays })

describe('the shifts of a route', () => {
  it('know their weekdays', () => {
    // 2026-11-20 is a Friday
    expect(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '1970-01-01', '1969-12-31'].map(weekdayOf)).toEqual([5, 6, 7, 1, 4, 3])
  })
  it('become runs on the days on which they begin, the earliest first, over midnight where they end before they begin', () => {
    const shifts = [shift('22:30', '00:30', [5, 6, 7]), shift('08:30', '11:30', [1, 2, 3, 4, 5])]
    expect(runsOfDay('2026-11-20', shifts)).toEqual([
      { plannedStart: '2026-11-20T08:30:00+08:00', plannedEnd: '2026-11-20T11:30:00+08:00' },
      { plannedStart: '2026-11-20T22:30:00+08:00', plannedEnd: '2026-11-21T00:30:00+08:00' },
    ])
    expect(runsOfDay('2026-11-21', shifts).map(({ plannedStart }) => plannedStart)).toEqual(['2026-11-21T22:30:00+08:00'])
    expect(runsOfDay('2026-11-23', shifts)).toHaveLength(1)
  })
  it('become runs over some days in a row, and last as long as they do over midnight', () => {
    const shifts = [shift('08:30', '11:30', [5, 7])]
    expect(runsOfDays('2026-11-20', 4, shifts).map(({ plannedStart }) => plannedStart.slice(0, 10))).toEqual(['2026-11-20', '2026-11-22'])
    expect([shift('08:30', '11:30'), shift('11:30', '08:30'), shift('22:30', '00:30'), shift('08:00', '08:00')].map(shiftMinutes)).toEqual([
      180, 1260, 120, 1440,
    ])
  })
  it('must not lie over each other on any weekday, over midnight and over the end of the week neither', () => {
    expect(overlappingShifts([shift('08:00', '10:00'), shift('10:00', '12:00')])).toBeNull()
    expect(overlappingShifts([shift('08:00', '10:01'), shift('12:00', '13:00'), shift('10:00', '12:00')])).toEqual([0, 2])
    expect(overlappingShifts([shift('08:00', '10:00', [1]), shift('09:00', '11:00', [2])])).toBeNull()
    expect(overlappingShifts([shift('23:00', '01:00', [1]), shift('00:30', '02:00', [2])])).toEqual([0, 1])
    expect(overlappingShifts([shift('00:30', '02:00', [1]), shift('23:00', '01:00', [7])])).toEqual([0, 1])
    expect(overlappingShifts([shift('23:00', '01:00', [7]), shift('01:00', '02:00', [1])])).toBeNull()
    expect(overlappingShifts([])).toBeNull()
  })
})
