import { similarDays, similarMetres } from '#contract/issues.ts'
import { addDays, calendarDay, dayStart } from '#domain/calendar/calendar-day.ts'
import { statusesIn } from '#domain/issues/queues.ts'
import { found, refusedAt } from '../http/app-error.ts'
import { page } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { type IssueRow, issueList, issuesByNumber, placeOfIssue, queueCounts, similarTo } from './queries.ts'
import { toIssue, toListed } from './shown.ts'

const mostSimilar = 10

const largestMoment = Date.UTC(2200, 0)
/** A place in the order of due dates: what has none comes last. */
const dueKey = (dueAt: string | null) => (dueAt === null ? largestMoment : Date.parse(dueAt))
const dueOf = (milliseconds: number) => (milliseconds === largestMoment ? 'infinity' : new Date(milliseconds).toISOString())
const dayBegin = (day: string | undefined) => day && dayStart(day)
const dayEnd = (day: string | undefined) => day && dayStart(addDays(day, 1))

export const issueHandlers: Pick<Handlers, 'issues' | 'issueQueues' | 'similarIssues'> = {
  issues: async ({ db, subdistrict, query, now, who }) => {
    const onWall = who.role === 'wall'
    if (onWall && query.q !== undefined) throw refusedAt('query.q', 'texts are not for a wall')
    const { order, mine, queue, limit, status } = query
    const [milliseconds = 0, issueId = 0] = afterNumbers(query.after, 2) ?? []
    const at = order === 'due' ? dueOf(milliseconds) : new Date(milliseconds).toISOString()
    const inQueue = queue && statusesIn(queue)
    const fetched = await issueList(
      db,
      subdistrict,
      {
        ...query,
        status: inQueue && status ? inQueue.filter((one) => status.includes(one)) : (inQueue ?? status),
        from: dayBegin(query.from),
        before: dayEnd(query.to),
        now,
        today: calendarDay(now),
        onWall: onWall || query.onWall === 'yes',
        person: who,
      },
      { limit: limit + 1, order, mine, after: query.after === undefined ? undefined : { at, issueId } },
    )
    const keyOf = (row: IssueRow) => `${order === 'due' ? dueKey(row.dueAt) : Date.parse(row.reportedAt)}.${row.issueId}`
    return page(fetched, limit, now, keyOf, toListed(who))
  },

  issueQueues: async ({ db, subdistrict, query, now, who }) => ({
    asOf: now.toISOString(),
    queues: await queueCounts(db, subdistrict, {
      ...query,
      from: dayBegin(query.from),
      before: dayEnd(query.to),
      now,
      today: calendarDay(now),
      onWall: false,
      person: who,
    }),
  }),

  similarIssues: async ({ db, subdistrict, query: { issue, lng, lat, item }, now, who }) => {
    const asked = lng !== undefined && lat !== undefined && item !== undefined ? { lng, lat, item, at: now.toISOString() } : undefined
    if ((issue === undefined) === (asked === undefined)) throw refusedAt('query.issue', 'either an issue, or lng, lat and item')
    const place = asked ?? found(await placeOfIssue(db, subdistrict, issue ?? 0), `issue ${issue}`)
    const near = await similarTo(db, subdistrict, {
      ...place,
      withinMetres: similarMetres,
      withinDays: similarDays,
      except: issue ?? null,
      limit: mostSimilar,
    })
    const issueIds = near.map((one) => one.issueId)
    const rows = await issuesByNumber(db, subdistrict, { now, issueIds, onWall: false, person: who })
    const listed = new Map(rows.map((row) => [row.issueId, toIssue(who)(row)]))
    return {
      asOf: now.toISOString(),
      issues: near.flatMap(({ issueId, distanceMetres, daysApart }) => {
        const one = listed.get(issueId)
        return one ? [{ issue: one, distanceMetres, daysApart }] : []
      }),
    }
  },
}
