// GeoJSON answers: a row of the database becomes a feature, rows become a page that says where the next one starts.
import type { Rate } from '#contract/fields.ts'

export const feature = <Id extends string | number, G, P>(id: Id, geometry: G, properties: P) => ({
  type: 'Feature' as const,
  id,
  geometry,
  properties,
})

/** `fetched` holds one row more than `limit` when there is a next page, which starts after the key of the last row kept. */
export function page<R, F>(fetched: readonly R[], limit: number, now: Date, keyOf: (row: R) => string, toFeature: (row: R) => F) {
  const kept = fetched.slice(0, limit)
  const last = kept[kept.length - 1]
  return {
    type: 'FeatureCollection' as const,
    features: kept.map(toFeature),
    asOf: now.toISOString(),
    next: fetched.length > limit && last !== undefined ? keyOf(last) : null,
  }
}

export const rate = (numerator: number, denominator: number, now: Date): Rate => ({ numerator, denominator, asOf: now.toISOString() })
