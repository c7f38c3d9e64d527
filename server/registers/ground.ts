// Where geometries of a register lie: looked at through the caller's scope, many of them in one statement.
import { z } from 'zod'
import { AreaGeometry, PointGeometry } from '#contract/fields.ts'
import type { RowProblem } from '#domain/registers/register-file.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { holdBorders } from '../db/record-issue.ts'
import { type PlaceKind, type PlaceRecord, registers } from './records.ts'

export type Geometry = NonNullable<PlaceRecord['geometry']>
const mostPoints = 5000
const leastArea = 4

type GroundProblem = Extract<
  RowProblem,
  'outlineBroken' | 'outlineCrosses' | 'outlineTooLarge' | 'outlineTooSmall' | 'outsideSubdistrict' | 'outsideGround'
>
export type Ground =
  | { readonly ok: false; readonly problem: GroundProblem; readonly said: string }
  /** `gridCode`: the level-3 grid under its middle, null where there are no grids. `geometry`: as it is kept, on the lattice. */
  | { readonly ok: true; readonly gridCode: string | null; readonly geometry: Geometry }

const off = (problem: GroundProblem, said: string): Ground => ({ ok: false, problem, said })

/** What a database would not read: said with the place in the geometry. */
function flawOf(geometry: Geometry): string | null {
  const rings = geometry.type === 'Point' ? [] : geometry.coordinates.flat()
  const points = geometry.type === 'Point' ? [geometry.coordinates] : rings.flat()
  const wrong = points.find(([lng = Number.NaN, lat = Number.NaN]) => !(Math.abs(lng) <= 180 && Math.abs(lat) <= 90))
  if (wrong !== undefined) return `${wrong.join(', ')} is no longitude and latitude`
  if (points.length > mostPoints) return `more than ${mostPoints} points`
  if (geometry.type !== 'Point' && rings.length === 0) return 'nothing in it'
  const open = rings.findIndex((ring) => ring.length < 4 || String(ring[0]?.slice(0, 2)) !== String(ring.at(-1)?.slice(0, 2)))
  return open < 0 ? null : `ring ${open} is not closed, or has fewer than four points`
}

const GroundRow = z.object({
  at: z.number(),
  problem: z.string().nullable(),
  area: z.number(),
  gridCode: z.string().nullable(),
  whole: z.boolean(),
  near: z.boolean(),
  geometry: z.union([AreaGeometry, PointGeometry]).nullable(),
})

/**
 * Looks at geometries, in the order given: valid on the lattice of 1e-7 degrees, not larger than their kind may be, on ground that the caller's
 * grids reach, which stays theirs until the transaction ends.
 */
export async function groundsOf(
  db: Queryable,
  subdistrict: string,
  kind: PlaceKind,
  geometries: readonly Geometry[],
  today: string,
): Promise<readonly Ground[]> {
  await holdBorders(db, subdistrict)
  const flaws = geometries.map(flawOf)
  const sound = geometries.flatMap((geometry, at) => (flaws[at] === null ? [{ at, geometry }] : []))
  const looked = await rows(
    db,
    GroundRow,
    `with given as materialized (
       select (one ->> 'at')::int as at, ST_SnapToGrid(ST_SetSRID(ST_GeomFromGeoJSON(one ->> 'geometry'), 4326), 1e-7) as geom
       from jsonb_array_elements($2::jsonb) one
     )
     select g.at, case when not ST_IsValid(g.geom) then ST_IsValidReason(g.geom) when ST_IsEmpty(g.geom) then 'nothing in it' end as problem,
       coalesce(ST_Area(g.geom::geography), 0) as area, scoped.whole() as whole,
       exists (select from subdistrict s where s.subdistrict_code = $1 and s.extent && g.geom) as near,
       (select grid_code from grid_at($1, $3::date, ST_PointOnSurface(g.geom))) as "gridCode",
       case when not ST_IsEmpty(g.geom) then ST_AsGeoJSON(case when ST_Dimension(g.geom) = 2 then ST_Multi(g.geom) else g.geom end, 7)::json end as geometry
     from given g`,
    [subdistrict, JSON.stringify(sound), today],
  )
  const byPlace = new Map(looked.map((one) => [one.at, one]))
  const { largest, geometry: shape } = registers[kind]
  return geometries.map((_, at): Ground => {
    const flaw = flaws[at]
    if (typeof flaw === 'string') return off('outlineBroken', flaw)
    const ground = byPlace.get(at)
    if (ground === undefined) throw new Error('a geometry was not looked at')
    const { problem, near, area, gridCode, whole, geometry } = ground
    if (problem !== null) return off(/self-intersection/i.test(problem) ? 'outlineCrosses' : 'outlineBroken', problem)
    if (geometry === null) return off('outlineBroken', 'nothing in it')
    if (!near) return off('outsideSubdistrict', 'outside of the sub-district')
    if (shape === 'area' && geometry.type !== 'Point') {
      if (area > largest) return off('outlineTooLarge', `${Math.round(area)} m², the largest ${kind} has ${largest}`)
      if (area < leastArea) return off('outlineTooSmall', `smaller than ${leastArea} m²`)
    }
    return gridCode === null && !whole ? off('outsideGround', 'not on the ground of your grids') : { ok: true, gridCode, geometry }
  })
}
