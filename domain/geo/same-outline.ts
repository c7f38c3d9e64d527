/**
 * Whether two areas are one and the same, however a program wrote them: rings may run either way, begin anywhere and come in any order.
 *
 *      A B C A   =   B C A B   =   A C B A
 */
type Rings = readonly (readonly (readonly number[])[])[]

/** The same text for the same corners. Coordinates are compared as they stand: both must be on the lattice. */
function outlineKey(polygons: readonly Rings[]): string {
  const key = (rings: Rings): string => rings.map(ringKey).sort().join(';')
  return polygons.map(key).sort().join('|')
}

function ringKey(closed: readonly (readonly number[])[]): string {
  const corners = closed.slice(0, -1).map(([x = 0, y = 0]) => `${x},${y}`)
  const first = corners.reduce((best, corner, at) => (corner < (corners[best] ?? '') ? at : best), 0)
  const forth = [...corners.slice(first), ...corners.slice(0, first)]
  const [start, ...rest] = forth
  const back = [start, ...rest.reverse()]
  return [forth.join(' '), back.join(' ')].sort()[0] ?? ''
}

export const sameOutline = (a: readonly Rings[], b: readonly Rings[]): boolean => outlineKey(a) === outlineKey(b)
