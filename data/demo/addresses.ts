/** House numbers: odd on the left of a street, even on its right, counted along it. */
import Flatbush from 'flatbush'
import type { XY } from '#domain/geo/local-plane.ts'
import { alongSegment, distance, footOnSegment, turn } from '#domain/geo/segment.ts'
import type { Name } from './names.ts'
import type { Street } from './streets.ts'

export interface Address {
  readonly street: Name
  readonly number: number
}

interface Piece {
  readonly street: Street
  readonly a: XY
  readonly b: XY
  /** metres from the start of the street's line */
  readonly from: number
}

/** The address of every place, in the order of the places. */
export function addressesOf(places: readonly XY[], streets: readonly Street[]): Address[] {
  const pieces = piecesOf(streets)
  const index = new Flatbush(pieces.length)
  for (const { a, b } of pieces) index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index.finish()
  const fronts = places.map((p, place) => ({ place, ...frontOf(p, pieces, index) }))
  const addresses: Address[] = []
  const last = new Map<string, number>()
  const inOrder = [...fronts].sort((m, n) => m.along - n.along || m.place - n.place)
  for (const { place, street, along, left } of inOrder) {
    const key = `${street.zh}:${left}`
    // One number for every fourteen metres of frontage, and never one twice.
    const byLength = 2 * Math.floor(along / 14) + (left ? 1 : 2)
    const number = Math.max(byLength, (last.get(key) ?? -2) + 2)
    last.set(key, number)
    addresses[place] = { street, number }
  }
  return addresses
}

function piecesOf(streets: readonly Street[]): Piece[] {
  const walked = new Map<string, number>()
  return streets.flatMap((street) => {
    if (street.name.zh === '' || street.bridge) return []
    return street.points.slice(1).map(({ p: b }, i): Piece => {
      const a = street.points[i]?.p ?? b
      const from = walked.get(street.name.zh) ?? 0
      walked.set(street.name.zh, from + distance(a, b))
      return { street, a, b, from }
    })
  })
}

function frontOf(p: XY, pieces: readonly Piece[], index: Flatbush): { street: Name; along: number; left: boolean } {
  let best: { piece: Piece; t: number } | null = null
  let nearest = Infinity
  for (const reach of [80, 300, 6000]) {
    for (const i of index.search(p[0] - reach, p[1] - reach, p[0] + reach, p[1] + reach).sort((m, n) => m - n)) {
      const piece = pieces[i]
      if (piece === undefined) continue
      const t = footOnSegment(p, piece.a, piece.b)
      const metres = distance(p, alongSegment(piece.a, piece.b, t))
      if (metres < nearest) {
        nearest = metres
        best = { piece, t }
      }
    }
    if (nearest <= reach) break
  }
  if (best === null) return { street: { zh: '', en: '' }, along: 0, left: true }
  const { piece, t } = best
  return { street: piece.street.name, along: piece.from + t * distance(piece.a, piece.b), left: turn(piece.a, piece.b, p) > 0 }
}
