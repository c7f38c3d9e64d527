// A place by its words. Only words that are exactly those of one place are taken as found; everything else is a proposal for a person.
//   “砚溪路12号” is the address of one building                      → found
//   “幸福小区” is the name of two compounds                           → ambiguous, both are proposed
//   “砚溪路12号门口”, “砚溪路十二号”: like the words of some place     → similar, the likest are proposed
//   nothing like it                                                    → unknown

export type Place = {
  readonly kind: 'building' | 'compound'
  readonly id: number
  readonly name: string
  readonly nameEn: string
  readonly address: string
  readonly lng: number
  readonly lat: number
  /** Every way in which it is written. */
  readonly words: readonly string[]
}

export type Found =
  | { readonly match: 'exact'; readonly place: Place }
  | { readonly match: 'ambiguous' | 'similar'; readonly candidates: readonly Place[] }
  | { readonly match: 'unknown'; readonly candidates: readonly [] }

export const mostCandidates = 5
const likeEnough = 0.5
const shortestPart = 4

/** Words without blanks, signs, case and width. */
export const placeKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 200)

const pairsOf = (key: string): ReadonlySet<string> =>
  new Set(Array.from({ length: Math.max(0, key.length - 1) }, (_, i) => key.slice(i, i + 2)))

/** Answers in which place some words lie. */
export function placeFinder(places: readonly Place[]): (text: string) => Found {
  const byKey = new Map<string, Place[]>()
  for (const place of places)
    for (const key of new Set(place.words.map(placeKey))) {
      if (key === '') continue
      const present = byKey.get(key)
      if (present) present.push(place)
      else byKey.set(key, [place])
    }
  const keys = [...byKey.keys()].map((key) => ({ key, pairs: pairsOf(key) }))
  const byPair = new Map<string, number[]>()
  keys.forEach(({ pairs }, index) => {
    for (const pair of pairs) {
      const present = byPair.get(pair)
      if (present) present.push(index)
      else byPair.set(pair, [index])
    }
  })

  // how many pairs each key shares with the words that are asked for; left at zero after each question: a map made anew was half as fast
  const shared = new Uint16Array(keys.length)

  return (text) => {
    const asked = placeKey(text)
    const exact = byKey.get(asked)
    if (exact !== undefined) {
      const [place] = exact
      if (exact.length === 1 && place !== undefined) return { match: 'exact', place }
      return { match: 'ambiguous', candidates: exact.slice(0, mostCandidates) }
    }
    const pairs = pairsOf(asked)
    const touched: number[] = []
    for (const pair of pairs)
      for (const index of byPair.get(pair) ?? []) {
        const both = shared[index] ?? 0
        if (both === 0) touched.push(index)
        shared[index] = both + 1
      }
    const liked = touched.flatMap((index) => {
      const entry = keys[index]
      const both = shared[index] ?? 0
      shared[index] = 0
      if (entry === undefined) return []
      // the whole of a place's words inside longer ones counts for more than being alike: “…12号3单元门口”
      const inside = both === entry.pairs.size && entry.key.length >= shortestPart && asked.includes(entry.key)
      const alike = (2 * both) / (pairs.size + entry.pairs.size)
      return inside || alike >= likeEnough ? [{ key: entry.key, weight: inside ? 1 + entry.key.length : alike }] : []
    })
    liked.sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
    const candidates = [...new Set(liked.slice(0, mostCandidates).flatMap(({ key }) => byKey.get(key) ?? []))].slice(0, mostCandidates)
    return candidates.length > 0 ? { match: 'similar', candidates } : { match: 'unknown', candidates: [] }
  }
}
