// Phones of heads and secrets of second factors lie sealed in the database: AES-256-GCM by node:crypto, under keys that only the operator has.
//   v1.<key id>.<iv, base64url>.<ciphertext and tag, base64url>
// The first key seals, every key opens, so a new key is put in front and the old one stays until everything was sealed again.
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { maskPhone } from '#domain/privacy/mask.ts'
import { appendSystemAudit } from './audit.ts'
import type { Progress } from './database.ts'
import { inTransaction, type Queryable, rows } from './queryable.ts'

export type SealingKey = { readonly id: string; readonly secret: KeyObject }
export type ReadKeys =
  | { readonly ok: true; readonly keys: readonly SealingKey[] | undefined }
  | { readonly ok: false; readonly problem: string }

const algorithm = 'aes-256-gcm'
const form = 'v1'
/** 96 bits is what GCM is made for; drawn at random it is safe for 2^32 texts under one key (NIST SP 800-38D 8.3). */
const ivBytes = 12
const tagBytes = 16
const keyBytes = 32

/** Reads `id:base64[,id:base64…]`; nothing set gives no keys. A problem names the place of the key, never its text. */
export function readKeys(text: string | undefined): ReadKeys {
  if (text === undefined || text.trim() === '') return { ok: true, keys: undefined }
  const keys: SealingKey[] = []
  for (const [index, entry] of text.split(',').entries()) {
    const problem = (what: string): ReadKeys => ({
      ok: false,
      problem: `id:base64 of 32 bytes, several separated by commas; key ${index + 1} ${what}`,
    })
    const [, id, encoded] = /^([A-Za-z0-9-]{1,20}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry.trim()) ?? []
    if (id === undefined || encoded === undefined) return problem('is not of this form (the id has letters, digits and hyphens)')
    const bytes = Buffer.from(encoded, 'base64')
    if (bytes.length !== keyBytes) return problem(`has ${bytes.length} bytes`)
    if (keys.some((key) => key.id === id)) return problem('has the id of an earlier one')
    if (demoKeys.some((key) => key.id === id)) return problem(`has the id ${id}, which is kept for the public key of the demo`)
    keys.push({ id, secret: createSecretKey(bytes) })
  }
  return { ok: true, keys }
}

/** Public: everybody can read it here. For fictional data alone, so that the demo starts without any setting. */
export const demoKeys: readonly SealingKey[] = [
  { id: 'demo', secret: createSecretKey(Buffer.from('fangyuan demo key, known to all!', 'ascii')) },
]

/** Something was to be sealed and no key is set. */
export class VaultClosed extends Error {}

export type Vault = {
  /** A key is there to seal with. */
  readonly ready: boolean
  /** Throws VaultClosed without a key. */
  seal(text: string): string
  /** Undefined for what is not sealed, under a key that is not here, or was tampered with. */
  open(sealed: string): string | undefined
  /** Sealed, and under the key that seals now. */
  isCurrent(sealed: string): boolean
}

export function createVault(keys: readonly SealingKey[] | undefined): Vault {
  const [first] = keys ?? []
  return {
    ready: first !== undefined,
    seal(text) {
      if (first === undefined) throw new VaultClosed('no key is set to seal personal data with (FANGYUAN_PHONE_KEYS)')
      return sealUnder(first, text)
    },
    open(sealed) {
      const key = keys?.find(({ id }) => sealed.startsWith(`${form}.${id}.`))
      return key && openUnder(key, sealed)
    },
    isCurrent: (sealed) => first !== undefined && sealed.startsWith(`${form}.${first.id}.`),
  }
}

function sealUnder({ id, secret }: SealingKey, text: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, secret, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(`${form}.${id}`))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [form, id, iv.toString('base64url'), sealed.toString('base64url')].join('.')
}

function openUnder({ id, secret }: SealingKey, sealed: string): string | undefined {
  const [, , iv64 = '', body64 = '', ...rest] = sealed.split('.')
  const [iv, body] = [Buffer.from(iv64, 'base64url'), Buffer.from(body64, 'base64url')]
  if (rest.length > 0 || iv.length !== ivBytes || body.length < tagBytes) return undefined
  const decipher = createDecipheriv(algorithm, secret, iv, { authTagLength: tagBytes })
    .setAAD(Buffer.from(`${form}.${id}`))
    .setAuthTag(body.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
  } catch {
    // the tag does not fit: another key under the same id, or changed bytes
    return undefined
  }
}

// ── Sealing what is there ────────────────────────────────────────────────────────────────────────────────────
const isSealed = (text: string) => text.startsWith(`${form}.`)

/** Whether something lies open: phones as they were imported before there were keys, secrets written by hand. */
export async function hasPlain(db: Queryable): Promise<boolean> {
  const result = await db.query(
    `select exists (select from person where not starts_with(phone_sealed, $1))
       or exists (select from account where not starts_with(totp_sealed, $1) or not starts_with(totp_pending_sealed, $1)) as plain`,
    [`${form}.`],
  )
  return result.rows[0]?.plain === true
}

export type Resealed = { readonly resealed: number; readonly unreadable: number }
const nothing: Resealed = { resealed: 0, unreadable: 0 }
const plus = (a: Resealed, b: Resealed): Resealed => ({ resealed: a.resealed + b.resealed, unreadable: a.unreadable + b.unreadable })

const CodeRow = z.object({ code: z.string() })
const PersonRow = z.object({ id: z.number(), sealed: z.string(), masked: z.string() })
const SecretsRow = z.object({ id: z.number(), totp: z.string().nullable(), pending: z.string().nullable() })
const batchRows = 2000

/**
 * Seals, in one transaction, whatever is plain or under an older key: phones (and fills their masked form) and secrets of second factors.
 * What no key opens stays as it is and is counted. Each sub-district in which something was sealed gets an audit entry.
 * Throws VaultClosed without a key.
 */
export function resealAll(pool: Pool, vault: Vault, progress: Progress, now: Date = new Date()): Promise<Resealed> {
  if (!vault.ready) throw new VaultClosed('no key is set to seal personal data with (FANGYUAN_PHONE_KEYS)')
  return inTransaction(pool, async (db) => {
    await db.query('set local statement_timeout = 0')
    let total = nothing
    for (const { code } of await rows(db, CodeRow, 'select subdistrict_code as code from subdistrict order by 1')) {
      const done = plus(await resealPersons(db, vault, code), await resealSecrets(db, vault, code))
      if (done.resealed > 0) await auditResealed(db, code, now, done)
      if (done.resealed > 0 || done.unreadable > 0)
        progress(`sealed personal data of ${code}: ${done.resealed}, unreadable: ${done.unreadable}`)
      total = plus(total, done)
    }
    return total
  })
}

const auditResealed = (db: Queryable, subdistrict: string, now: Date, { resealed, unreadable }: Resealed) =>
  appendSystemAudit(db, now, {
    subdistrict,
    action: 'phonesResealed',
    subject: `subdistrict:${subdistrict}`,
    result: unreadable > 0 ? 'failed' : 'done',
    after: { resealed, unreadable },
  })

/** The text behind a value that must be sealed anew; undefined when no key opens it. */
const plainOf = (vault: Vault, text: string) => (isSealed(text) ? vault.open(text) : text)

async function resealPersons(db: Queryable, vault: Vault, subdistrict: string): Promise<Resealed> {
  let done = nothing
  for (let after = 0; ; ) {
    const batch = await rows(
      db,
      PersonRow,
      `select person_id as id, phone_sealed as sealed, phone_masked as masked from person
       where subdistrict_code = $1 and person_id > $2 order by person_id limit $3 for update`,
      [subdistrict, after, batchRows],
    )
    const last = batch.at(-1)
    if (last === undefined) return done
    after = last.id
    const changed = []
    for (const { id, sealed, masked } of batch) {
      if (vault.isCurrent(sealed) && masked !== '') continue
      const plain = plainOf(vault, sealed)
      if (plain === undefined) done = plus(done, { resealed: 0, unreadable: 1 })
      // a person without a phone has an empty mask for good
      else if (!vault.isCurrent(sealed) || plain !== '') changed.push({ id, sealed: vault.seal(plain), masked: maskPhone(plain) })
    }
    await db.query(
      `update person p set phone_sealed = c.sealed, phone_masked = c.masked
       from jsonb_to_recordset($2::jsonb) as c(id bigint, sealed text, masked text) where p.subdistrict_code = $1 and p.person_id = c.id`,
      [subdistrict, JSON.stringify(changed)],
    )
    done = plus(done, { resealed: changed.length, unreadable: 0 })
  }
}

async function resealSecrets(db: Queryable, vault: Vault, subdistrict: string): Promise<Resealed> {
  const accounts = await rows(
    db,
    SecretsRow,
    `select account_id as id, totp_sealed as totp, totp_pending_sealed as pending from account
     where subdistrict_code = $1 and (totp_sealed is not null or totp_pending_sealed is not null) order by account_id for update`,
    [subdistrict],
  )
  let done = nothing
  for (const { id, totp, pending } of accounts) {
    for (const [column, text] of [
      ['totp_sealed', totp],
      ['totp_pending_sealed', pending],
    ] as const) {
      if (text === null || vault.isCurrent(text)) continue
      const plain = plainOf(vault, text)
      done = plus(done, plain === undefined ? { resealed: 0, unreadable: 1 } : { resealed: 1, unreadable: 0 })
      if (plain === undefined) continue
      await db.query(`update account set ${column} = $3 where subdistrict_code = $1 and account_id = $2`, [
        subdistrict,
        id,
        vault.seal(plain),
      ])
    }
  }
  return done
}
