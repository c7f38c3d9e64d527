/**
 * Merging small pieces of ground into a given number of regions of even load.
 *
 *      ┌──┬──┬──┬──┐            ┌─────┬─────┐
 *      │ 3│ 2│ 4│ 1│   2 of →   │  5  │  5  │     load: what is to be balanced, e.g. households
 *      └──┴──┴──┴──┘            └─────┴─────┘     ease: how willingly two neighbours join, 0 = never (a river)
 *
 * 1. Again and again the region with the least load joins the neighbour with the best score
 *    (easy border, compact outcome, not too heavy) until the wanted number is left.
 * 2. Pieces on borders then change sides as long as that evens the loads or straightens the borders
 *    and leaves their old region in one piece.
 */
export interface MergePiece {
  readonly load: number
  readonly area: number
  readonly perimeter: number
}

export interface MergeBorder {
  readonly a: number
  readonly b: number
  readonly length: number
  /** length weighted by how permeable the border is */
  readonly ease: number
}

interface Region {
  load: number
  area: number
  perimeter: number
  readonly pieces: number[]
  readonly borders: Map<number, { length: number; ease: number }>
}

/** Region number (0…count−1) of every piece; fewer merges when pieces lie in more than `count` unconnected parts. */
export function mergeRegions(pieces: readonly MergePiece[], borders: readonly MergeBorder[], count: number): number[] {
  const target = pieces.reduce((sum, { load }) => sum + load, 0) / count
  const regions = new Map<number, Region>(
    pieces.map(({ load, area, perimeter }, i) => [i, { load, area, perimeter, pieces: [i], borders: new Map() }]),
  )
  for (const { a, b, length, ease } of borders) {
    if (ease <= 0) continue
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = regions.get(from)?.borders.get(to) ?? { length: 0, ease: 0 }
      regions.get(from)?.borders.set(to, { length: known.length + length, ease: known.ease + ease })
    }
  }
  while (regions.size > count) if (!mergeLightest(regions, target)) break

  const regionOf = new Array<number>(pieces.length).fill(0)
  for (const [r, region] of [...regions.values()].entries()) for (const piece of region.pieces) regionOf[piece] = r
  evenOut(pieces, borders, regionOf, target)
  return regionOf
}

function mergeLightest(regions: Map<number, Region>, target: number): boolean {
  const byLoad = [...regions.entries()].filter(([, region]) => region.borders.size > 0)
  let lightest = byLoad[0]
  for (const entry of byLoad) if (lightest === undefined || entry[1].load < lightest[1].load) lightest = entry
  if (lightest === undefined) return false
  const [id, region] = lightest
  let best = -1
  let bestScore = -Infinity
  for (const [otherId, border] of region.borders) {
    const other = regions.get(otherId)
    if (other === undefined) continue
    const area = region.area + other.area
    const perimeter = region.perimeter + other.perimeter - 2 * border.length
    const compact = (4 * Math.PI * area) / (perimeter * perimeter)
    const over = Math.max(0, (region.load + other.load) / target - 1)
    const score = ((border.ease / region.perimeter) * (0.15 + compact)) / (1 + 60 * over * over)
    if (score > bestScore) {
      best = otherId
      bestScore = score
    }
  }
  const other = regions.get(best)
  if (other === undefined) return false
  absorb(regions, best, other, id, region)
  return true
}

function absorb(regions: Map<number, Region>, keptId: number, kept: Region, goneId: number, gone: Region): void {
  const between = kept.borders.get(goneId)?.length ?? 0
  kept.load += gone.load
  kept.area += gone.area
  kept.perimeter += gone.perimeter - 2 * between
  kept.pieces.push(...gone.pieces)
  kept.borders.delete(goneId)
  for (const [otherId, border] of gone.borders) {
    if (otherId === keptId) continue
    const known = kept.borders.get(otherId) ?? { length: 0, ease: 0 }
    const joint = { length: known.length + border.length, ease: known.ease + border.ease }
    kept.borders.set(otherId, joint)
    regions.get(otherId)?.borders.delete(goneId)
    regions.get(otherId)?.borders.set(keptId, joint)
  }
  regions.delete(goneId)
}

/** Weight of border ease against squared relative load error. */
const BORDER_WEIGHT = 0.18
const PASSES = 14

function evenOut(pieces: readonly MergePiece[], borders: readonly MergeBorder[], regionOf: number[], target: number): void {
  const near: { other: number; ease: number }[][] = pieces.map(() => [])
  let easeSum = 0
  for (const { a, b, ease } of borders) {
    if (ease <= 0) continue
    near[a]?.push({ other: b, ease })
    near[b]?.push({ other: a, ease })
    easeSum += ease
  }
  const easeScale = (2 * easeSum) / Math.max(1, pieces.length)
  const loads = new Map<number, number>()
  for (const [i, { load }] of pieces.entries()) loads.set(regionOf[i] ?? 0, (loads.get(regionOf[i] ?? 0) ?? 0) + load)
  const cost = (load: number) => ((load - target) / target) ** 2
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = false
    for (const [i, piece] of pieces.entries()) {
      const from = regionOf[i] ?? 0
      const easeTo = new Map<number, number>()
      for (const { other, ease } of near[i] ?? []) {
        const r = regionOf[other] ?? 0
        easeTo.set(r, (easeTo.get(r) ?? 0) + ease)
      }
      let best = from
      let bestGain = 1e-6
      for (const [to, ease] of easeTo) {
        if (to === from) continue
        const [a, b] = [loads.get(from) ?? 0, loads.get(to) ?? 0]
        const gain =
          cost(a) + cost(b) - cost(a - piece.load) - cost(b + piece.load) + (BORDER_WEIGHT * (ease - (easeTo.get(from) ?? 0))) / easeScale
        if (gain > bestGain) {
          best = to
          bestGain = gain
        }
      }
      if (best === from || !staysWhole(i, from, near, regionOf)) continue
      regionOf[i] = best
      loads.set(from, (loads.get(from) ?? 0) - piece.load)
      loads.set(best, (loads.get(best) ?? 0) + piece.load)
      moved = true
    }
    if (!moved) return
  }
}

/** Is the region still connected, and not empty, without the piece? */
function staysWhole(piece: number, region: number, near: readonly (readonly { other: number }[])[], regionOf: readonly number[]): boolean {
  const inside = (near[piece] ?? []).flatMap(({ other }) => (regionOf[other] === region ? [other] : []))
  const [first] = inside
  if (first === undefined) return false
  const seen = new Set<number>([piece, first])
  const open = [first]
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const { other } of near[here] ?? []) {
      if (regionOf[other] !== region || seen.has(other)) continue
      seen.add(other)
      open.push(other)
    }
  }
  return inside.every((other) => seen.has(other))
}
