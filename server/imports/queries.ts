// Statements about jobs of intake and their rows. The tables are closed to requests, so these run outside the scope and name the account.
import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { type ImportMapping, PlaceCandidate } from '#contract/imports.ts'
import { issueItems, issueSources } from '#contract/words.ts'
import { coordinateSystems, intakeRefusals, intakeStates, placedBy, rowProblems, rowStatuses } from '#domain/intake/intake-words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

// ── Jobs ─────────────────────────────────────────────────────────────────────────────────────────────────────
const StoredMapping = z.object({
  columns: z.record(z.string(), z.number()),
  items: z.record(z.string(), z.enum(issueItems)),
  source: z.enum(issueSources),
  coordinates: z.enum(coordinateSystems),
})
const JobRow = z.object({
  importId: z.number(),
  accountId: z.number(),
  fileName: z.string(),
  state: z.enum(intakeStates),
  refusal: z.enum(intakeRefusals).nullable(),
  refusedAt: z.string(),
  createdAt: Instant,
  committedAt: Instant.nullable(),
  expiresAt: Instant,
  header: z.array(z.string()),
  rowCount: z.number(),
  done: z.number(),
  attempts: z.number(),
  mapping: StoredMapping.nullable(),
})
export type JobRow = z.infer<typeof JobRow>

const jobColumns = `j.intake_job_id as "importId", j.account_id as "accountId", j.file_name as "fileName", j.state, j.refusal,
  j.refused_at as "refusedAt", j.created_at as "createdAt", j.committed_at as "committedAt", j.expires_at as "expiresAt", j.header,
  j.row_count as "rowCount", j.done, j.attempts, j.mapping`

export type Whose = { readonly subdistrict: string; readonly accountId: number }

export const jobOf = (db: Queryable, { subdistrict, accountId }: Whose, importId: number) =>
  maybeRow(
    db,
    JobRow,
    `select ${jobColumns} from intake_job j where j.subdistrict_code = $1 and j.intake_job_id = $2 and j.account_id = $3 and j.state <> 'expired'`,
    [subdistrict, importId, accountId],
  )

/** The same, held until the transaction ends. */
export const holdJob = (db: Queryable, { subdistrict, accountId }: Whose, importId: number) =>
  maybeRow(
    db,
    JobRow,
    `select ${jobColumns} from intake_job j where j.subdistrict_code = $1 and j.intake_job_id = $2 and j.account_id = $3 and j.state <> 'expired'
     for update`,
    [subdistrict, importId, accountId],
  )

const mostListed = 30
export const jobList = (db: Queryable, { subdistrict, accountId }: Whose) =>
  rows(
    db,
    JobRow,
    `select ${jobColumns} from intake_job j where j.subdistrict_code = $1 and j.account_id = $2 and j.state <> 'expired'
     order by j.intake_job_id desc limit ${mostListed}`,
    [subdistrict, accountId],
  )

const Made = z.object({ importId: z.number() })
export async function insertJob(
  db: Queryable,
  { subdistrict, accountId }: Whose,
  job: {
    readonly fileName: string
    readonly fileHash: string
    readonly content: Uint8Array
    readonly createdAt: string
    readonly expiresAt: string
  },
): Promise<number> {
  const made = await maybeRow(
    db,
    Made,
    `insert into intake_job (subdistrict_code, account_id, file_name, file_hash, content, state, created_at, expires_at)
     values ($1, $2, $3, $4, $5, 'reading', $6, $7) returning intake_job_id as "importId"`,
    [subdistrict, accountId, job.fileName, job.fileHash, Buffer.from(job.content), job.createdAt, job.expiresAt],
  )
  return made?.importId ?? 0
}

export const setState = (db: Queryable, subdistrict: string, importId: number, state: JobRow['state'], mapping?: ImportMapping) =>
  db.query(
    `update intake_job set state = $3, done = 0, attempts = 0, mapping = coalesce($4::jsonb, mapping), lease_key = null, lease_until = null
     where subdistrict_code = $1 and intake_job_id = $2`,
    [subdistrict, importId, state, mapping === undefined ? null : JSON.stringify(mapping)],
  )

export const deleteJob = (db: Queryable, subdistrict: string, importId: number) =>
  db.query('delete from intake_job where subdistrict_code = $1 and intake_job_id = $2', [subdistrict, importId])

/** Rows of files that nobody came back for. That there was such a file stays. */
export async function expireJobs(db: Queryable, now: Date): Promise<void> {
  const gone = `select subdistrict_code, intake_job_id from intake_job where expires_at < $1 and state <> 'expired'`
  await db.query(`delete from intake_row where (subdistrict_code, intake_job_id) in (${gone})`, [now.toISOString()])
  await db.query(`delete from intake_place where (subdistrict_code, intake_job_id) in (${gone})`, [now.toISOString()])
  await db.query(`update intake_job set state = 'expired', content = null, header = '[]' where expires_at < $1 and state <> 'expired'`, [
    now.toISOString(),
  ])
}

// ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────
const StoredRow = z.object({
  rowNumber: z.number(),
  cells: z.array(z.string()),
  status: z.enum([...rowStatuses, 'unchecked']),
  problems: z.array(z.enum(rowProblems)),
  included: z.boolean(),
  reference: z.string(),
  word: z.string(),
  item: z.enum(issueItems).nullable(),
  description: z.string(),
  address: z.string(),
  reportedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  gridCode: z.string().nullable(),
  buildingId: z.number().nullable(),
  placeKey: z.string().nullable(),
  placedBy: z.enum(placedBy).nullable(),
  issueId: z.number().nullable(),
})
export type StoredRow = z.infer<typeof StoredRow>

const rowColumns = `r.row_number as "rowNumber", r.cells, r.status, r.problems, r.included, r.external_reference as reference, r.item_word as word,
  r.issue_item_key as item, r.description, r.address, r.reported_at as "reportedAt", r.closed_at as "closedAt", r.lng, r.lat,
  r.grid_code as "gridCode", r.building_id as "buildingId", r.place_key as "placeKey", r.placed_by as "placedBy", r.issue_id as "issueId"`

export type RowFilter = {
  readonly after: number
  readonly limit: number
  readonly status?: string | undefined
  readonly place?: string | undefined
  readonly included?: boolean | undefined
  /** Everything but what was taken in. */
  readonly left?: boolean
}

export const rowList = (db: Queryable, subdistrict: string, importId: number, { after, limit, status, place, included, left }: RowFilter) =>
  rows(
    db,
    StoredRow,
    `select ${rowColumns} from intake_row r where r.subdistrict_code = $1 and r.intake_job_id = $2 and r.row_number > $3
       and ($5::text is null or r.status = $5) and ($6::text is null or r.place_key = $6) and ($7::boolean is null or r.included = $7)
       and (not $8::boolean or r.issue_id is null)
     order by r.row_number limit $4`,
    [subdistrict, importId, after, limit, status ?? null, place ?? null, included ?? null, left ?? false],
  )

/** Rows as they were read; the cells are masked by then. */
export const insertRows = (
  db: Queryable,
  subdistrict: string,
  importId: number,
  read: readonly { readonly rowNumber: number; readonly cells: readonly string[] }[],
) =>
  db.query(
    `insert into intake_row (subdistrict_code, intake_job_id, row_number, cells)
     select $1, $2, r."rowNumber", r.cells from jsonb_to_recordset($3::jsonb) as r ("rowNumber" integer, cells jsonb)`,
    [subdistrict, importId, JSON.stringify(read)],
  )

export type CheckedRow = Omit<StoredRow, 'cells' | 'included' | 'issueId'>
export const writeChecked = (db: Queryable, subdistrict: string, importId: number, checked: readonly CheckedRow[]) =>
  db.query(
    `update intake_row t set status = r.status, problems = r.problems, external_reference = r.reference, item_word = r.word,
       issue_item_key = r.item, description = r.description, address = r.address, reported_at = r."reportedAt", closed_at = r."closedAt",
       lng = r.lng, lat = r.lat, grid_code = r."gridCode", building_id = r."buildingId", place_key = r."placeKey", placed_by = r."placedBy"
     from jsonb_to_recordset($3::jsonb) as r ("rowNumber" integer, status text, problems text[], reference text, word text, item text,
       description text, address text, "reportedAt" timestamptz, "closedAt" timestamptz, lng float8, lat float8, "gridCode" text,
       "buildingId" bigint, "placeKey" text, "placedBy" text)
     where t.subdistrict_code = $1 and t.intake_job_id = $2 and t.row_number = r."rowNumber"`,
    [subdistrict, importId, JSON.stringify(checked)],
  )

export const writeTaken = (
  db: Queryable,
  subdistrict: string,
  importId: number,
  taken: readonly {
    readonly rowNumber: number
    readonly issueId: number | null
    readonly status: string
    readonly problems: readonly string[]
  }[],
) =>
  db.query(
    `update intake_row t set issue_id = r."issueId", status = r.status, problems = r.problems
     from jsonb_to_recordset($3::jsonb) as r ("rowNumber" integer, "issueId" bigint, status text, problems text[])
     where t.subdistrict_code = $1 and t.intake_job_id = $2 and t.row_number = r."rowNumber"`,
    [subdistrict, importId, JSON.stringify(taken)],
  )

export async function includeRows(db: Queryable, subdistrict: string, importId: number, numbers: readonly number[], included: boolean) {
  const { rowCount } = await db.query(
    `update intake_row set included = $4 where subdistrict_code = $1 and intake_job_id = $2 and row_number = any ($3::int[])
       and issue_id is null and included <> $4`,
    [subdistrict, importId, numbers, included],
  )
  return rowCount ?? 0
}

const CountRow = z.object({ status: z.enum([...rowStatuses, 'unchecked']), rows: z.number(), excluded: z.number() })
export const countRows = (db: Queryable, subdistrict: string, importId: number) =>
  rows(
    db,
    CountRow,
    `select status, count(*) as rows, count(*) filter (where not included) as excluded from intake_row
     where subdistrict_code = $1 and intake_job_id = $2 group by status`,
    [subdistrict, importId],
  )

const WordRow = z.object({ word: z.string(), rows: z.number() })
const mostWords = 500
/** What stands in a column, most frequent first. */
export const wordsIn = (db: Queryable, subdistrict: string, importId: number, column: number) =>
  rows(
    db,
    WordRow,
    `select left(btrim(cells ->> $3::int), 200) as word, count(*) as rows from intake_row where subdistrict_code = $1 and intake_job_id = $2
     group by 1 having left(btrim(cells ->> $3::int), 200) <> '' order by 2 desc, 1 limit ${mostWords}`,
    [subdistrict, importId, column],
  )

const ReferenceRow = z.object({ reference: z.string(), issueId: z.number() })
/** Which of these tickets are in the registers already. */
export const knownReferences = (db: Queryable, subdistrict: string, references: readonly string[]) =>
  rows(
    db,
    ReferenceRow,
    `select external_reference as reference, issue_id as "issueId" from issue where subdistrict_code = $1 and external_reference = any ($2::text[])`,
    [subdistrict, references],
  )

// ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────
const PlaceRow = z.object({
  key: z.string(),
  words: z.string(),
  match: z.enum(['ambiguous', 'similar', 'unknown']),
  rows: z.number(),
  candidates: z.array(PlaceCandidate),
  choice: PlaceCandidate.nullable(),
})
export type PlaceRow = z.infer<typeof PlaceRow>
const placeText = `select p.place_key as key, p.words, p.match, p.candidates, p.choice,
  (select count(*) from intake_row r where r.subdistrict_code = p.subdistrict_code and r.intake_job_id = p.intake_job_id
     and r.place_key = p.place_key) as rows
  from intake_place p where p.subdistrict_code = $1 and p.intake_job_id = $2`

/** Those with candidates; of the others there is nothing to confirm. */
export const placeList = (db: Queryable, subdistrict: string, importId: number, after: string, limit: number) =>
  rows(db, PlaceRow, `${placeText} and p.match <> 'unknown' and p.place_key > $3 order by p.place_key limit $4`, [
    subdistrict,
    importId,
    after,
    limit,
  ])
export const placeByKey = (db: Queryable, subdistrict: string, importId: number, key: string) =>
  maybeRow(db, PlaceRow, `${placeText} and p.place_key = $3`, [subdistrict, importId, key])

const ChoiceRow = z.object({ key: z.string(), choice: PlaceCandidate })
export const choicesMade = (db: Queryable, subdistrict: string, importId: number) =>
  rows(
    db,
    ChoiceRow,
    `select place_key as key, choice from intake_place where subdistrict_code = $1 and intake_job_id = $2 and choice is not null`,
    [subdistrict, importId],
  )

export const writePlaces = (db: Queryable, subdistrict: string, importId: number, places: readonly Omit<PlaceRow, 'rows' | 'choice'>[]) =>
  db.query(
    `insert into intake_place (subdistrict_code, intake_job_id, place_key, words, match, candidates)
     select $1, $2, p.key, p.words, p.match, p.candidates
     from jsonb_to_recordset($3::jsonb) as p (key text, words text, match text, candidates jsonb)
     on conflict (subdistrict_code, intake_job_id, place_key) do update
       set words = excluded.words, match = excluded.match, candidates = excluded.candidates`,
    [subdistrict, importId, JSON.stringify(places)],
  )

export const writeChoice = (db: Queryable, subdistrict: string, importId: number, key: string, choice: PlaceCandidate | null) =>
  db.query('update intake_place set choice = $4 where subdistrict_code = $1 and intake_job_id = $2 and place_key = $3', [
    subdistrict,
    importId,
    key,
    choice === null ? null : JSON.stringify(choice),
  ])
