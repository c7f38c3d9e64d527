import { z } from 'zod'
import { ApiKey } from '#contract/api-keys.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

const columns = `api_key_id as "apiKeyId", name, created_at as "createdAt", created_by as "createdBy", last_used_at as "lastUsedAt",
  revoked_at as "revokedAt"`
const mostListed = 500

/** Those in force first, the newest first. */
export const keyList = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    ApiKey,
    `select ${columns} from api_key where subdistrict_code = $1 order by revoked_at is not null, api_key_id desc limit ${mostListed}`,
    [subdistrict],
  )

export const insertKey = (db: Queryable, subdistrict: string, key: { name: string; hash: string; at: string; by: string }) =>
  maybeRow(
    db,
    ApiKey,
    `insert into api_key (subdistrict_code, name, key_hash, created_at, created_by) values ($1, $2, $3, $4, $5) returning ${columns}`,
    [subdistrict, key.name, key.hash, key.at, key.by],
  )

/** A key that was revoked before keeps the time of that. */
export const revokeKey = (db: Queryable, subdistrict: string, apiKeyId: number, at: string) =>
  maybeRow(
    db,
    ApiKey,
    `update api_key set revoked_at = coalesce(revoked_at, $3) where subdistrict_code = $1 and api_key_id = $2 returning ${columns}`,
    [subdistrict, apiKeyId, at],
  )

const HolderRow = z.object({ subdistrict: z.string(), apiKeyId: z.number(), name: z.string() })
export type Holder = z.infer<typeof HolderRow>

/** Whose key it is, while it is in force. */
export const holderOf = (db: Queryable, hash: string) =>
  maybeRow(
    db,
    HolderRow,
    `select subdistrict_code as subdistrict, api_key_id as "apiKeyId", name from api_key where key_hash = $1 and revoked_at is null`,
    [hash],
  )

/** At most once a minute: it says whether a key is still used, not how often. */
export const noteUse = (db: Queryable, { subdistrict, apiKeyId }: Holder, now: Date): Promise<unknown> =>
  db.query(
    `update api_key set last_used_at = $3 where subdistrict_code = $1 and api_key_id = $2
       and (last_used_at is null or last_used_at < $3::timestamptz - interval '1 minute')`,
    [subdistrict, apiKeyId, now.toISOString()],
  )

const ServedRow = z.object({ subdistrict: z.string() })
/** The sub-districts that are served: those with a key in force. */
export const servedSubdistricts = async (db: Queryable): Promise<readonly string[]> =>
  (await rows(db, ServedRow, 'select distinct subdistrict_code as subdistrict from api_key where revoked_at is null order by 1')).map(
    ({ subdistrict }) => subdistrict,
  )
