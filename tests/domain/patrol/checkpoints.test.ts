import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstVisit, isOnTime, placesAlong, plannedMinutes } from '#domain/patrol/checkpoints.ts'
import { planeAround } from '#domain/patrol/metric-line.ts'
import { gapsOfSegments, longestGap } from '#domain/patrol/patrol-gap.ts'
import { runOfShift } from '#domain/patrol/shift.ts'
import { type Fix, legsOf, type Track } from '#domain/patrol/track.ts'

const minute = 60_000
const at = (east: number, north: number): [number, number] => [104.06 + east * 1e-5, 30.67 + north * 1e-5]
const plane = planeAround([at(0, 0), at(400, 400)])
const walk = (places: readonly (readonly [number, number])[]): Track =>
  places.map(([east, north], k): Fix => {
    const [lng, lat] = at(east, north)
    return { lng, lat, at: k * minute }
  })
const [lng, lat] = at(200, 0)
const checkpoint = { lng, lat, radiusMetres: 20 }
const always = { from: 0, to: 600 * minute }

describe('a visit of a checkpoint', () => {
  it('is the first instant within the radius, also between two fixes', () => {
    const track = walk([
      [0, 0],
      [400, 0],
    ])
    const visited = firstVisit(legsOf(track, plane), checkpoint, always, plane) ?? 0
    expect(visited / minute).toBeGreaterThan(0.44)
    expect(visited / minute).toBeLessThan(0.46)
  })

  it('counts only inside the planned window', () => {
    const track = walk([
      [0, 0],
      [200, 0],
      [0, 0],
      [200, 0],
    ])
    expect(firstVisit(legsOf(track, plane), checkpoint, { from: 2.5 * minute, to: 10 * minute }, plane)).toBeGreaterThan(2.5 * minute)
    expect(firstVisit(legsOf(track, plane), checkpoint, { from: 4 * minute, to: 10 * minute }, plane)).toBeNull()
    expect(firstVisit(legsOf(track, plane), checkpoint, { from: minute, to: minute }, plane)).toBe(minute)
  })

  it('is never outside of the radius or the window, and agrees with looking at every second', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -60, max: 60 }))
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 6 }), fc.integer({ min: 0, max: 300 }), (places, from) => {
        const track = walk(places)
        const window = { from: from * 1000, to: 240_000 }
        const centre = plane([lng, lat])
        const seen: number[] = []
        for (let t = window.from; t <= Math.min(window.to, (places.length - 1) * minute); t += 1000) {
          const k = Math.min(places.length - 2, Math.floor(t / minute))
          const [ax, ay] = places[k] ?? [0, 0]
          const [bx, by] = places[k + 1] ?? [0, 0]
          const share = t / minute - k
          const here = plane(at(ax + (bx - ax) * share, ay + (by - ay) * share))
          if (Math.hypot(here[0] - centre[0], here[1] - centre[1]) <= 20) seen.push(t)
        }
        const visited = firstVisit(legsOf(track, plane), checkpoint, window, plane)
        if (seen[0] !== undefined) {
          expect(visited).not.toBeNull()
          expect(visited ?? 0).toBeLessThanOrEqual(seen[0] + 1)
          expect(visited ?? 0).toBeGreaterThan(seen[0] - 1001)
        }
      }),
    )
  })

  it('is punctual up to ten minutes from its planned minute, both included', () => {
    expect(isOnTime('2026-11-20T09:10:00+08:00', '2026-11-20T01:00:00Z')).toBe(true)
    expect(isOnTime('2026-11-20T09:10:00.001+08:00', '2026-11-20T01:00:00Z')).toBe(false)
    expect(isOnTime('2026-11-20T08:50:00+08:00', '2026-11-20T01:00:00Z')).toBe(true)
  })
})

describe('checkpoints along a route', () => {
  // a ──1────2── b        the round comes back the way it went: the third checkpoint lies at the place of the first, later
  // a ──3─────── b
  it('keep their order where the route passes a place twice', () => {
    const route = [at(0, 0), at(400, 0), at(0, 0.5)]
    const places = [at(100, 0.5), at(300, 0), at(100, 0)]
    const along = placesAlong(route, places, plane)
    expect(along[0]).toBeLessThan(100)
    expect(along[2]).toBeGreaterThan(600)
    expect(plannedMinutes(route, places, plane)).toEqual([2, 7, 15])
  })
})

describe('the gap of a segment', () => {
  it('is the longest interval without a pass, from the beginning of the period to its end', () => {
    expect(longestGap([30, 60, 65], 0, 100)).toEqual({ from: 65, to: 100 })
    expect(longestGap([70, 40], 0, 100)).toEqual({ from: 0, to: 40 })
    expect(longestGap([], 0, 100)).toEqual({ from: 0, to: 100 })
    expect(longestGap([-5, 500], 0, 100)).toEqual({ from: 0, to: 100 })
  })

  it('never grows with another pass', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), fc.integer({ min: 0, max: 1000 }), (passes, one) => {
        const [before, after] = [longestGap(passes, 0, 1000), longestGap([...passes, one], 0, 1000)]
        expect(after.to - after.from).toBeLessThanOrEqual(before.to - before.from)
      }),
    )
  })

  it('is told for each segment of its own', () => {
    const gaps = gapsOfSegments(
      2,
      [
        [10, null],
        [50, 90],
      ],
      0,
      100,
    )
    expect(gaps).toEqual([
      { from: 50, to: 100 },
      { from: 0, to: 90 },
    ])
  })
})

describe('the run of a shift', () => {
  it('ends on the next day where its end is before its begin', () => {
    expect(runOfShift('2026-03-31', '22:00', '02:00')).toEqual({
      plannedStart: '2026-03-31T22:00:00+08:00',
      plannedEnd: '2026-04-01T02:00:00+08:00',
    })
  })
})
