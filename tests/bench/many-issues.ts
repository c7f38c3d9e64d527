// Issues of several years for the bench: at and around the buildings of the demo, some much more often than others, in the shares of items, sources and
// states that the demo has. Made by the database itself, seeded; foreign keys are not checked one by one.
import type { Queryable } from '../../server/db/queryable.ts'

const indexes = ['issue_by_time', 'issue_by_grid', 'issue_geom'] as const

/** Puts `count` issues into the days from `first` on, before `before`. Returns seconds. */
export async function addIssues(
  db: Queryable,
  subdistrict: string,
  count: number,
  first: string,
  before: string,
  seed: number,
): Promise<number> {
  const started = performance.now()
  await db.query("set statement_timeout = 0; set session_replication_role = replica; set maintenance_work_mem = '512MB'")
  const texts: string[] = []
  for (const name of indexes) {
    const found = await db.query('select pg_get_indexdef(to_regclass($1)) as text', [name])
    texts.push(String(found.rows[0]?.text))
    await db.query(`drop index ${name}`)
  }
  await db.query('select setseed($1)', [seed])
  await db.query(
    `create temp table house as select (row_number() over (order by md5(building_id::text)))::int as number, building_id, grid_code,
       ST_X(entrance) as lng, ST_Y(entrance) as lat from building where subdistrict_code = $1 and grid_code is not null`,
    [subdistrict],
  )
  await db.query('analyze house')
  await db.query(
    `insert into issue (subdistrict_code, issue_item_key, source, severity, status, handler_level, description, address, reported_at, grid_code,
       building_id, geom)
     select $1, kinds[share], sources[share], 'normal', states[share], 'grid', '楼道里堆着旧家具，请清理，居民多次反映', '青禾路某号门口',
       $3::timestamptz + ($4::timestamptz - $3::timestamptz) * random(), grid_code, building_id,
       ST_SetSRID(ST_MakePoint(round((lng + (random() + random() - 1) * 0.0009)::numeric, 7)::float8,
         round((lat + (random() + random() - 1) * 0.0008)::numeric, 7)::float8), 4326)
     from (select (1 + floor((select count(*) from house) * power(random(), 1.7)))::int as number, (1 + floor(random() * 2000))::int as share
       from generate_series(1, $2::int)) chosen
     join house using (number)
     cross join (select array_agg(issue_item_key) as kinds, array_agg(source) as sources, array_agg(status) as states
       from (select issue_item_key, source, status from issue where subdistrict_code = $1 order by issue_id limit 2000) first_ones) shares`,
    [subdistrict, count, first, before],
  )
  await db.query('drop table house')
  for (const text of texts) await db.query(text)
  await db.query('reset session_replication_role')
  await db.query('vacuum analyze issue')
  return (performance.now() - started) / 1000
}
