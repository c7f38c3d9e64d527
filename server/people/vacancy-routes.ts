// GET /api/v1/vacancies?list=buildingHead        what is missing, the longest vacant first
// GET /api/v1/vacancies/counts                   how long each list is
// GET /api/v1/vacancies/file?list=…&format=xlsx  all of a list as a file
import { type VacancyList, vacancyLists } from '#domain/appointments/vacancy-lists.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maskName } from '#domain/privacy/mask.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import type { GridTree } from '../db/grid-tree.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { fillInHandlers } from './fill-in.ts'
import { vacancyFileOf } from './vacancy-file.ts'
import { type Row, type VacancyFilter, vacancyCount, vacancyRows } from './vacancy-queries.ts'

/** Of a unit the residents are not known; none is told of. */
export const toldRow = ({ sortedBy: _, person, residents60Plus, ...row }: Row) => ({
  ...row,
  person: person === null ? null : maskName(person),
  residents60Plus: toldCount(residents60Plus ?? 0),
})

type Asked = Omit<VacancyFilter, 'list' | 'sort' | 'limit' | 'grids' | 'after'> & { readonly grid?: string | undefined }
const filterOf = ({ grid, ...filter }: Asked, tree: GridTree) => ({ ...filter, grids: grid === undefined ? null : tree.below([grid]) })

const mostRowsOfFile = 20_000

export const vacancyHandlers: Pick<Handlers, 'vacancies' | 'vacancyCounts' | 'vacancyFile' | keyof typeof fillInHandlers> = {
  ...fillInHandlers,

  vacancies: async ({ db, subdistrict, query: { after, list, sort, limit, ...asked }, now, tree }) => {
    const [value = 0, row = 0] = afterNumbers(after, 2) ?? []
    const fetched = await vacancyRows(db, subdistrict, calendarDay(now), {
      ...filterOf(asked, tree),
      list,
      sort,
      limit: limit + 1,
      after: after === undefined ? undefined : { value, row },
    })
    const kept = fetched.slice(0, limit)
    const last = kept.at(-1)
    const next = fetched.length > limit && last !== undefined ? `${last.sortedBy}.${last.rowId}` : null
    return { asOf: now.toISOString(), list, rows: kept.map(toldRow), next }
  },

  vacancyCounts: async ({ db, subdistrict, query, now, tree }) => {
    const counts: { list: VacancyList; count: number }[] = []
    for (const list of vacancyLists)
      counts.push({ list, count: await vacancyCount(db, subdistrict, calendarDay(now), { ...filterOf(query, tree), list }) })
    return { asOf: now.toISOString(), counts }
  },

  vacancyFile: async ({ db, subdistrict, query: { list, sort, format, language, ...asked }, now, tree }) => {
    const today = calendarDay(now)
    const found = await vacancyRows(db, subdistrict, today, { ...filterOf(asked, tree), list, sort, limit: mostRowsOfFile })
    return vacancyFileOf(found.map(toldRow), { list, format, language, today })
  },
}
