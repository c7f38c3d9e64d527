import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { WallSettingBody } from '#contract/wall.ts'
import { scenes } from '#contract/words.ts'
import type { WallSetting } from '#domain/wall/scenes.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

const DisplayRow = z.object({
  displayId: z.number(),
  name: z.string(),
  scenes: z.array(z.enum(scenes)),
  nodes: z.array(z.string()),
  lastSeenAt: Instant.nullable(),
  version: z.number(),
  /** One that an older program wrote and that is not understood any more is as if never set. */
  setting: WallSettingBody.nullable().catch(null),
})
export type DisplayRow = z.infer<typeof DisplayRow>

export const displaysInForce = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    DisplayRow,
    `select d.display_id as "displayId", d.name, to_json(d.scenes) as scenes, d.last_seen_at as "lastSeenAt", coalesce(w.version, 0) as version, w.setting,
       coalesce((select json_agg(s.node_code order by s.node_code) from account_scope s
         where s.subdistrict_code = d.subdistrict_code and s.account_id = d.account_id), '[]') as nodes
     from display d left join wall_setting w using (subdistrict_code, display_id)
     where d.subdistrict_code = $1 and d.revoked_at is null order by d.display_id limit 500`,
    [subdistrict],
  )

const VersionRow = z.object({ version: z.number() })
/** The new version; null where somebody changed it since `version` was read. */
export async function writeSetting(
  db: Queryable,
  subdistrict: string,
  displayId: number,
  setting: WallSetting,
  version: number,
  by: string,
  now: Date,
): Promise<number | null> {
  const written = await maybeRow(
    db,
    VersionRow,
    version === 0
      ? `insert into wall_setting (subdistrict_code, display_id, setting, version, changed_at, changed_by)
         values ($1, $2, $3::jsonb, $4::int + 1, $5, $6) on conflict do nothing returning version`
      : `update wall_setting set setting = $3::jsonb, version = version + 1, changed_at = $5, changed_by = $6
         where subdistrict_code = $1 and display_id = $2 and version = $4::int returning version`,
    [subdistrict, displayId, JSON.stringify(setting), version, now.toISOString(), by],
  )
  return written?.version ?? null
}

/** A new code of a display; codes that nobody typed in in time go. */
export async function insertRemote(
  db: Queryable,
  subdistrict: string,
  displayId: number,
  codeHash: string,
  until: Date,
  now: Date,
): Promise<void> {
  await db.query(
    `delete from wall_remote where subdistrict_code = $1 and display_id = $2
       and coalesce(held_until, code_until) <= $3::timestamptz`,
    [subdistrict, displayId, now.toISOString()],
  )
  await db.query('insert into wall_remote (subdistrict_code, display_id, code_hash, code_until) values ($1, $2, $3, $4)', [
    subdistrict,
    displayId,
    codeHash,
    until.toISOString(),
  ])
}

const IdRow = z.object({ displayId: z.number() })
/** Whose code it is: then the remote is held; null where no display among these shows it. A code is good once. */
export async function holdRemote(
  db: Queryable,
  subdistrict: string,
  codeHash: string,
  displays: readonly number[],
  accountId: number,
  until: Date,
  now: Date,
): Promise<number | null> {
  const held = await maybeRow(
    db,
    IdRow,
    `update wall_remote set account_id = $4, held_until = $5
     where subdistrict_code = $1 and code_hash = $2 and display_id = any ($3::bigint[]) and account_id is null and code_until > $6::timestamptz
     returning display_id as "displayId"`,
    [subdistrict, codeHash, displays, accountId, until.toISOString(), now.toISOString()],
  )
  return held?.displayId ?? null
}

export async function remoteOf(db: Queryable, subdistrict: string, displayId: number, accountId: number, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from wall_remote r join display d using (subdistrict_code, display_id)
     where r.subdistrict_code = $1 and r.display_id = $2 and r.account_id = $3 and r.held_until > $4::timestamptz and d.revoked_at is null`,
    [subdistrict, displayId, accountId, now.toISOString()],
  )
  return (rowCount ?? 0) > 0
}
