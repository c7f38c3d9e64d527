// A place of the demo for tests of who may see and do what there.
import type { Database } from '../../server/db/database.ts'
import { demoSubdistrict } from './made-account.ts'

/** A door in WGS84 degrees, the community it stands in, and a community it does not. */
export type KnownPlace = { readonly lng: number; readonly lat: number; readonly community: string; readonly elsewhere: string }

export async function knownPlace({ db }: Pick<Database, 'db'>): Promise<KnownPlace> {
  const doors = await db.query(
    `select ST_X(entrance) as lng, ST_Y(entrance) as lat, left(grid_code, 12) || '000' as community from building
     where subdistrict_code = $1 order by building_id limit 1`,
    [demoSubdistrict],
  )
  const [door] = doors.rows
  const community = String(door?.community)
  const others = await db.query(
    'select grid_code from grid where subdistrict_code = $1 and level = 2 and grid_code <> $2 order by 1 desc limit 1',
    [demoSubdistrict, community],
  )
  return { lng: Number(door?.lng), lat: Number(door?.lat), community, elsewhere: String(others.rows[0]?.grid_code) }
}
