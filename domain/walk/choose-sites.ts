// Where next: k sites out of candidates. Both questions are one: what a set of sites is worth is, for each building, the best that any of the set
// does for it. Covering (Church and ReVelle, 1974): worth its households, if it was beyond the circle and is inside now. Mean walk (Hakimi,
// 1964, the p-median): worth the metres it is spared, times its households. Such a worth grows less the more there is already (submodular), so
//
//   best of k  ≤  worth(S) + the k largest gains that single sites still offer beyond S          for every S
//
// (Nemhauser, Wolsey and Fisher, 1978; as a bound after the fact: Leskovec et al., 2007). Greedy choice, then exchanges while one helps; the bound is
// taken over all sets that were met on the way. Few candidates are tried exhaustively, and then the bound is the worth itself.
export type Candidate = {
  readonly id: number
  /** In metres of a plane, for the distance that sites must keep from each other. */
  readonly x: number
  readonly y: number
  /** Buildings by number, and what this site is worth to each. */
  readonly demands: Uint32Array
  readonly worth: Float64Array
}

export type Choice = {
  /** In the order of choice, each with what it added then. */
  readonly sites: readonly { readonly id: number; readonly gain: number }[]
  readonly worth: number
  /** No choice of as many sites is worth more than this. */
  readonly bound: number
  readonly exact: boolean
}

type Options = {
  readonly count: number
  /** Sites must lie this far from each other and from `fixed`, straight. */
  readonly apartMetres?: number
  readonly fixed?: readonly { readonly x: number; readonly y: number }[]
}

/** So many sets at most are tried one by one. */
const mostSets = 3000
const little = 1e-9

export function chooseSites(all: readonly Candidate[], { count, apartMetres = 0, fixed = [] }: Options): Choice {
  const apart = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y) >= apartMetres
  const candidates = all.filter((one) => fixed.every((there) => apart(one, there))).toSorted((a, b) => a.id - b.id)
  const fits = (chosen: readonly Candidate[], one: Candidate) => chosen.every((there) => there === one || apart(there, one))
  const wanted = Math.min(count, candidates.length)
  const { compact, size } = onlyReached(candidates)
  if (wanted <= 0) return { sites: [], worth: 0, bound: 0, exact: true }
  const search = setsOf(compact.length, wanted) <= mostSets ? everySet : greedyAndExchange
  const found = search(compact, wanted, size, fits)
  return { ...found, sites: inOrder(found.chosen, size) }
}

/** The same candidates with the buildings that any of them reaches numbered anew: most are reached by none. */
function onlyReached(candidates: readonly Candidate[]) {
  const places = new Map<number, number>()
  const compact = candidates.map((one) => ({
    ...one,
    demands: one.demands.map((demand) => {
      const place = places.get(demand) ?? places.size
      places.set(demand, place)
      return place
    }),
  }))
  return { compact, size: places.size }
}

type Found = { readonly chosen: readonly Candidate[]; readonly worth: number; readonly bound: number; readonly exact: boolean }
type Fits = (chosen: readonly Candidate[], one: Candidate) => boolean

function setsOf(n: number, k: number): number {
  let sets = 1
  for (let i = 0; i < k; i++) sets = (sets * (n - i)) / (i + 1)
  return sets
}

/** What the chosen are worth to each building. */
function bestOf(chosen: readonly Candidate[], demands: number): Float64Array {
  const best = new Float64Array(demands)
  for (const { demands: reached, worth } of chosen)
    for (let i = 0; i < reached.length; i++) best[reached[i] ?? 0] = Math.max(best[reached[i] ?? 0] ?? 0, worth[i] ?? 0)
  return best
}
const sumOf = (best: Float64Array): number => best.reduce((sum, value) => sum + value, 0)
export const worthOf = (chosen: readonly Candidate[], demands: number): number => sumOf(bestOf(chosen, demands))

function gainOf({ demands: reached, worth }: Candidate, best: Float64Array): number {
  let gain = 0
  for (let i = 0; i < reached.length; i++) gain += Math.max(0, (worth[i] ?? 0) - (best[reached[i] ?? 0] ?? 0))
  return gain
}

/** What no set of so many sites can pass, seen from this one. */
function boundFrom(best: Float64Array, candidates: readonly Candidate[], count: number): number {
  const gains = candidates.map((one) => gainOf(one, best)).sort((a, b) => b - a)
  return sumOf(best) + gains.slice(0, count).reduce((sum, gain) => sum + gain, 0)
}

function greedyAndExchange(candidates: readonly Candidate[], count: number, demands: number, fits: Fits): Found {
  let chosen: Candidate[] = []
  let bound = boundFrom(new Float64Array(demands), candidates, count)
  while (chosen.length < count) {
    const best = bestOf(chosen, demands)
    bound = Math.min(bound, boundFrom(best, candidates, count))
    const next = pick(candidates, (one) => (chosen.includes(one) || !fits(chosen, one) ? -1 : gainOf(one, best)))
    if (next === undefined) break
    chosen.push(next)
  }
  for (let round = 0; round < 50; round++) {
    const better = exchange(chosen, candidates, demands, fits)
    if (better === undefined) break
    chosen = better
    bound = Math.min(bound, boundFrom(bestOf(chosen, demands), candidates, count))
  }
  const worth = worthOf(chosen, demands)
  return { chosen, worth, bound: Math.max(worth, bound), exact: bound - worth <= little }
}

function pick<T>(from: readonly T[], score: (one: T) => number): T | undefined {
  let [best, most]: [T | undefined, number] = [undefined, -little]
  for (const one of from) {
    const value = score(one)
    if (value > most + little) [best, most] = [one, value]
  }
  return most < 0 ? undefined : best
}

/** The first site, in the order of choice, that is better given up for another, and for which. */
function exchange(chosen: readonly Candidate[], candidates: readonly Candidate[], demands: number, fits: Fits): Candidate[] | undefined {
  const present = worthOf(chosen, demands)
  for (const [at] of chosen.entries()) {
    const rest = chosen.filter((_, index) => index !== at)
    const best = bestOf(rest, demands)
    const base = sumOf(best)
    const other = pick(candidates, (one) => (chosen.includes(one) || !fits(rest, one) ? -1 : gainOf(one, best)))
    if (other !== undefined && base + gainOf(other, best) > present + 1e-6) return [...rest, other]
  }
  return undefined
}

function everySet(candidates: readonly Candidate[], count: number, demands: number, fits: Fits): Found {
  let [chosen, worth]: [readonly Candidate[], number] = [[], -1]
  const grow = (set: readonly Candidate[], from: number): void => {
    if (set.length > 0) {
      const value = worthOf(set, demands)
      // with sites kept apart, fewer may be all there is room for
      if (value > worth + little) [chosen, worth] = [set, value]
    }
    if (set.length === count) return
    for (let i = from; i < candidates.length; i++) {
      const one = candidates[i]
      if (one !== undefined && fits(set, one)) grow([...set, one], i + 1)
    }
  }
  grow([], 0)
  return { chosen, worth, bound: worth, exact: true }
}

/** The most useful first, each with what it adds to those before it. */
function inOrder(chosen: readonly Candidate[], demands: number): readonly { id: number; gain: number }[] {
  const left = [...chosen]
  const sites: { id: number; gain: number }[] = []
  const taken: Candidate[] = []
  while (left.length > 0) {
    const best = bestOf(taken, demands)
    const next = pick(left, (one) => gainOf(one, best)) ?? (left[0] as Candidate)
    sites.push({ id: next.id, gain: gainOf(next, best) })
    taken.push(next)
    left.splice(left.indexOf(next), 1)
  }
  return sites
}
