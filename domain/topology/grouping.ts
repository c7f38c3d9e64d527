/** Things that hang together: joined two by two, asked for one by one (union–find). Things of one group have the same answer. */
export type Grouping = {
  /** The one that stands for the group of a thing; the thing itself while nothing was joined to it. */
  readonly groupOf: (thing: number) => number
  readonly join: (a: number, b: number) => void
}

export function grouping(): Grouping {
  const above = new Map<number, number>()
  const groupOf = (thing: number): number => {
    let top = thing
    for (let next = above.get(top) ?? top; next !== top; next = above.get(top) ?? top) top = next
    above.set(thing, top)
    return top
  }
  return { groupOf, join: (a, b) => above.set(groupOf(a), groupOf(b)) }
}
