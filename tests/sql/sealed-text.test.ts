import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifyChain } from '../../server/db/audit.ts'
import type { Database } from '../../server/db/database.ts'
import { migrate } from '../../server/db/migrate.ts'
import { createVault, hasPlain, readKeys, resealAll, VaultClosed } from '../../server/db/sealed-text.ts'
import { demoNow } from '../engines/demo-day.ts'
import { testDatabase } from '../engines/test-database.ts'

const code = '990200001'
const keyText = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const vaultOf = (text: string) => {
  const read = readKeys(text)
  if (!read.ok) throw new Error(read.problem)
  return createVault(read.keys)
}
const [old, fresh] = [keyText('old'), keyText('fresh')]

let database: Database
beforeAll(async () => {
  database = await testDatabase('nothing')
  await migrate(database.pool, () => {})
  await database.db.query(
    `insert into subdistrict (subdistrict_code, name, name_en, source, extent) values ($1, '青石', 'Qingshi', 'register', ST_MakeEnvelope(0, 0, 1, 1, 4326))`,
    [code],
  )
  await database.db.query(
    `insert into person (subdistrict_code, name, phone_sealed) select $1, '张' || n, (13800000000 + n)::text from generate_series(1, 4500) n`,
    [code],
  )
  await database.db.query(`insert into person (subdistrict_code, name, phone_sealed) values ($1, '李', '')`, [code])
  await database.db.query(
    `insert into account (subdistrict_code, username, display_name, totp_sealed) values ($1, 'li', '李', 'PLAINSECRET')`,
    [code],
  )
})

const reseal = (keys: string) => resealAll(database.pool, vaultOf(keys), () => {}, demoNow())
const persons = async () =>
  (
    await database.db.query(
      'select phone_sealed as sealed, phone_masked as masked from person where subdistrict_code = $1 order by person_id',
      [code],
    )
  ).rows

describe('personal data at rest', () => {
  it('that lies open is found, and cannot be sealed without a key', async () => {
    expect(await hasPlain(database.db)).toBe(true)
    expect(() => resealAll(database.pool, createVault(undefined), () => {})).toThrow(VaultClosed)
  })

  it('is sealed once, with its mask beside it', async () => {
    expect(await reseal(old)).toEqual({ resealed: 4502, unreadable: 0 })
    const [first, ...rest] = await persons()
    expect(first?.masked).toBe('138****0001')
    expect(vaultOf(old).open(String(first?.sealed))).toBe('13800000001')
    expect(rest.at(-1)?.masked).toBe('')
    expect(rest.every(({ sealed }) => String(sealed).startsWith('v1.old.'))).toBe(true)
    expect(await hasPlain(database.db)).toBe(false)
    const account = await database.db.query('select totp_sealed as sealed from account where subdistrict_code = $1', [code])
    expect(vaultOf(old).open(String(account.rows[0]?.sealed))).toBe('PLAINSECRET')
    expect(await reseal(old)).toEqual({ resealed: 0, unreadable: 0 })
  })

  it('goes over to a new key, and each time is noted in the audit', async () => {
    expect(await reseal(`${fresh},${old}`)).toEqual({ resealed: 4502, unreadable: 0 })
    const all = await persons()
    expect(vaultOf(fresh).open(String(all[4499]?.sealed))).toBe('13800004500')
    expect(all[4499]?.masked).toBe('138****4500')
    const entries = await database.db.query('select action, after from audit_entry where subdistrict_code = $1 order by audit_entry_id', [
      code,
    ])
    expect(entries.rows).toEqual([
      { action: 'phonesResealed', after: { resealed: 4502, unreadable: 0 } },
      { action: 'phonesResealed', after: { resealed: 4502, unreadable: 0 } },
    ])
    expect((await verifyChain(database.db, code)).problem).toBeNull()
  })

  it('that no key opens is counted and left as it is', async () => {
    expect(await reseal(keyText('other'))).toEqual({ resealed: 0, unreadable: 4502 })
    expect(vaultOf(fresh).open(String((await persons())[0]?.sealed))).toBe('13800000001')
  })
})
