import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pointSegmentDistance } from '#domain/geo/segment.ts'
import { metricLine, type Position, planeAround, pointAlong } from '#domain/patrol/metric-line.ts'
import { lengthOf } from '#domain/patrol/reach.ts'
import { passesByVisits, routeCoverage, segmentPasses, segmentsOf } from '#domain/patrol/route-coverage.ts'
import { type Fix, legsOf, onDuty, type Track, trackStatistics, trimmed } from '#domain/patrol/track.ts'

const degree = 1e-5
/** About a metre east and north of a corner of the demo's town. */
const at = (east: number, north: number): [number, number] => [104.06 + east * degree, 30.67 + north * degree]
const walk = (places: readonly (readonly [number, number])[], seconds = 60): Track =>
  places.map(([east, north], k): Fix => {
    const [lng, lat] = at(east, north)
    return { lng, lat, at: k * seconds * 1000 }
  })
const line = (places: readonly (readonly [number, number])[]): Position[] => places.map(([east, north]) => at(east, north))
const planeOf = (route: readonly Position[], track: Track) => planeAround([...route, ...track.map(({ lng, lat }) => [lng, lat])])
const shareOf = (route: readonly Position[], track: Track, metres?: number) => {
  const { passedMetres, lengthMetres } = routeCoverage(route, legsOf(track, planeOf(route, track)), planeOf(route, track), metres)
  return passedMetres / lengthMetres
}

const place = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }))
const places = fc.array(place, { minLength: 2, maxLength: 8 }).filter((all) => all.some(([x, y]) => x !== all[0]?.[0] || y !== all[0]?.[1]))
const reach = fc.double({ min: 1, max: 80, noNaN: true })

describe('the coverage of a route', () => {
  // route   a───────────b           a to b 200 m, the track runs beside it for the first half
  // track   ──────
  it('is the share of its length that lies within d of the track', () => {
    const route = line([
      [0, 0],
      [200, 0],
    ])
    const track = walk([
      [0, 10],
      [100, 10],
    ])
    // beyond the end of the track a circle of 20 m reaches √(20² − 11.1²) m further; a degree of latitude is longer than one of longitude
    const plane = planeOf(route, track)
    const [, north = 0] = plane([104.06, 30.67 + 10 * degree])
    const [, south = 0] = plane([104.06, 30.67])
    const [east = 0] = plane(at(100, 0))
    const [west = 0] = plane(at(0, 0))
    const expected = east - west + Math.sqrt(400 - (north - south) ** 2)
    expect(routeCoverage(route, legsOf(track, plane), plane).passedMetres).toBeCloseTo(expected, 6)
  })

  it('lies between 0 and 1 and grows with d', () => {
    fc.assert(
      fc.property(places, places, reach, reach, (route, track, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const [narrow, wide] = [shareOf(line(route), walk(track), less), shareOf(line(route), walk(track), more)]
        expect(narrow).toBeGreaterThanOrEqual(0)
        expect(wide).toBeLessThanOrEqual(1)
        expect(wide).toBeGreaterThanOrEqual(narrow - 1e-9)
      }),
    )
  })

  it('of a track that is the route is everything', () => {
    fc.assert(
      fc.property(places, reach, (route, metres) => {
        expect(shareOf(line(route), walk(route), metres)).toBeCloseTo(1, 9)
      }),
    )
  })

  it('is the same for a track walked the other way, and for a route drawn the other way', () => {
    fc.assert(
      fc.property(places, places, (route, track) => {
        const there = shareOf(line(route), walk(track))
        expect(shareOf(line(route), walk([...track].reverse()))).toBeCloseTo(there, 9)
        expect(shareOf(line([...route].reverse()), walk(track))).toBeCloseTo(there, 9)
      }),
    )
  })

  it('is what looking at every half metre finds, as near as half a metre at each end of a stretch can be', () => {
    fc.assert(
      fc.property(places, places, reach, (route, track, metres) => {
        const plane = planeOf(line(route), walk(track))
        const drawn = metricLine(line(route), plane)
        const legs = legsOf(walk(track), plane)
        const step = 0.5
        const count = Math.ceil(drawn.lengthMetres / step)
        let near = 0
        for (let k = 0; k < count; k++) {
          const point = pointAlong(drawn, ((k + 0.5) * drawn.lengthMetres) / count)
          if (legs.some(({ a, b }) => pointSegmentDistance(point, a, b) <= metres)) near += drawn.lengthMetres / count
        }
        const { passed, passedMetres } = routeCoverage(line(route), legs, plane, metres)
        expect(lengthOf(passed)).toBeCloseTo(passedMetres, 6)
        expect(Math.abs(near - passedMetres)).toBeLessThanOrEqual(step * 2 * (passed.length + route.length))
      }),
      { numRuns: 60 },
    )
  })

  it('does not fill what lies between two fixes that are minutes apart', () => {
    const ends = [
      [0, 0],
      [400, 0],
    ] as const
    expect(shareOf(line(ends), walk(ends, 120))).toBeCloseTo(1, 9)
    expect(shareOf(line(ends), walk(ends, 121))).toBeLessThan(0.12)
  })
})

describe('the segments of a route', () => {
  it('are equal, at most 100 m long, and make up the route', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 5000, noNaN: true }), (length) => {
        const segments = segmentsOf(length)
        expect(lengthOf(segments)).toBeCloseTo(length, 6)
        for (const [from, to] of segments) expect(to - from).toBeLessThanOrEqual(100 + 1e-6)
      }),
    )
  })

  it('are passed when the track was nearest to their middle', () => {
    const route = line([
      [0, 0],
      [206, 0],
    ])
    const track = walk([
      [0, 0],
      [206, 0],
    ])
    const plane = planeOf(route, track)
    const legs = legsOf(track, plane)
    const passes = segmentPasses(route, legs, plane, routeCoverage(route, legs, plane).passed)
    expect(passes).toEqual([15_000, 45_000])
  })

  it('are passed between two checkpoints that were visited one after the other, and not beside one that was missed', () => {
    const seen = passesByVisits(400, [
      { alongMetres: 0, at: 0 },
      { alongMetres: 200, at: 200_000 },
      { alongMetres: 400, at: null },
    ])
    expect(seen).toEqual([50_000, 150_000, null, null])
  })
})

describe('a track', () => {
  it('that is trimmed is never longer, has no fix that was not there, and begins away from where it began', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 10, max: 200 }), (track, metres) => {
        const whole = walk(track)
        const plane = planeOf([], whole)
        const left = trimmed(whole, plane, metres)
        expect(trackStatistics(left, plane).lengthMetres).toBeLessThanOrEqual(trackStatistics(whole, plane).lengthMetres + 1e-9)
        expect(left.every((fix) => whole.some((one) => one.at === fix.at))).toBe(true)
        const lost = trackStatistics(whole, plane).lengthMetres - trackStatistics(left, plane).lengthMetres
        if (left.length > 0) expect(lost).toBeGreaterThanOrEqual(metres - 1e-6)
      }),
    )
  })

  it('of somebody who waits at home and jitters keeps nothing of home', () => {
    const jitter = Array.from({ length: 200 }, (_, k) => [k % 2 === 0 ? 0 : 20, 0] as const)
    const away = Array.from({ length: 30 }, (_, k) => [k * 15, 0] as const)
    const track = walk([...jitter, ...away, [2000, 0]], 10)
    const left = trimmed(track, planeOf([], track))
    expect(left[0]?.at).toBeGreaterThan(1_990_000)
  })

  it('is cut to the time on duty, and not joined across what was cut out', () => {
    const track = walk(
      [
        [0, 0],
        [10, 0],
        [20, 0],
        [30, 0],
      ],
      60,
    )
    const kept = onDuty(track, { from: 60_000, to: 120_000 })
    expect(kept.map((fix) => fix.at)).toEqual([60_000, 120_000])
    expect(kept[0]?.breaks).toBe(true)
  })
})
