// GET /api/v1/wall/figures, /patrols, /renovation, /borders   what the panels of a wall show; counts that could point at somebody are not told there
import { renovationStages } from '#contract/words.ts'
import { addDays, calendarDay, dayStart } from '#domain/calendar/calendar-day.ts'
import { basisOf } from '#domain/metrics/borders-basis.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { redrawnGrids } from '../db/redrawn-grids.ts'
import { rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import {
  bordersAround,
  bordersChanged,
  communities,
  consentBeforeFiling,
  gridsByLevel,
  issueFigures,
  itemsBuilt,
  newestIssues,
  newestPair,
  projectsByStage,
  routesOfDay,
  runsOfDay,
} from './figure-queries.ts'

export const figureHandlers: Pick<Handlers, 'wallFigures' | 'wallPatrols' | 'wallRenovation' | 'wallBorders'> = {
  wallFigures: async ({ db, subdistrict, now, who }) => {
    const today = calendarDay(now)
    const onWall = who.role === 'wall'
    // the whole sub-district points at nobody; a part of it may
    const onSmallWall = onWall && !who.scope.whole
    const told = (count: number) => (onWall ? toldCount(count) : count)
    const toldInAll = (count: number) => (onSmallWall ? toldCount(count) : count)
    const toldRate = (numerator: number, denominator: number) => ({
      numerator: toldInAll(numerator),
      denominator: toldInAll(denominator),
      asOf: now.toISOString(),
    })
    const redrawn = await redrawnGrids(db, subdistrict, addDays(today, -7), today)
    const one = await issueFigures(db, subdistrict, now, dayStart(today), today, redrawn, {
      inAll: !onSmallWall,
      byCommunity: !onWall,
    })
    const openOf = new Map(one.openBy.map((row) => [row.community, row]))
    const reportedOf = new Map(one.reportedBy.map((row) => [row.community, row.reported]))
    return {
      asOf: now.toISOString(),
      dataTime: one.dataTime,
      open: toldInAll(one.open),
      urgent: toldInAll(one.urgent),
      overdue: toldRate(one.overdue, one.open),
      latestOverdue: one.latestOverdue,
      today: toldInAll(one.today),
      yesterday: toldInAll(one.yesterday),
      onTime: toldRate(one.onTime, one.due),
      onTimeBefore: toldRate(one.onTimeBefore, one.dueBefore),
      days: one.days.map(({ day, reported, closed }) => ({ day, reported: toldInAll(reported), closed: toldInAll(closed) })),
      classes: one.classes.map(({ class: name, issues }) => ({ class: name, issues: told(issues) })),
      communities: (await communities(db, subdistrict, today)).map((grid) => {
        const community = grid.gridCode.slice(0, 12)
        const { open, overdue } = openOf.get(community) ?? { open: 0, overdue: 0 }
        return { ...grid, open: told(open), overdue: told(overdue), reported7Days: told(reportedOf.get(community) ?? 0) }
      }),
      borders: basisOf('recomputed', redrawn),
      newest: await newestIssues(db, subdistrict, now),
    }
  },

  wallPatrols: async ({ db, subdistrict, now }) => {
    const day = calendarDay(now)
    const { visitsPlanned, visitsMade, dataTime, ...runs } = await runsOfDay(db, subdistrict, now, dayStart(day))
    const routes = await routesOfDay(db, subdistrict, now, dayStart(day))
    return { asOf: now.toISOString(), dataTime, day, runs, visits: rate(visitsMade, visitsPlanned, now), routes }
  },

  wallRenovation: async ({ db, subdistrict, now, who }) => {
    const counted = new Map((await projectsByStage(db, subdistrict)).map(({ stage, projects }) => [stage, projects]))
    const consent = await consentBeforeFiling(db, subdistrict)
    return {
      asOf: now.toISOString(),
      dataTime: consent?.dataTime ?? null,
      stages: renovationStages.map((stage) => ({ stage, projects: counted.get(stage) ?? 0 })),
      consented: toldConsent(consent?.consenting ?? 0, consent?.entitled ?? 0, now, who.role === 'wall'),
      items: await itemsBuilt(db, subdistrict),
      pair: (await newestPair(db, subdistrict)) ?? null,
    }
  },

  wallBorders: async ({ db, subdistrict, now }) => {
    const day = calendarDay(now)
    const around = await bordersAround(db, subdistrict, day)
    const [present, next] = [around.find(({ isNext }) => !isNext), around.find(({ isNext }) => isNext)]
    return {
      asOf: now.toISOString(),
      inForce: present ? { title: present.title, validFrom: present.validFrom, levels: await gridsByLevel(db, subdistrict, day) } : null,
      next: next ? { title: next.title, validFrom: next.validFrom, changes: await bordersChanged(db, subdistrict, next.validFrom) } : null,
    }
  },
}

/** Of few households: neither how many consent nor how many do not is told on a wall. */
function toldConsent(consenting: number, entitled: number, now: Date, onWall: boolean) {
  const few = onWall && [consenting, entitled - consenting].some((count) => toldCount(count) === '<3')
  return { numerator: few ? ('<3' as const) : consenting, denominator: entitled, asOf: now.toISOString() }
}
