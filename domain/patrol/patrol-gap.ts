// patrolGap (DOMAIN d): the longest interval without a pass, per segment of a route, in a period. The period's own ends are ends of intervals: a
// segment that nobody passed has the whole period.
//
//   from ──────●────────────────●──── to        passes ●, the gap is the one in the middle
export type Gap = { readonly from: number; readonly to: number }

/** `passes`: instants in milliseconds, in any order; those outside of the period do not count. */
export function longestGap(passes: readonly number[], from: number, to: number): Gap {
  let longest: Gap = { from, to: from }
  let last = from
  for (const pass of [...passes.filter((one) => one >= from && one <= to).sort((a, b) => a - b), to]) {
    if (pass - last > longest.to - longest.from) longest = { from: last, to: pass }
    last = pass
  }
  return longest
}

/** One per segment; `runs` holds when each run passed each segment. */
export const gapsOfSegments = (segments: number, runs: readonly (readonly (number | null)[])[], from: number, to: number): Gap[] =>
  Array.from({ length: segments }, (_, segment) =>
    longestGap(
      runs.flatMap((passes) => passes[segment] ?? []),
      from,
      to,
    ),
  )
