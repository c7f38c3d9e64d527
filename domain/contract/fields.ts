// Schemas that several operations share: codes, boxes, dates, pages, rates, GeoJSON.
import { z } from 'zod'
import { bordersBases } from '../metrics/borders-basis.ts'

export const SubdistrictCode = z.string().regex(/^\d{9}$/, 'nine digits')
export const GridCode = z.string().regex(/^\d{15}$/, 'fifteen digits')
export const CommunityCode = z.string().regex(/^\d{12}$/, 'twelve digits')
/** Two centuries are enough for a register, and few enough that a day before or after them is still a date everywhere. */
export const CalendarDate = z.iso
  .date()
  .refine((day) => day >= '1900-01-01' && day <= '2199-12-31', 'a day from 1900-01-01 to 2199-12-31')
  .describe('YYYY-MM-DD, in the sub-district’s own time (UTC+8)')
export const Instant = z.iso.datetime({ offset: true })
export const RowId = z.coerce.number().int().positive()

/** `west,south,east,north` in degrees, at most one degree wide: a sub-district is a few kilometres. */
export const Bbox = z
  .string()
  .transform((text, context): readonly [number, number, number, number] => {
    const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN, ...rest] = text
      .split(',')
      .map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
    const inside = Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90
    if (rest.length > 0 || !inside || west >= east || south >= north) {
      context.addIssue({ code: 'custom', message: 'expected west,south,east,north in degrees with west < east and south < north' })
      return z.NEVER
    }
    return [west, south, east, north]
  })
  .describe('west,south,east,north in degrees')
export type BboxValue = z.output<typeof Bbox>

/** Which sub-district is meant: the caller's own, named or not. */
export const Tenant = z.object({ subdistrict: SubdistrictCode.optional() })

/** Keyset paging: `after` is the `next` of the page before. */
export const Page = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: z.string().max(200).optional().describe('the `next` of the page before'),
})

/** A comma-separated list of words from a closed set. */
export const listOf = <T extends string>(allowed: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(allowed)).min(1).max(allowed.length))

/** On whose borders figures over time by grid stand (domain/metrics/borders-basis.ts). */
export const BordersBasis = z
  .enum(bordersBases)
  .describe(
    'recomputed: borders came in force in these days, and all is counted on those of today; ofTheDay: each day is told on its own borders',
  )

/** A share is always sent with what it is a share of. Denominator 0 is shown as “—”. */
export const Rate = z.object({ numerator: z.number().int(), denominator: z.number().int(), asOf: Instant })
export type Rate = z.infer<typeof Rate>

const Position = z.array(z.number()).min(2).max(3)
const Ring = z.array(Position)
export const PointGeometry = z.object({ type: z.literal('Point'), coordinates: Position })
export const LineGeometry = z.object({ type: z.literal('LineString'), coordinates: z.array(Position) })
export const AreaGeometry = z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) })

export const featureOf = <G extends z.ZodType, P extends z.ZodType>(geometry: G, properties: P) =>
  z.object({ type: z.literal('Feature'), id: z.union([z.string(), z.number()]), geometry, properties })

/** A GeoJSON page: RFC 7946 plus when the data was read and where the next page starts. */
export const featurePage = <F extends z.ZodType>(feature: F) =>
  z.object({ type: z.literal('FeatureCollection'), features: z.array(feature), asOf: Instant, next: z.string().nullable() })

/** A count of people that could point at one of them is not told exactly (DOMAIN g.2). */
export const SmallCount = z.union([z.number().int(), z.literal('<3')])
export type SmallCount = z.infer<typeof SmallCount>
/** A rate of so few that its parts may not be told. */
export const ToldRate = z.object({ numerator: SmallCount, denominator: SmallCount, asOf: Instant })

/** A node of the grid tree: the nine digits of the whole sub-district, or the fifteen of a grid of any level. */
export const ScopeNode = z.union([SubdistrictCode, GridCode])
