import { z } from 'zod'
import { VacancyRow } from '#contract/vacancies.ts'
import { mostBuildingsOfHead } from '#domain/appointments/posts.ts'
import type { VacancyList, vacancySorts } from '#domain/appointments/vacancy-lists.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const Row = VacancyRow.extend({ residents60Plus: z.number().nullable(), sortedBy: z.number() })
export type Row = z.infer<typeof Row>

export type VacancyFilter = {
  readonly list: VacancyList
  readonly sort: (typeof vacancySorts)[number]
  readonly limit: number
  readonly within: number
  readonly community?: string | undefined
  /** Level-3 grids and those above them, or all. */
  readonly grids: readonly string[] | null
  readonly compound?: number | undefined
  readonly property?: string | undefined
  readonly stage?: string | undefined
  readonly q?: string | undefined
  readonly after?: { readonly value: number; readonly row: number } | undefined
}

const missingText = statementBeside(import.meta.url, 'missing-posts')
const heldText = statementBeside(import.meta.url, 'held-posts')
const ofHeld: readonly VacancyList[] = ['ending', 'overloaded', 'severalPosts']
/** The list stands in the text, so that a plan that is kept holds this list alone. */
const textOf = (list: VacancyList) => (ofHeld.includes(list) ? heldText : missingText).replaceAll(':list', `'${list}'::text`)

function statementOf(subdistrict: string, today: string, filter: VacancyFilter): readonly [text: string, values: readonly unknown[]] {
  const { list, sort, limit, within, community, grids, compound, property, stage, q, after } = filter
  const values = [
    subdistrict,
    today,
    community ?? null,
    grids,
    compound ?? null,
    property ?? null,
    stage ?? null,
    q ?? null,
    sort,
    limit,
    after?.value ?? null,
    after?.row ?? null,
  ]
  return [textOf(list), ofHeld.includes(list) ? [...values, within, mostBuildingsOfHead] : values]
}

/** Named: behind the two walls of a scope planning takes twice as long as looking. */
export const vacancyRows = (db: Queryable, subdistrict: string, today: string, filter: VacancyFilter) => {
  const [text, values] = statementOf(subdistrict, today, filter)
  return rows(db, Row, text, values, `vacancies-${filter.list}`)
}

/** More than any sub-district has. */
const everything = 1_000_000
export async function vacancyCount(
  db: Queryable,
  subdistrict: string,
  today: string,
  filter: Omit<VacancyFilter, 'limit' | 'sort' | 'after'>,
) {
  const [text, values] = statementOf(subdistrict, today, { ...filter, sort: 'households', limit: everything })
  const counted = await maybeRow(
    db,
    z.object({ count: z.number() }),
    `select count(*)::int as count from (${text}) listed`,
    values,
    `vacancies-${filter.list}-count`,
  )
  return counted?.count ?? 0
}
