// GET /api/v1/wall/place?grid=…   one place with what lies in it: street ▸ grid 1 ▸ 2 ▸ 3 ▸ compound ▸ building
import { z } from 'zod'
import { mostWallChildren } from '#contract/wall.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { found, refusedAt } from '../http/app-error.ts'
import { rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'

const Bbox = z.tuple([z.number(), z.number(), z.number(), z.number()])
const PlaceRow = z.object({
  kind: z.enum(['grid', 'compound', 'building']),
  key: z.string(),
  level: z.number().nullable(),
  name: z.string(),
  nameEn: z.string(),
  bbox: Bbox,
  parent: z.string().nullable(),
  residential: z.number(),
  headed: z.number(),
})
type PlaceRow = z.infer<typeof PlaceRow>
const CountsRow = z.object({
  households: z.number(),
  residents60Plus: z.number(),
  residential: z.number(),
  headed: z.number(),
  openIssues: z.number(),
})

const box = (geom: string) => `json_build_array(ST_XMin(${geom}), ST_YMin(${geom}), ST_XMax(${geom}), ST_YMax(${geom}))`
/** $1 sub-district, $2 day. Level-3 grids below a grid: the code itself, and what hangs on it. */
const below = `recursive below as (
    select $3::text as grid_code
    union all
    select v.grid_code from below join grid_boundary v
      on v.subdistrict_code = $1 and v.parent_code = below.grid_code and daterange(v.valid_from, v.valid_to) @> $2::date
  )`
const headed = `exists (select from appointment a where a.subdistrict_code = b.subdistrict_code and a.building_id = b.building_id
    and a.head_role = 'buildingHead' and a.unit_number is null and a.term_start <= $2::date and a.held_until > $2::date)`
/** `all`: also issues that may not be on a wall. */
const counts = (all: boolean, which: string, issues: string) => `select coalesce(sum(b.households), 0)::float8 as households,
    coalesce(sum(b.residents_60_plus), 0)::float8 as "residents60Plus",
    count(*) filter (where b.building_use = 'residential') as residential,
    count(*) filter (where b.building_use = 'residential' and ${headed}) as headed,
    (select count(*) from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
     where i.subdistrict_code = $1 and i.status not in ('closed', 'evaluated', 'rejected', 'merged')
       and ${all ? 'true' : 'd.on_wall'} and ${issues}) as "openIssues"
  from building b where b.subdistrict_code = $1 and ${which}`

const gridCounts = (db: Queryable, subdistrict: string, day: string, code: string | null, all: boolean) =>
  code === null
    ? maybeRow(db, CountsRow, counts(all, 'true', 'true'), [subdistrict, day])
    : maybeRow(
        db,
        CountsRow,
        `with ${below} ${counts(all, 'b.grid_code in (select grid_code from below)', 'i.grid_code in (select grid_code from below)')}`,
        [subdistrict, day, code],
      )
const compoundCounts = (db: Queryable, subdistrict: string, day: string, id: number, all: boolean) =>
  maybeRow(
    db,
    CountsRow,
    counts(
      all,
      'b.compound_id = $3::bigint',
      'i.building_id in (select o.building_id from building o where o.subdistrict_code = $1 and o.compound_id = $3::bigint)',
    ),
    [subdistrict, day, id],
  )
const buildingCounts = (db: Queryable, subdistrict: string, day: string, id: number, all: boolean) =>
  maybeRow(db, CountsRow, counts(all, 'b.building_id = $3::bigint', 'i.building_id = $3::bigint'), [subdistrict, day, id])

const gridRows = `select 'grid' as kind, g.grid_code as key, g.level::int as level, g.name, g.name_en as "nameEn", ${box('v.geom')} as bbox, v.parent_code as parent,
    coalesce(h.residential, 0) as residential, coalesce(h.headed, 0) as headed
  from grid g join grid_boundary v using (subdistrict_code, grid_code)
  left join lateral (
    select count(*) as residential, count(*) filter (where ${headed}) as headed from building b
    where b.subdistrict_code = $1 and b.building_use = 'residential'
      and case g.level when 3 then b.grid_code = g.grid_code
        when 2 then b.grid_code in (select c.grid_code from grid_boundary c where c.subdistrict_code = $1 and c.parent_code = g.grid_code)
        else b.grid_code in (select c.grid_code from grid_boundary c join grid_boundary p on p.subdistrict_code = $1 and p.grid_code = c.parent_code
          where c.subdistrict_code = $1 and p.parent_code = g.grid_code) end
  ) h on true
  where g.subdistrict_code = $1 and daterange(v.valid_from, v.valid_to) @> $2::date`
const compoundRows = `select 'compound' as kind, c.compound_id::text as key, null::int as level, c.name, c.name_en as "nameEn", ${box('c.geom')} as bbox,
    c.grid_codes[1] as parent, h.residential, h.headed
  from compound c left join lateral (
    select count(*) as residential, count(*) filter (where ${headed}) as headed from building b
    where b.subdistrict_code = $1 and b.compound_id = c.compound_id and b.building_use = 'residential'
  ) h on true where c.subdistrict_code = $1`
const buildingRows = `select 'building' as kind, b.building_id::text as key, null::int as level, b.name, b.name_en as "nameEn",
    ${box('ST_Expand(coalesce(b.geom, b.entrance), 0.0001)')} as bbox, coalesce(b.compound_id::text, b.grid_code) as parent,
    (b.building_use = 'residential')::int as residential, (b.building_use = 'residential' and ${headed})::int as headed
  from building b where b.subdistrict_code = $1`

const many = (db: Queryable, text: string, values: readonly unknown[]) => rows(db, PlaceRow, `${text} limit ${mostWallChildren}`, values)
const one = (db: Queryable, text: string, values: readonly unknown[]) => maybeRow(db, PlaceRow, text, values)

const gridOf = (db: Queryable, subdistrict: string, day: string, code: string) =>
  one(db, `${gridRows} and g.grid_code = $3`, [subdistrict, day, code])

/** What lies in a place, in the order of codes. */
async function childrenOf(db: Queryable, subdistrict: string, day: string, place: PlaceRow | null): Promise<readonly PlaceRow[]> {
  if (place === null) return many(db, `${gridRows} and g.level = 1 order by g.grid_code`, [subdistrict, day])
  if (place.kind === 'building') return []
  if (place.kind === 'compound')
    return many(db, `${buildingRows} and b.compound_id = $3::bigint order by b.name, b.building_id`, [subdistrict, day, place.key])
  if (place.level !== 3) return many(db, `${gridRows} and v.parent_code = $3 order by g.grid_code`, [subdistrict, day, place.key])
  const compounds = await many(db, `${compoundRows} and $3 = any (c.grid_codes) and $2::date is not null order by c.compound_id`, [
    subdistrict,
    day,
    place.key,
  ])
  const loose = await many(db, `${buildingRows} and b.grid_code = $3 and b.compound_id is null order by b.name, b.building_id`, [
    subdistrict,
    day,
    place.key,
  ])
  return [...compounds, ...loose].slice(0, mostWallChildren)
}

/** What a place lies in, the largest first, without the sub-district. */
async function above(db: Queryable, subdistrict: string, day: string, place: PlaceRow): Promise<readonly PlaceRow[]> {
  if (place.parent === null) return []
  const parent =
    place.kind === 'building' && place.parent.length < 15
      ? await one(db, `${compoundRows} and c.compound_id = $3::bigint and $2::date is not null`, [subdistrict, day, place.parent])
      : await gridOf(db, subdistrict, day, place.parent)
  return parent ? [...(await above(db, subdistrict, day, parent)), parent] : []
}

const shown = ({ parent: _, residential: __, headed: ___, ...place }: PlaceRow) => place

export const placeHandlers: Pick<Handlers, 'wallPlace'> = {
  wallPlace: async ({ db, subdistrict, query, now, catalog, who }) => {
    const { grid, compound, building } = query
    if ([grid, compound, building].filter((one) => one !== undefined).length > 1) throw refusedAt('query', 'one place at a time')
    const day = calendarDay(now)
    const street = found(
      catalog.subdistricts.find(({ subdistrictCode }) => subdistrictCode === subdistrict),
      `sub-district ${subdistrict}`,
    )
    const top = { kind: 'subdistrict' as const, key: subdistrict, level: 0, name: street.name, nameEn: street.nameEn, bbox: street.bbox }
    const asked =
      compound !== undefined
        ? one(db, `${compoundRows} and c.compound_id = $3::bigint and $2::date is not null`, [subdistrict, day, compound])
        : building !== undefined
          ? one(db, `${buildingRows} and b.building_id = $3::bigint`, [subdistrict, day, building])
          : grid !== undefined
            ? gridOf(db, subdistrict, day, grid)
            : null
    const place = asked === null ? null : found(await asked, `place ${grid ?? compound ?? building}`)
    // a number beside a list that leaves out what may not be on a wall would tell how many they are
    const all = who.role !== 'wall' || (place === null && who.scope.whole)
    const figures = await (place === null || place.kind === 'grid'
      ? gridCounts(db, subdistrict, day, place?.key ?? null, all)
      : place.kind === 'compound'
        ? compoundCounts(db, subdistrict, day, Number(place.key), all)
        : buildingCounts(db, subdistrict, day, Number(place.key), all))
    const { households, residents60Plus, residential, headed: heads, openIssues } = found(figures, 'figures')
    return {
      asOf: now.toISOString(),
      place: place === null ? top : shown(place),
      path: place === null ? [] : [top, ...(await above(db, subdistrict, day, place)).map(shown)],
      households,
      residents60Plus: toldCount(residents60Plus),
      heads: rate(heads, residential, now),
      openIssues: toldCount(openIssues),
      children: (await childrenOf(db, subdistrict, day, place)).map((row) => ({
        ...shown(row),
        heads: rate(row.headed, row.residential, now),
      })),
    }
  },
}
