// Counts of people that may be suppressed: below three they are not told exactly (one or two, never nothing).
//   sum of 5, 8          → 13
//   sum of 5, "<3", "<3" → about 8: each hidden count is taken as one and a half
import type { SmallCount } from '#contract/fields.ts'

export type Count = SmallCount | { readonly about: number }

const hiddenMean = 1.5

export function sumOfCounts(counts: readonly SmallCount[]): Count {
  const known = counts.reduce<number>((sum, count) => sum + (count === '<3' ? 0 : count), 0)
  const hidden = counts.filter((count) => count === '<3').length
  if (hidden === 0) return known
  return counts.length === 1 ? '<3' : { about: Math.round(known + hidden * hiddenMean) }
}
