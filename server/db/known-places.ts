// The buildings and compounds that somebody may mean by their words, as far as the caller's scope shows them.
import { z } from 'zod'
import type { Place } from '#domain/intake/find-place.ts'
import { type Queryable, rows } from './queryable.ts'

const PlaceRow = z.object({
  kind: z.enum(['building', 'compound']),
  id: z.number(),
  name: z.string(),
  nameEn: z.string(),
  address: z.string(),
  lng: z.number(),
  lat: z.number(),
  words: z.array(z.string()),
})

/** Every building and compound that the scope shows, with the ways in which people write it. */
export const placesInScope = (db: Queryable, subdistrict: string): Promise<Place[]> =>
  rows(
    db,
    PlaceRow,
    `select 'building' as kind, b.building_id as id, b.name, b.name_en as "nameEn", b.address, ST_X(b.entrance) as lng, ST_Y(b.entrance) as lat,
       to_json(array_remove(array[nullif(b.address, ''), c.name || b.name, case when c.name is null then nullif(b.name, '') end], null)) as words
     from building b left join compound c using (subdistrict_code, compound_id) where b.subdistrict_code = $1
     union all
     select 'compound', c.compound_id, c.name, c.name_en, '', ST_X(ST_PointOnSurface(c.geom)), ST_Y(ST_PointOnSurface(c.geom)), to_json(array[c.name])
     from compound c where c.subdistrict_code = $1`,
    [subdistrict],
  )
