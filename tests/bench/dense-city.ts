// A city for the bench: 500,000 footprints of eight corners on jittered streets, dense in the middle (about 3,400 per km²), seeded.
import type { Queryable } from '../../server/db/queryable.ts'
import { refreshLayers } from '../../server/db/refresh-layers.ts'

export const cityCode = '990199001'
const buildings = 500_000

/** Fills the tables, then the ready-made tile features; says how long each took in seconds. */
export async function makeDenseCity(db: Queryable): Promise<{ readonly facts: number; readonly features: number }> {
  await db.query('set statement_timeout = 0')
  await db.query(
    `insert into subdistrict (subdistrict_code, name, name_en, source, extent)
     values ($1, '稠密城', 'Dense city', 'register', ST_MakeEnvelope(107.9, 30.4, 108.1, 30.6, 4326))`,
    [cityCode],
  )
  await db.query('select setseed(0.42)')
  const started = performance.now()
  await db.query(
    `insert into building (subdistrict_code, building_id, name, name_en, address, building_use, levels, households, residents_60_plus, entrance, geom)
     select $1, i, (i % 60) || '栋', 'Building ' || i % 60, '青禾路' || i % 900 || '号', case when i % 12 = 0 then 'commercial' else 'residential' end,
       2 + i % 30, i % 90, i % 40, ST_SetSRID(ST_MakePoint(x, y), 4326),
       ST_SnapToGrid(ST_SetSRID(ST_Multi(ST_MakePolygon(ST_MakeLine(array[
         ST_MakePoint(x, y), ST_MakePoint(x + w, y + s), ST_MakePoint(x + w, y + h), ST_MakePoint(x + w * 0.6, y + h), ST_MakePoint(x + w * 0.6, y + h * 0.6),
         ST_MakePoint(x + w * 0.3, y + h * 0.6), ST_MakePoint(x + w * 0.3, y + h), ST_MakePoint(x, y + h), ST_MakePoint(x, y)]))), 4326), 1e-7)
     from (
       select i, 108 + sign(a) * power(abs(a), 1.35) * 0.105 as x, 30.5 + sign(b) * power(abs(b), 1.35) * 0.09 as y,
         0.00008 + random() * 0.00012 as w, 0.00006 + random() * 0.0001 as h, random() * 0.00001 as s
       from (select i, random() * 2 - 1 as a, random() * 2 - 1 as b from generate_series(1, ${buildings}) i) r
     ) placed`,
    [cityCode],
  )
  const facts = (performance.now() - started) / 1000
  await db.query('analyze building')
  const again = performance.now()
  await refreshLayers(db, { subdistrict: cityCode, kind: 'bench', layers: ['buildings'], today: '2026-11-20' })
  const features = (performance.now() - again) / 1000
  await db.query('analyze tile_feature')
  return { facts, features }
}
