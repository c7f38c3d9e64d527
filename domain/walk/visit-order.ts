// In which order to go from door to door. The shortest round without a return is the path version of the travelling salesman; nearest neighbour from
// every door, each improved by 2-opt (Croes, 1958), is close to it for as many doors as somebody visits in an afternoon.

/** Doors that one list takes. */
export const mostVisits = 60

export type VisitOrder = {
  /** Indexes of the doors, first to last; each once. */
  readonly order: readonly number[]
  /** The sum of the ways between them. */
  readonly metres: number
}

const lengthOf = (order: readonly number[], metres: readonly (readonly number[])[]): number => {
  let sum = 0
  for (let at = 1; at < order.length; at++) sum += metres[order[at - 1] as number]?.[order[at] as number] ?? Infinity
  return sum
}

function nearestNext(start: number, metres: readonly (readonly number[])[]): number[] {
  const order = [start]
  const left = new Set(metres.keys())
  left.delete(start)
  while (left.size > 0) {
    const here = metres[order.at(-1) as number] ?? []
    let [best, way] = [-1, Infinity]
    for (const door of left) {
      const there = here[door] ?? Infinity
      if (best < 0 || there < way) [best, way] = [door, there]
    }
    order.push(best)
    left.delete(best)
  }
  return order
}

/** Turns stretches round while that makes the path shorter. Ways up and down a slope may differ, so the whole path is measured. */
function turned(order: readonly number[], metres: readonly (readonly number[])[], fixedStart: boolean): VisitOrder {
  let [best, length] = [[...order], lengthOf(order, metres)]
  for (let improved = true; improved; ) {
    improved = false
    for (let from = fixedStart ? 1 : 0; from < best.length - 1; from++)
      for (let to = from + 1; to < best.length; to++) {
        const next = [...best.slice(0, from), ...best.slice(from, to + 1).reverse(), ...best.slice(to + 1)]
        const shorter = lengthOf(next, metres)
        if (shorter >= length - 1e-9) continue
        ;[best, length, improved] = [next, shorter, true]
      }
  }
  return { order: best, metres: length }
}

/** `metres[a][b]` is the way from door a to door b, Infinity where there is none. With `start` the path begins at that door. */
export function visitOrder(metres: readonly (readonly number[])[], start?: number): VisitOrder {
  if (metres.length === 0) return { order: [], metres: 0 }
  const starts = start === undefined ? [...metres.keys()] : [start]
  return starts
    .map((door) => turned(nearestNext(door, metres), metres, start !== undefined))
    .reduce((best, one) => (one.metres < best.metres ? one : best))
}
