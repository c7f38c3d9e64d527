import { addDays, calendarDay, dayStart } from '#domain/calendar/calendar-day.ts'
import { page } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { issueList } from './queries.ts'
import { toIssue } from './shown.ts'

export const issueHandlers: Pick<Handlers, 'issues'> = {
  issues: async ({ db, subdistrict, query, now, who }) => {
    const [milliseconds = 0, issueId = 0] = afterNumbers(query.after, 2) ?? []
    const fetched = await issueList(db, subdistrict, {
      ...query,
      now,
      onWall: who.role === 'wall',
      today: calendarDay(now),
      limit: query.limit + 1,
      from: query.from && dayStart(query.from),
      before: query.to && dayStart(addDays(query.to, 1)),
      after: query.after === undefined ? undefined : { reportedAt: new Date(milliseconds).toISOString(), issueId },
    })
    return page(fetched, query.limit, now, (row) => `${Date.parse(row.reportedAt)}.${row.issueId}`, toIssue(who))
  },
}
