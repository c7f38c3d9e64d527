// Circles: nested, true to the distances they come from, with holes, without what nobody reaches, and never across water.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { circlesOf, coordinatesOf } from '#domain/walk/circle.ts'
import { metresFrom, walkField } from '#domain/walk/field.ts'
import { groundOf, usualCell } from '#domain/walk/ground.ts'
import { toPlane, type WalkNetwork } from '#domain/walk/network.ts'
import { type Hung, snapper } from '#domain/walk/snap.ts'
import { at, gridOfStreets, made, type Way } from './made-network.ts'

type Circle = ReturnType<typeof coordinatesOf>
const hung = (place: ReturnType<ReturnType<typeof snapper>>): Hung => {
  if (typeof place === 'string') throw new Error(place)
  return place
}
function surfaceFrom(network: WalkNetwork, stations: readonly Hung[], cutOff: number, water: readonly (readonly number[])[] = []) {
  const field = walkField(network, stations, cutOff)
  const ground = groundOf(
    network,
    water.map((ring) => [ring]),
  )
  return {
    field,
    circles: (...withins: readonly number[]) =>
      circlesOf(network, ground, field, withins).map((circle) => coordinatesOf(network.plane, circle)),
  }
}
const circleFrom = (...given: Parameters<typeof surfaceFrom>): Circle => surfaceFrom(...given).circles(given[2])[0] ?? []
/** Even-odd over all rings. */
function inside(circle: Circle, { lng, lat }: { lng: number; lat: number }): boolean {
  let odd = false
  for (const polygon of circle)
    for (const ring of polygon)
      for (let i = 0; i + 1 < ring.length; i++) {
        const [[ax, ay], [bx, by]] = [ring[i] ?? [0, 0], ring[i + 1] ?? [0, 0]]
        if (ay > lat !== by > lat && lng < ax + ((lat - ay) / (by - ay)) * (bx - ax)) odd = !odd
      }
  return odd
}

/** How far the nearest street is that runs across. */
const aside = (x: number) => Math.min(x % 120, 120 - (x % 120))

describe('a circle', () => {
  it('holds every covered door to within a cell, and no door that is a cell further than its circle', () => {
    const network = made(gridOfStreets(14, 14, 120))
    const snap = snapper(network)
    // searched further than drawn, so that doors beyond the circle have their distance too
    const { field, circles } = surfaceFrom(network, [hung(snap(at(840, 870)))], 1600)
    const circle = circles(1000)[0] ?? []
    let [covered, beyond] = [0, 0]
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1680 }), fc.integer({ min: 0, max: 1680 }), (x, y) => {
        const door = snap(at(x, y))
        if (typeof door === 'string') return
        const metres = metresFrom(network, field, door)
        // half way between two streets, a cell may be given to the one and the door to the other
        if (Math.abs(aside(x) - aside(y)) < 2 * usualCell || door.doorMetres > 60 - usualCell) return
        if (metres <= 1000 - usualCell) {
          covered++
          expect([x, y, inside(circle, at(x, y))]).toEqual([x, y, true])
        }
        if (metres > 1000 + 2 * usualCell) {
          beyond++
          expect([x, y, inside(circle, at(x, y))]).toEqual([x, y, false])
        }
      }),
      { numRuns: 3000, seed: 20261128 },
    )
    expect(Math.min(covered, beyond)).toBeGreaterThan(300)
  })

  it('of five minutes lies within that of ten, and that within fifteen', () => {
    const network = made(gridOfStreets(14, 14, 120))
    const snap = snapper(network)
    const { circles } = surfaceFrom(network, [hung(snap(at(700, 720))), hung(snap(at(1500, 1500)))], 1000)
    const [five, ten, fifteen] = circles(1000 / 3, 2000 / 3, 1000) as [Circle, Circle, Circle]
    for (let x = 3; x < 1680; x += 37)
      for (let y = 5; y < 1680; y += 41) {
        const [a, b, c] = [five, ten, fifteen].map((circle) => inside(circle, at(x, y)))
        if (a) expect([x, y, b]).toEqual([x, y, true])
        if (b) expect([x, y, c]).toEqual([x, y, true])
      }
  })

  it('does not cross a river without a bridge, though the other bank is near', () => {
    const network = made([{ from: [0, 0], to: [900, 0] }])
    const corner = (x: number, y: number) => toPlane(network.plane, at(x, y))
    const river = [corner(-200, 15), corner(1100, 15), corner(1100, 45), corner(-200, 45), corner(-200, 15)].flat()
    const circle = (water: readonly (readonly number[])[]) => circleFrom(network, [hung(snapper(network)(at(450, 0)))], 800, water)
    expect(inside(circle([river]), at(450, -20))).toBe(true)
    expect(inside(circle([river]), at(450, 75))).toBe(false)
    // without the river the open ground carries
    expect(inside(circle([]), at(450, 75))).toBe(true)
  })

  it('does not take the ground of a street that is not reached', () => {
    const apart: Way[] = [
      { from: [0, 0], to: [900, 0] },
      { from: [0, 60], to: [900, 60] },
    ]
    const network = made(apart)
    const circle = circleFrom(network, [hung(snapper(network)(at(450, 0)))], 800)
    expect([at(450, 20), at(450, 45), at(450, 75)].map((place) => inside(circle, place))).toEqual([true, false, false])
  })

  it('keeps its holes: a block deeper than a door may lie from the street is not reached in its middle', () => {
    const network = made(gridOfStreets(1, 1, 500))
    const circle = circleFrom(network, [hung(snapper(network)(at(250, 0)))], 2500)
    expect(inside(circle, at(250, 60))).toBe(true)
    expect(inside(circle, at(250, 250))).toBe(false)
    expect(circle.some((polygon) => polygon.length > 1)).toBe(true)
  })

  it('is nothing where nothing is reached', () => {
    const network = made(gridOfStreets(2, 2, 100))
    expect(circlesOf(network, groundOf(network), walkField(network, [], 1000), [500, 1000])).toEqual([[], []])
    const none = made([])
    expect(circlesOf(none, groundOf(none), walkField(none, [], 1000), [1000])).toEqual([[]])
  })
})
