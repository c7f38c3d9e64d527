import { describe, expect, it } from 'vitest'
import { isOpenAt, openingSpans } from '#domain/calendar/opening-hours.ts'
import { changesText, mostChanges, parseChanges } from '#domain/walk/station-changes.ts'

describe('opening hours', () => {
  it('are spans of the clock, several or past midnight', () => {
    expect(openingSpans('08:30-18:00')).toEqual([[510, 1080]])
    expect(openingSpans('09:00-12:00, 14:00-21:00')).toEqual([
      [540, 720],
      [840, 1260],
    ])
    expect(openingSpans('00:00-24:00')).toEqual([[0, 1440]])
  })

  it('say whether it is open, from the first minute to before the last', () => {
    expect(['08:29', '08:30', '17:59', '18:00'].map((at) => isOpenAt('08:30-18:00', at))).toEqual([false, true, true, false])
    expect(['21:59', '22:00', '00:00', '05:59', '06:00'].map((at) => isOpenAt('22:00-06:00', at))).toEqual([false, true, true, true, false])
    expect(['11:59', '12:00', '13:00', '14:00'].map((at) => isOpenAt('09:00-12:00,14:00-21:00', at))).toEqual([true, false, false, true])
    expect(isOpenAt('00:00-24:00', '23:59')).toBe(true)
  })

  it('that nobody can read are not known, which is neither open nor closed', () => {
    for (const words of ['', 'Mo-Fr 08:30-18:00', '8:30-18:00', '08:30', '25:00-26:00', '08:30-18:60', '24:00-08:00', '08:30-18:00;'])
      expect([words, isOpenAt(words, '12:00')]).toEqual([words, undefined])
  })
})

describe('changes of stations', () => {
  it('read from an address are those that were written into it', () => {
    const changes = [
      { change: 'open', lng: 108.031234, lat: 30.512345, openingHours: '08:30-18:00' },
      { change: 'close', serviceStationId: 12 },
      { change: 'hours', serviceStationId: 7, openingHours: '09:00-12:00,14:00-21:00' },
    ] as const
    expect(changesText(changes)).toBe('open:108.031234,30.512345,08:30-18:00;close:12;hours:7,09:00-12:00,14:00-21:00')
    expect(parseChanges(changesText(changes))).toEqual(changes)
  })

  it('name the part that cannot be read', () => {
    for (const wrong of [
      '',
      'close:',
      'close:-1',
      'open:,30,08:30-18:00',
      'open:181,30,08:30-18:00',
      'open:108,30',
      'hours:7',
      'move:7',
      'close:1x',
    ])
      expect([wrong, parseChanges(`close:5;${wrong}`)]).toEqual([wrong, { problem: expect.stringContaining(`"${wrong}"`) }])
    expect(
      parseChanges(
        Array(mostChanges + 1)
          .fill('close:1')
          .join(';'),
      ),
    ).toEqual({ problem: expect.stringContaining(String(mostChanges)) })
  })
})
