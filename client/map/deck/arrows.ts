// Marks of direction along a line: a position and a bearing every so many metres, the first half a step from the start.
// Example: a line of 250 m with steps of 100 m has marks at 50, 150 and 250 m.

export type LngLat = readonly [number, number]
export type Mark = { readonly position: LngLat /** Degrees, counter-clockwise from east, as deck.gl turns text. */; readonly angle: number }

const metresPerDegree = 111_320

export function marksAlong(line: readonly LngLat[], stepMetres: number): readonly Mark[] {
  const marks: Mark[] = []
  const [first] = line
  if (first === undefined || stepMetres <= 0) return marks
  const shrink = Math.cos((first[1] * Math.PI) / 180)
  let untilNext = stepMetres / 2
  let from = first
  for (const to of line.slice(1)) {
    const dx = (to[0] - from[0]) * metresPerDegree * shrink
    const dy = (to[1] - from[1]) * metresPerDegree
    const length = Math.hypot(dx, dy)
    const angle = (Math.atan2(dy, dx) * 180) / Math.PI
    while (length > 0 && untilNext <= length) {
      const share = untilNext / length
      marks.push({ position: [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share], angle })
      untilNext += stepMetres
    }
    untilNext -= length
    from = to
  }
  return marks
}
