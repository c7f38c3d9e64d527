// Puts the demo sub-district into an empty database, in one transaction: it is there whole or not at all.
import type { Pool } from 'pg'
import { layerIds } from '#domain/layers/layer-table.ts'
import { maskPhone } from '#domain/privacy/mask.ts'
import { appendSystemAudit } from '../server/db/audit.ts'
import { rebuildCounts } from '../server/db/fold-counts.ts'
import { continueIdentity, loadRows } from '../server/db/load-rows.ts'
import { placeInGrids } from '../server/db/place-in-grids.ts'
import { inTransaction, type Queryable, type Row } from '../server/db/queryable.ts'
import { refreshLayers } from '../server/db/refresh-layers.ts'
import type { Vault } from '../server/db/sealed-text.ts'
import { ensureDemoAccounts } from './demo/accounts.ts'
import { generateDemo } from './demo/generate.ts'
import { renovationPhotoRows } from './demo/renovation-photos.ts'
import { loadDictionaries } from './load-dictionaries.ts'

/** Any constant of our own: two services that start together must not both load it. */
const demoLock = 4_607_215_002

/** Loads the demo unless the database holds a sub-district already. Returns whether it did. */
export async function loadDemo(pool: Pool, today: string, vault: Vault, progress: (message: string) => void): Promise<boolean> {
  return inTransaction(pool, async (db) => {
    await db.query('set local statement_timeout = 0')
    await db.query('select pg_advisory_xact_lock($1)', [demoLock])
    const present = await db.query('select 1 from subdistrict limit 1')
    if (present.rows.length > 0) return false
    progress('drawing the demo sub-district')
    const drawn = generateDemo({ today })
    const person = drawn.person.map(({ phone, ...row }) => ({ ...row, phone_sealed: vault.seal(phone), phone_masked: maskPhone(phone) }))
    const tables = { ...drawn, person, ...(await renovationPhotoRows(drawn.renovation_project)) }
    progress('loading the demo sub-district')
    await loadDictionaries(db)
    for (const [table, rows] of Object.entries(tables)) await loadRows(db, table, rows as readonly Row[])
    await continueIdentities(db, Object.keys(tables))
    await db.query('analyze')
    progress('preparing map layers')
    const subdistrict = String((tables.subdistrict[0] as Row | undefined)?.subdistrict_code)
    await db.query(
      `insert into import_job (subdistrict_code, source_name, source_kind, started_at, summary) values ($1, 'demo', 'demo', now(), $2)`,
      [subdistrict, JSON.stringify(Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length])))],
    )
    await placeInGrids(db, subdistrict, today)
    await rebuildCounts(db, subdistrict)
    await ensureDemoAccounts(db)
    await refreshLayers(db, { subdistrict, kind: 'demoLoaded', layers: layerIds, today })
    await db.query('analyze tile_feature')
    // last: everybody who is audited here waits from now until the end of this transaction
    await appendSystemAudit(db, new Date(), {
      subdistrict,
      action: 'demoLoaded',
      subject: `subdistrict:${subdistrict}`,
      after: { today },
    })
    return true
  })
}

async function continueIdentities(db: Queryable, tables: readonly string[]): Promise<void> {
  const identities = await db.query(
    `select table_name, column_name from information_schema.columns
     where table_schema = 'public' and is_identity = 'YES' and table_name = any ($1)`,
    [tables],
  )
  for (const row of identities.rows) await continueIdentity(db, String(row.table_name), String(row.column_name))
}
