import { describe, expect, it } from 'vitest'
import { backwards, type NumberedFix } from '#domain/patrol/read-problems.ts'
import { figuresOfTrack, passesOfVisits } from '#domain/patrol/run-figures.ts'

const at = (east: number, north: number): [number, number] => [104.06 + east * 1e-5, 30.67 + north * 1e-5]
const route = [at(0, 0), at(600, 0)]
const minute = 60_000
const checkpoints = [100, 500].map((east) => {
  const [lng, lat] = at(east, 0)
  return { lng, lat, radiusMetres: 20 }
})
/** A fix each minute, 60 m further. */
const walk = (from: number) =>
  Array.from({ length: 11 }, (_, k) => {
    const [lng, lat] = at(k * 60, 0)
    return { lng, lat, at: from + k * minute }
  })

describe('the figures of a run', () => {
  it('are of the whole way on duty, though its ends are not kept', () => {
    const figures = figuresOfTrack(route, checkpoints, walk(0), { from: 0, to: 60 * minute })
    expect(figures?.passedMetres).toBeCloseTo(figures?.lengthMetres ?? 0, 6)
    expect(figures?.visits.map((visit) => Math.round((visit ?? 0) / minute))).toEqual([1, 8])
    expect(figures?.statistics.fixes).toBe(11)
    expect(figures?.kept.length).toBeLessThan(9)
    expect(figures?.passes.every((pass) => pass !== null)).toBe(true)
  })

  it('leave out what is more than ten minutes before or after the planned window', () => {
    const figures = figuresOfTrack(route, checkpoints, walk(0), { from: 15 * minute, to: 60 * minute })
    expect(figures?.offDuty).toBe(5)
    expect(figures?.visits[0]).toBeNull()
    expect(figuresOfTrack(route, checkpoints, walk(0), { from: 120 * minute, to: 180 * minute })).toBeNull()
  })
})

describe('the passes of a run without a track', () => {
  it('go from its begin by its visits to its end, and stop where a checkpoint was missed', () => {
    const walked = { began: 0, ended: 10 * minute }
    const all = passesOfVisits(route, checkpoints, [2 * minute, 8 * minute], walked)
    expect(all.every((pass) => pass !== null)).toBe(true)
    expect(all).toEqual([...all].sort((a, b) => (a ?? 0) - (b ?? 0)))
    const missed = passesOfVisits(route, checkpoints, [2 * minute, null], walked)
    expect(missed.map((pass) => pass !== null)).toEqual([true, ...missed.slice(1).map(() => false)])
  })
})

it('the first fix whose time goes backwards is named with its line', () => {
  const fixes: NumberedFix[] = [0, 5, 5, 4].map((time, k) => ({ lng: 0, lat: 0, at: time, line: k + 3 }))
  expect(backwards(fixes)).toEqual({ problem: 'timeBackwards', line: 6 })
  expect(backwards(fixes.slice(0, 3))).toBeNull()
})
