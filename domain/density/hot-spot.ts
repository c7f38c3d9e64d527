// Which places have more issues lately than their own past makes likely.
//
// Statistic. A place had b issues in the past days and r in the recent ones. If its rate had not changed, each of the n = b + r issues falls into the
// recent days with the same probability p, whatever the rate is: r is binomial (n, p). The chance of the place is P(X ≥ r), X ~ B(n, p). This is the
// conditional test for two Poisson counts (J. Przyborowski, H. Wilenski, Biometrika 31, 1940). p is the recent days' share of all days, or the recent
// issues' share of all issues of the sub-district where that is more: a week that is busy everywhere makes no place special (the time margin of
// the space-time permutation scan, M. Kulldorff and others, PLoS Medicine 2(3), 2005).
// Many places are looked at, so those are listed whose chances pass the step-up rule of Y. Benjamini and Y. Hochberg (JRSS B 57, 1995): at
// most this share of the places listed is expected there by accident, and where nothing changed anywhere a list is not empty with at most this
// probability. A place needs three recent issues.
// Issues come in bursts: one leak, five reports. So the counts are divided by how much more they vary than Poisson counts, the quasi-Poisson
// dispersion (P. McCullagh, J. A. Nelder, Generalized Linear Models, 1989, ch. 4 and 6), taken from all places at once: if u and v are
// the counts of the two halves of the past, Poisson counts have (u − v)² = u + v on average, and the dispersion is Σ (u − v)² / Σ (u + v), at least 1.
//
// Example: u = v = 6 in 42 days each, r = 6 in 7 days, dispersion 1: b = 12, n = 18, p = 1/13; P(X ≥ 6) = 0.0017.

export const recentDays = 7
/** Twelve weeks, so that every day of the week is in both parts equally. */
export const pastDays = 84
export const falseDiscoveryRate = 0.05
export const fewestRecent = 3

/** Issues in the earlier and the later half of the past days, and in the recent ones. */
export type PlaceCounts = { readonly earlier: number; readonly later: number; readonly recent: number }
export type Hot<P> = P & { readonly expected: number; readonly chance: number }

/** P(X ≥ least) for X ~ B(count, probability); terms by the ratio of one to the next, in logarithms to start with. */
export function binomialTail(count: number, probability: number, least: number): number {
  if (least <= 0) return 1
  if (least > count) return 0
  const odds = probability / (1 - probability)
  let logarithm = count * Math.log(1 - probability)
  for (let k = 0; k < least; k++) logarithm += Math.log(((count - k) / (k + 1)) * odds)
  let term = Math.exp(logarithm)
  let sum = 0
  for (let k = least; k <= count && term > sum * 1e-17; k++) {
    sum += term
    term *= ((count - k) / (k + 1)) * odds
  }
  return Math.min(1, sum)
}

/** How much more the counts of all places vary than Poisson counts would. */
export function dispersionOf(places: readonly PlaceCounts[]): number {
  let [squares, sums] = [0, 0]
  for (const { earlier, later } of places) {
    squares += (earlier - later) ** 2
    sums += earlier + later
  }
  return sums === 0 ? 1 : Math.max(1, squares / sums)
}

/** The places that are hot, most unlikely first. `places` are all that have any issue in either part. */
export function hotSpots<P extends PlaceCounts>(places: readonly P[]): Hot<P>[] {
  const recent = places.reduce((sum, place) => sum + place.recent, 0)
  const all = places.reduce((sum, place) => sum + place.earlier + place.later + place.recent, 0)
  if (all === 0) return []
  const share = Math.min(0.999, Math.max(recentDays / (recentDays + pastDays), recent / all))
  const dispersion = dispersionOf(places)
  const tried = places
    .map((place) => {
      const past = place.earlier + place.later
      const ours = Math.floor(place.recent / dispersion)
      const chance = binomialTail(Math.round(past / dispersion) + ours, share, ours)
      return { ...place, expected: (past * share) / (1 - share), chance }
    })
    .sort((a, b) => a.chance - b.chance || b.recent - a.recent)
  let last = -1
  for (const [rank, { chance }] of tried.entries()) if (chance <= ((rank + 1) / tried.length) * falseDiscoveryRate) last = rank
  return tried.slice(0, last + 1).filter((place) => place.recent >= fewestRecent)
}
