import type { Role } from '#contract/words.ts'
import { addDays, calendarDay, dayStart, daysBetween } from '#domain/calendar/calendar-day.ts'
import { densityCell, densityCellWidth, groundMetres } from '#domain/density/density-cell.ts'
import { AppError, found } from '../http/app-error.ts'
import { feature, page } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { densityCells, type IssueRow, issueList, issueTimeline, itemNameAt } from './queries.ts'

/** A wall is read by whoever passes: what people wrote stays off it, and so do the points of family disputes (DOMAIN e). */
const toIssue =
  ({ role }: { readonly role: Role | null }) =>
  ({ geometry, ...row }: IssueRow) =>
    feature(row.issueId, geometry, role === 'wall' ? { ...row, description: '', address: '' } : row)

/** A cell or ratio made of fewer than this many could point at somebody (DOMAIN c.10). */
const smallestShown = 3
const defaultPeriodDays = 30

export const issueHandlers: Pick<Handlers, 'issues' | 'issue' | 'issueDensity'> = {
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

  issue: async ({ db, subdistrict, params, now, who }) => {
    const [row] = await issueList(db, subdistrict, {
      now,
      today: calendarDay(now),
      limit: 1,
      issueId: params.id,
      onWall: who.role === 'wall',
    })
    const shown = toIssue(who)(found(row, `issue ${params.id}`))
    const { item, reportedAt } = shown.properties
    const named = found(await itemNameAt(db, subdistrict, item, reportedAt), `item ${item}`)
    return { ...shown, ...named, timeline: await issueTimeline(db, subdistrict, params.id) }
  },

  issueDensity: async ({ db, subdistrict, query, now, who }) => {
    const to = query.to ?? calendarDay(now)
    const from = query.from ?? addDays(to, 1 - defaultPeriodDays)
    const days = daysBetween(from, to) + 1
    if (days < 1) throw new AppError('invalid_request', 'query.from: is after `to`', [{ path: 'query.from', problem: 'is after `to`' }])
    const perHouseholds = query.per === 'households'
    const cellWidth = densityCellWidth(query.zoom, query.bbox, perHouseholds)
    const counted = await densityCells(db, subdistrict, {
      ...query,
      cellWidth,
      perHouseholds,
      onWall: who.role === 'wall',
      from: dayStart(from),
      before: dayStart(addDays(to, 1)),
    })
    // on a wall, which whoever passes reads, no single report is told from its neighbours either
    const shown = counted.filter(
      (cell) =>
        (who.role !== 'wall' || cell.issues >= smallestShown) &&
        (!perHouseholds || (cell.issues >= smallestShown && cell.households >= smallestShown)),
    )
    return {
      asOf: now.toISOString(),
      from,
      to,
      days,
      per: query.per,
      cellMetres: groundMetres(cellWidth, (query.bbox[1] + query.bbox[3]) / 2),
      total: counted.reduce((sum, cell) => sum + cell.issues, 0),
      suppressedCells: counted.length - shown.length,
      cells: shown.map((cell) => densityCell(cell, cellWidth, perHouseholds)),
    }
  },
}
