// Buildings know today's grid. When borders come in force, every building of the register stands in the grid that is there then.
import { z } from 'zod'
import { type Queryable, rows } from './queryable.ts'

const MovedRow = z.object({ id: z.number(), from: z.string().nullable(), to: z.string().nullable() })

/** Places the buildings of the register (those with a grid) in the lowest grids of a day. Returns those that moved. */
export const placeBuildings = (db: Queryable, subdistrict: string, day: string) =>
  rows(
    db,
    MovedRow,
    `with ground as materialized (
       select b.grid_code, b.geom from grid_boundary b join grid g using (subdistrict_code, grid_code)
       where b.subdistrict_code = $1 and g.level = 3 and daterange(b.valid_from, b.valid_to) @> $2::date
     ),
     standing as materialized (
       select building_id, grid_code, coalesce(ST_PointOnSurface(geom), entrance) as point
       from building where subdistrict_code = $1 and grid_code is not null
     ),
     placed as (
       -- whoever still stands in its grid stays there, also on a border of it
       select s.building_id, s.grid_code as before, (
         select g.grid_code from ground g where g.geom && s.point and ST_Covers(g.geom, s.point)
         order by g.grid_code <> s.grid_code, g.grid_code limit 1) as after
       from standing s
     ),
     moved as (
       update building b set grid_code = p.after from placed p
       where b.subdistrict_code = $1 and b.building_id = p.building_id and p.after is not null and p.after <> p.before
       returning b.building_id, p.before, p.after
     )
     select building_id as id, before as "from", after as "to" from moved order by building_id`,
    [subdistrict, day],
  )
