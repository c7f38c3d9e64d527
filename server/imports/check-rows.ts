// The second step of a job: every row is read by the mapping, looked up and placed, in chunks that each are one short transaction.

import type { PlaceCandidate } from '#contract/imports.ts'
import type { issueItems } from '#contract/words.ts'
import { checkRow } from '#domain/intake/check-row.ts'
import { type Found, placeFinder, placeKey } from '#domain/intake/find-place.ts'
import type { RowProblem } from '#domain/intake/intake-words.ts'
import { placesInScope } from '../db/known-places.ts'
import type { Queryable } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { convertPoint } from '../http/tables/convert-point.ts'
import { type Claimed, tailsAreLost } from './job-queries.ts'
import { placeRows, rowAt, rowWithoutPlace } from './place-rows.ts'
import {
  type CheckedRow,
  choicesMade,
  type JobRow,
  knownReferences,
  type PlaceRow,
  rowList,
  type StoredRow,
  writeChecked,
  writePlaces,
} from './queries.ts'

const chunkRows = 2000
const placesAtOnce = 500

type IssueItem = (typeof issueItems)[number]
type Mapping = NonNullable<JobRow['mapping']>
type Place = Omit<PlaceRow, 'rows' | 'choice'>

/** Runs work in one transaction within the scope of whoever sent the file, telling how many rows are done. */
export type InChunk = <T>(done: number, work: (db: Queryable) => Promise<T>) => Promise<T>

export async function checkRows(job: Claimed, mapping: Mapping, now: Date, inChunk: InChunk): Promise<void> {
  const { subdistrict, importId } = job
  const rowMapping = { columns: mapping.columns, items: new Map<string, IssueItem>(Object.entries(mapping.items)) }
  const { find, choices, tailsLost } = await inChunk(0, async (db) => {
    const places = await placesInScope(db, subdistrict)
    const known = await outsideScope(db, async (system) => ({
      choices: new Map((await choicesMade(system, subdistrict, importId)).map(({ key, choice }) => [key, choice])),
      tailsLost: await tailsAreLost(system, job, mapping.columns.ticketNumber ?? 0),
    }))
    return { find: rememberedFinder(placeFinder(places)), ...known }
  })
  const seen = new Set<string>()
  const undecided = new Map<string, Place>()
  for (let after = 0, done = 0; ; ) {
    const read = await inChunk(done, async (db) => {
      const stored = await outsideScope(db, (system) => rowList(system, subdistrict, importId, { after, limit: chunkRows }))
      const left = stored.filter(({ issueId }) => issueId === null)
      for (const { reference, issueId } of stored) if (issueId !== null) seen.add(reference)
      const checked = left.map((row) => readRow(row, checkRow(row.cells, rowMapping, now, tailsLost), mapping, seen))
      const known = await outsideScope(db, (system) =>
        knownReferences(
          system,
          subdistrict,
          checked.map(({ reference }) => reference),
        ),
      )
      const knownAlready = new Set(known.map(({ reference }) => reference))
      const sought = checked.map((row) => seekPlace(withKnown(row, knownAlready), find, choices, undecided))
      const placed = await placeRows(db, subdistrict, sought, now)
      await outsideScope(db, (system) => writeChecked(system, subdistrict, importId, placed))
      return stored
    })
    const last = read.at(-1)
    if (last === undefined) break
    after = last.rowNumber
    done += read.length
  }
  const places = [...undecided.values()]
  for (let at = 0; at < places.length; at += placesAtOnce)
    await inChunk(seen.size, (db) =>
      outsideScope(db, (system) => writePlaces(system, subdistrict, importId, places.slice(at, at + placesAtOnce))),
    )
}

/** The same words are looked up once. */
function rememberedFinder(find: (text: string) => Found): (text: string) => Found {
  const known = new Map<string, Found>()
  return (text) => {
    const found = known.get(text) ?? find(text)
    known.set(text, found)
    return found
  }
}

function readRow(row: StoredRow, read: ReturnType<typeof checkRow<IssueItem>>, { coordinates }: Mapping, seen: Set<string>): CheckedRow {
  const problems: RowProblem[] = [...read.problems]
  if (read.reference !== '') {
    if (seen.has(read.reference)) problems.push('duplicateInFile')
    seen.add(read.reference)
  }
  const point = read.point === null ? null : convertPoint(read.point, coordinates)
  return {
    rowNumber: row.rowNumber,
    status: 'ready',
    problems,
    reference: read.reference,
    word: read.word,
    item: read.item,
    description: read.description,
    address: read.address,
    reportedAt: read.reportedAt,
    closedAt: read.closedAt,
    lng: point?.[0] ?? null,
    lat: point?.[1] ?? null,
    gridCode: null,
    buildingId: null,
    placeKey: null,
    placedBy: point === null ? null : 'coordinate',
  }
}

const withKnown = (row: CheckedRow, known: ReadonlySet<string>): CheckedRow =>
  known.has(row.reference) ? { ...row, problems: [...row.problems, 'duplicateKnown'] } : row

/** A row without a coordinate is looked for by its words. What is not certain waits for a person. */
function seekPlace(
  row: CheckedRow,
  find: (text: string) => Found,
  choices: ReadonlyMap<string, PlaceCandidate>,
  undecided: Map<string, Place>,
): CheckedRow {
  if (row.lng !== null) return row
  const key = placeKey(row.address)
  if (key === '') return rowWithoutPlace(row, 'unknown')
  const found = find(row.address)
  if (found.match === 'exact') return rowAt({ ...row, placeKey: key }, found.place, 'name')
  if (!undecided.has(key))
    undecided.set(key, { key, words: row.address, match: found.match, candidates: found.candidates.map(({ words: _, ...place }) => place) })
  const choice = choices.get(key)
  return choice ? rowAt({ ...row, placeKey: key }, choice, 'person') : rowWithoutPlace({ ...row, placeKey: key }, found.match)
}
