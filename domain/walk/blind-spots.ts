// Blind spots: the buildings beyond a circle, gathered into places. Two buildings belong to one place when they lie within so many metres of each
// other, or are joined by others that do (single linkage); a place is ranked by the households in it.
import Flatbush from 'flatbush'

export type Uncovered = {
  readonly id: number
  readonly x: number
  readonly y: number
  readonly households: number
  readonly residents60Plus: number
}
export type BlindSpot = {
  /** Numbers of the buildings, those with most households first. */
  readonly buildings: readonly number[]
  readonly households: number
  readonly residents60Plus: number
  /** The middle, weighed by households. */
  readonly x: number
  readonly y: number
}

/** A street and its two sides, not the next block. */
const linkMetres = 90

export function blindSpots(uncovered: readonly Uncovered[], link = linkMetres): readonly BlindSpot[] {
  if (uncovered.length === 0) return []
  const index = new Flatbush(uncovered.length)
  for (const { x, y } of uncovered) index.add(x, y, x, y)
  index.finish()
  const place = new Int32Array(uncovered.length).fill(-1)
  const spots: Uncovered[][] = []
  uncovered.forEach((_, start) => {
    if (place[start] !== -1) return
    const members: Uncovered[] = []
    const stack = [start]
    place[start] = spots.length
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const here = uncovered[at]
      if (here === undefined) continue
      members.push(here)
      for (const near of index.search(here.x - link, here.y - link, here.x + link, here.y + link)) {
        const there = uncovered[near]
        if (there === undefined || place[near] !== -1 || Math.hypot(there.x - here.x, there.y - here.y) > link) continue
        place[near] = spots.length
        stack.push(near)
      }
    }
    spots.push(members)
  })
  return spots.map(spotOf).sort((a, b) => b.households - a.households || (a.buildings[0] ?? 0) - (b.buildings[0] ?? 0))
}

function spotOf(members: readonly Uncovered[]): BlindSpot {
  const sum = (of: (one: Uncovered) => number) => members.reduce((total, one) => total + of(one), 0)
  const households = sum((one) => one.households)
  const weight = (one: Uncovered) => (households > 0 ? one.households / households : 1 / members.length)
  return {
    buildings: members.toSorted((a, b) => b.households - a.households || a.id - b.id).map(({ id }) => id),
    households,
    residents60Plus: sum((one) => one.residents60Plus),
    x: sum((one) => one.x * weight(one)),
    y: sum((one) => one.y * weight(one)),
  }
}
