/**
 * Parts of a region evened out unit by unit, once trees have laid them out: a unit on the edge of its part goes to the part beside it, alone or
 * against one that comes back. Simulated annealing (Kirkpatrick, Gelatt & Vecchi, "Optimization by simulated annealing", Science 220, 1983): what
 * makes it worse is taken too, ever more seldom. Parts stay connected. Seeded.
 *
 *      ┌───┬───┐      ┌───────┐
 *      │ p │ u │  →   │ p   u │   u leaves q where the rest of q still hangs together
 *      ├───┴─┬─┤      ├─────┬─┤
 *      │ q   │ │      │ q   │ │
 */
import type { Random } from '#domain/random/random.ts'
import { loadsOf, type UnitBorder, type Units } from './units.ts'

const TRIES = 15_000
/** The first and the last share of a mean load that a worse state may be worse by, roughly. */
const [WARM, COLD] = [0.03, 0.0005]
/** High enough for the part furthest from the mean to count most, and the others still to count. */
const NORM = 8

/**
 * @param partOf by unit; stays as it is
 * @param cutting a compound that is cut is as bad as a part that is so much further from its load
 */
export function evenOut(ground: Units, partOf: readonly number[], parts: number, random: Random, cutting: number): number[] {
  const { units, borders } = ground
  const mean = units.reduce((sum, { load }) => sum + load, 0) / parts
  if (mean === 0 || borders.length === 0) return [...partOf]
  const length = borders.reduce((sum, border) => sum + border.length, 0)
  const beside = (unit: number): Units['beside'][number] => ground.beside[unit] ?? []

  const now = [...partOf]
  const members = Array.from({ length: parts }, (_, part) => new Set(now.flatMap((one, unit) => (one === part ? [unit] : []))))
  const loads = loadsOf(ground, partOf, parts)
  /** of all borders between parts, what follows no line, and how often each compound is run through */
  let astray = 0
  const cuts = new Map<number, number>()
  const count = (border: UnitBorder, times: 1 | -1): void => {
    astray += times * (border.length - border.alongLine)
    for (const compound of border.compounds) {
      const left = (cuts.get(compound) ?? 0) + times
      if (left > 0) cuts.set(compound, left)
      else cuts.delete(compound)
    }
  }
  for (const border of borders) if (now[border.a] !== now[border.b]) count(border, 1)
  const move = (unit: number, to: number): void => {
    const from = now[unit] ?? 0
    for (const { other, border } of beside(unit)) {
      if (now[other] === from) count(border, 1)
      else if (now[other] === to) count(border, -1)
    }
    const { load } = units[unit] ?? { load: 0 }
    loads[from] = (loads[from] ?? 0) - load
    loads[to] = (loads[to] ?? 0) + load
    members[from]?.delete(unit)
    members[to]?.add(unit)
    now[unit] = to
  }
  const badness = (): number => {
    const uneven = loads.reduce((sum, load) => sum + (Math.abs(load - mean) / mean) ** NORM, 0) ** (1 / NORM)
    return uneven + cutting * (cuts.size / parts + astray / length)
  }
  const isWhole = (part: number): boolean => {
    const [start] = members[part] ?? []
    if (start === undefined) return false
    const open = [start]
    const seen = new Set(open)
    for (let unit = open.pop(); unit !== undefined; unit = open.pop())
      for (const { other } of beside(unit)) {
        if (now[other] !== part || seen.has(other)) continue
        seen.add(other)
        open.push(other)
      }
    return seen.size === members[part]?.size
  }
  /** Units of a part that lie beside another, those at several borders several times. */
  const besidePart = (part: number, other: number): number[] =>
    [...(members[part] ?? [])].flatMap((unit) => beside(unit).flatMap((next) => (now[next.other] === other ? [unit] : [])))

  let held = badness()
  let best = { badness: held, partOf: [...now] }
  for (let k = 0; k < TRIES; k++) {
    const { a, b } = random.pick(borders)
    const [unit, other] = random.chance(0.5) ? [a, b] : [b, a]
    const [from, to] = [now[unit] ?? 0, now[other] ?? 0]
    if (from === to) continue
    const coming = random.chance(0.5) ? besidePart(to, from) : []
    const back = coming.length > 0 ? random.pick(coming) : null
    move(unit, to)
    if (back !== null) move(back, from)
    const after = badness()
    const warmth = WARM * (COLD / WARM) ** (k / TRIES)
    const isTaken = (after <= held || random.chance(Math.exp((held - after) / warmth))) && isWhole(from) && isWhole(to)
    if (!isTaken) {
      move(unit, from)
      if (back !== null) move(back, to)
      continue
    }
    held = after
    if (held < best.badness) best = { badness: held, partOf: [...now] }
  }
  return best.partOf
}
