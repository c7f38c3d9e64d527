// POST /api/v1/imports?name=…           the file itself is the body; answers at once, it is read afterwards
// PUT  /api/v1/imports/7/mapping        what columns and words mean; rows are checked afterwards
// PUT  /api/v1/imports/7/places         which place some words mean
// POST /api/v1/imports/7/commit         what is ready is taken in, afterwards; GET /api/v1/imports/7 says how far it is
import { createHash } from 'node:crypto'
import { isWorking } from '#domain/intake/intake-words.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import type { Queryable } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import { Bytes, type Handlers } from '../http/handler.ts'
import type { Principal } from '../http/principal.ts'
import { asCsv, asWorkbook } from '../http/table-file.ts'
import { sniffFile } from '../http/tables/sniff-file.ts'
import { errorLines } from './error-file.ts'
import { columnWords, jobDetail, toJob } from './job-answer.ts'
import { mappingList, saveMapping } from './mapping-queries.ts'
import { placeRows, rowAt, rowWithoutPlace } from './place-rows.ts'
import {
  deleteJob,
  holdJob,
  includeRows,
  insertJob,
  type JobRow,
  jobList,
  jobOf,
  placeByKey,
  placeList,
  rowList,
  type StoredRow,
  setState,
  writeChecked,
  writeChoice,
} from './queries.ts'
import type { Runner } from './runner.ts'

/** How long rows wait for somebody who does not come back. */
const keptMilliseconds = 7 * 86_400_000
const mostRows = 100_000

type Asked = { readonly db: Queryable; readonly subdistrict: string; readonly who: Principal; readonly params: { readonly id: number } }
const theJob = ({ db, subdistrict, who, params }: Asked): Promise<JobRow> =>
  outsideScope(db, async (system) =>
    found(await jobOf(system, { subdistrict, accountId: who.accountId }, params.id), `import ${params.id}`),
  )

/** The job, held, in a state in which a person may change it. */
async function heldJob(system: Queryable, { subdistrict, who, params }: Asked): Promise<JobRow> {
  const job = found(await holdJob(system, { subdistrict, accountId: who.accountId }, params.id), `import ${params.id}`)
  if (isWorking(job.state)) throw new AppError('conflict', `import ${params.id} is being worked on: ${job.state}`)
  if (job.state === 'refused') throw new AppError('conflict', `import ${params.id} was refused: ${job.refusal}`)
  return job
}

const toRow = ({ cells: _, buildingId: __, placeKey: ___, status, ...row }: StoredRow) =>
  status === 'unchecked' ? [] : [{ ...row, status }]

export const importHandlers = (
  runner: Runner,
): Pick<
  Handlers,
  | 'createImport'
  | 'imports'
  | 'importMappings'
  | 'importJob'
  | 'mapImport'
  | 'importRows'
  | 'importPlaces'
  | 'chooseImportPlace'
  | 'includeImportRows'
  | 'commitImport'
  | 'importErrors'
  | 'discardImport'
> => ({
  createImport: async ({ db, subdistrict, who, now, query, body, audit }) => {
    const sniffed = sniffFile(body)
    if (!sniffed.ok) throw refusedAt('body', sniffed.refusal)
    const [at, fileHash] = [now.toISOString(), createHash('sha256').update(body).digest('hex')]
    const fileName = maskFreeText(query.name.replace(/[\p{Cc}/\\]/gu, ' '))
    const expiresAt = new Date(now.getTime() + keptMilliseconds).toISOString()
    const whose = { subdistrict, accountId: who.accountId }
    const job = await outsideScope(db, async (system) => {
      const importId = await insertJob(system, whose, { fileName, fileHash, content: body, createdAt: at, expiresAt })
      return found(await jobOf(system, whose, importId), `import ${importId}`)
    })
    await audit({ action: 'fileSent', subject: `import:${job.importId}`, after: { fileName, bytes: body.length, sha256: fileHash } })
    runner.expect()
    return toJob(job)
  },

  imports: async ({ db, subdistrict, who }) => {
    const jobs = await outsideScope(db, (system) => jobList(system, { subdistrict, accountId: who.accountId }))
    return { imports: jobs.map((job) => toJob(job)) }
  },

  importMappings: async ({ db, subdistrict }) => ({ mappings: await outsideScope(db, (system) => mappingList(system, subdistrict)) }),

  importJob: async (asked) => {
    const job = await theJob(asked)
    return outsideScope(asked.db, (system) => jobDetail(system, asked.subdistrict, job))
  },

  mapImport: async ({ body, now, audit, ...asked }) => {
    const { saveAs, ...mapping } = body
    const { db, subdistrict, who, params } = asked
    const job = await outsideScope(db, async (system) => {
      const held = await heldJob(system, asked)
      const beyond = Object.entries(mapping.columns).find(([, at]) => at !== undefined && at >= held.header.length)
      if (beyond) throw refusedAt(`body.columns.${beyond[0]}`, 'there is no such column')
      await setState(system, subdistrict, params.id, 'checking', mapping)
      const { items, source, coordinates } = mapping
      const columns = columnWords(held.header, mapping.columns)
      if (saveAs !== null)
        await saveMapping(system, subdistrict, {
          name: saveAs,
          columns,
          items,
          source,
          coordinates,
          changedAt: now.toISOString(),
          changedBy: who.username,
        })
      return { ...held, state: 'checking' as const, done: 0, mapping }
    })
    await audit({
      action: 'importMapped',
      subject: `import:${params.id}`,
      after: { saveAs: saveAs ?? '', coordinates: mapping.coordinates },
    })
    runner.expect()
    return toJob(job)
  },

  importRows: async ({ query, ...asked }) => {
    await theJob(asked)
    const { after = 0, limit, status, place } = query
    const rows = await outsideScope(asked.db, (system) =>
      rowList(system, asked.subdistrict, asked.params.id, { after, limit: limit + 1, status, place }),
    )
    const kept = rows.slice(0, limit)
    return { rows: kept.flatMap(toRow), next: rows.length > limit ? (kept.at(-1)?.rowNumber ?? null) : null }
  },

  importPlaces: async ({ query, ...asked }) => {
    await theJob(asked)
    const { after = '', limit } = query
    const places = await outsideScope(asked.db, (system) => placeList(system, asked.subdistrict, asked.params.id, after, limit + 1))
    const kept = places.slice(0, limit)
    return { places: kept, next: places.length > limit ? (kept.at(-1)?.key ?? null) : null }
  },

  chooseImportPlace: async ({ body, audit, ...asked }) => {
    const { db, subdistrict, params } = asked
    const { place, choice, rows } = await outsideScope(db, async (system) => {
      await heldJob(system, asked)
      const known = found(await placeByKey(system, subdistrict, params.id, body.key), 'such words in this file')
      const wanted = body.choice
      const chosen = wanted === null ? null : (known.candidates.find(({ kind, id }) => kind === wanted.kind && id === wanted.id) ?? null)
      if (wanted !== null && chosen === null) throw refusedAt('body.choice', 'not one of the candidates')
      await writeChoice(system, subdistrict, params.id, body.key, chosen)
      return {
        place: known,
        choice: chosen,
        rows: await rowList(system, subdistrict, params.id, { after: 0, limit: mostRows, place: body.key, left: true }),
      }
    })
    const decided = rows.map(({ cells: _, included: __, issueId: ___, ...row }) =>
      choice === null ? rowWithoutPlace(row, place.match) : rowAt(row, choice, 'person'),
    )
    const placed = await placeRows(db, subdistrict, decided, asked.now)
    await outsideScope(db, (system) => writeChecked(system, subdistrict, params.id, placed))
    await audit({
      action: 'importPlaceChosen',
      subject: `import:${params.id}`,
      after: { words: place.words, chosen: choice === null ? '' : `${choice.kind}:${choice.id}`, rows: rows.length },
    })
    return { ...place, choice }
  },

  includeImportRows: async ({ body, audit, ...asked }) => {
    const { db, subdistrict, params } = asked
    const changed = await outsideScope(db, async (system) => {
      await heldJob(system, asked)
      return includeRows(system, subdistrict, params.id, body.rows, body.included)
    })
    await audit({ action: 'importRowsChosen', subject: `import:${params.id}`, after: { included: body.included, rows: changed } })
    return { changed }
  },

  commitImport: async ({ audit, ...asked }) => {
    const { db, subdistrict, params } = asked
    const job = await outsideScope(db, async (system) => {
      const held = await heldJob(system, asked)
      if (held.state !== 'ready' && held.state !== 'committed')
        throw new AppError('conflict', `import ${params.id} is ${held.state}: say first what its columns mean`)
      await setState(system, subdistrict, params.id, 'committing')
      return { ...held, state: 'committing' as const, done: 0 }
    })
    await audit({ action: 'importConfirmed', subject: `import:${params.id}`, after: { fileName: job.fileName } })
    runner.expect()
    return toJob(job)
  },

  importErrors: async ({ query, ...asked }) => {
    const job = await theJob(asked)
    if (isWorking(job.state)) throw new AppError('conflict', `import ${job.importId} is being worked on: ${job.state}`)
    const rows = await outsideScope(asked.db, (system) =>
      rowList(system, asked.subdistrict, job.importId, { after: 0, limit: mostRows, left: true }),
    )
    const lines = errorLines(
      job.header,
      rows.filter(({ status, included }) => status !== 'ready' || !included),
      query.language,
    )
    const csv = query.format === 'csv'
    const name = `${job.fileName.replace(/\.[^.]*$/, '')}-errors.${query.format}`
    return new Bytes(
      csv ? asCsv(lines) : await asWorkbook(lines),
      csv ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      { 'Content-Disposition': `attachment; filename="errors.${query.format}"; filename*=UTF-8''${encodeURIComponent(name)}` },
    )
  },

  discardImport: async ({ audit, ...asked }) => {
    const { db, subdistrict, who, params } = asked
    const job = await outsideScope(db, async (system) => {
      const present = found(await holdJob(system, { subdistrict, accountId: who.accountId }, params.id), `import ${params.id}`)
      if (present.state === 'committing') throw new AppError('conflict', `import ${params.id} is being taken in`)
      await deleteJob(system, subdistrict, params.id)
      return present
    })
    await audit({ action: 'importDiscarded', subject: `import:${params.id}`, before: { fileName: job.fileName, state: job.state } })
    return { discarded: true }
  },
})
