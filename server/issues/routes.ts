import { addDays, calendarDay, dayStart, daysBetween } from '#domain/calendar/calendar-day.ts'
import { densityCell, densityCellWidth, groundMetres } from '#domain/density/density-cell.ts'
import { refusedAt } from '../http/app-error.ts'
import { page } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { densityCells, issueList } from './queries.ts'
import { toIssue } from './shown.ts'

/** A cell or ratio made of fewer than this many could point at somebody (DOMAIN c.10). */
const smallestShown = 3
const defaultPeriodDays = 30

export const issueHandlers: Pick<Handlers, 'issues' | 'issueDensity'> = {
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

  issueDensity: async ({ db, subdistrict, query, now, who }) => {
    const to = query.to ?? calendarDay(now)
    const from = query.from ?? addDays(to, 1 - defaultPeriodDays)
    const days = daysBetween(from, to) + 1
    if (days < 1) throw refusedAt('query.from', 'is after `to`')
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
