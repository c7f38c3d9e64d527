import type { Role } from '#contract/words.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { Queryable } from '../db/queryable.ts'
import { feature } from '../http/feature.ts'
import { type IssueRow, issueList } from './queries.ts'

/** A wall is read by whoever passes: what people wrote stays off it, and so do the points of family disputes (DOMAIN e). */
export const toIssue =
  ({ role }: { readonly role: Role | null }) =>
  ({ geometry, ...row }: IssueRow) =>
    feature(row.issueId, geometry, role === 'wall' ? { ...row, description: '', address: '' } : row)

/** Issues by number as they are now, as a list would show them to people or on a wall; what may not be on a wall is missing there. */
export const describeIssues =
  (now: () => Date) => async (db: Queryable, subdistrict: string, issueIds: readonly number[], onWall: boolean) => {
    const at = now()
    const found = await issueList(db, subdistrict, { now: at, today: calendarDay(at), limit: issueIds.length, issueIds, onWall })
    const show = toIssue({ role: onWall ? 'wall' : null })
    return new Map(found.map((row) => [row.issueId, show(row)]))
  }
