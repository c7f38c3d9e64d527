// A job as it is told: where it stands, what its columns may mean, how its rows are.
import type { ImportDetail, ImportJob } from '#contract/imports.ts'
import type { issueItems } from '#contract/words.ts'
import { type RowStatus, rowStatuses } from '#domain/intake/intake-words.ts'
import { columnsOf, headerWord, isPersonal, proposeColumns } from '#domain/intake/propose-columns.ts'
import type { Queryable } from '../db/queryable.ts'
import { itemWords, type MappingRow, mappingList } from './mapping-queries.ts'
import { countRows, type JobRow, rowList, wordsIn } from './queries.ts'

type Item = (typeof issueItems)[number]
const sampleRows = 8

export const toJob = ({ accountId: _, attempts: __, mapping, ...job }: JobRow, toDo = job.rowCount): ImportJob => ({
  ...job,
  personal: job.header.map(isPersonal),
  toDo,
  mapping,
})

/** Everything about a job; outside the scope. */
export async function jobDetail(db: Queryable, subdistrict: string, job: JobRow): Promise<ImportDetail> {
  const counted = await countRows(db, subdistrict, job.importId)
  const rowsOf = (status: RowStatus | 'unchecked') => counted.find((row) => row.status === status)
  const checked = counted.some(({ status }) => status !== 'unchecked')
  const counts = Object.fromEntries(rowStatuses.map((status) => [status, rowsOf(status)?.rows ?? 0])) as Record<RowStatus, number>
  const excluded = rowsOf('ready')?.excluded ?? 0
  const toDo = job.state === 'committing' ? counts.ready - excluded + job.done : job.rowCount
  const proposal = job.header.length === 0 ? null : await propose(db, subdistrict, job)
  const column = job.mapping?.columns.item ?? proposal?.columns.item
  const sample = await rowList(db, subdistrict, job.importId, { after: 0, limit: sampleRows })
  return {
    ...toJob(job, toDo),
    sample: sample.map(({ cells }) => cells),
    proposal,
    words: column === undefined ? [] : await wordsIn(db, subdistrict, job.importId, column),
    counts: checked ? counts : null,
    excluded,
  }
}

/** The newest saved mapping that fits the header wholly; otherwise what the words of the header say. Known words are proposed either way. */
async function propose(db: Queryable, subdistrict: string, { header }: JobRow): Promise<NonNullable<ImportDetail['proposal']>> {
  const saved = await mappingList(db, subdistrict)
  const fitting = saved.map((mapping) => ({ mapping, columns: columnsOf(header, mapping.columns) })).find(({ columns }) => columns !== null)
  const items = await knownWords(db, subdistrict, saved)
  if (fitting?.columns) {
    const { name, source, coordinates } = fitting.mapping
    return { columns: { ...fitting.columns }, items: { ...items, ...fitting.mapping.items }, source, coordinates, from: name }
  }
  return { columns: { ...proposeColumns(header) }, items, source: 'hotline12345', coordinates: 'wgs84', from: null }
}

/** What words of items mean, from the dictionary and from every earlier file; the newest decision counts. */
async function knownWords(db: Queryable, subdistrict: string, saved: readonly MappingRow[]): Promise<Record<string, Item>> {
  const own = (await itemWords(db, subdistrict)).flatMap(({ key, name, nameEn }) => [[name, key] as const, [nameEn, key] as const])
  const learnt = [...saved].reverse().flatMap(({ items }) => Object.entries(items))
  return Object.fromEntries([...own, ...learnt])
}

/** Columns by the words of their header, to be saved. */
export const columnWords = (header: readonly string[], columns: Readonly<Record<string, number | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([field, at]) => {
      const word = at === undefined ? '' : (header[at] ?? '')
      return headerWord(word) === '' ? [] : [[field, word]]
    }),
  )
