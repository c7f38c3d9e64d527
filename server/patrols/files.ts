// GET /api/v1/patrol-routes/file?format=xlsx    routes, all of them
// GET /api/v1/patrol-runs/file?format=csv       runs
import type { PatrolRun } from '#contract/patrol-runs.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { RunState } from '#domain/patrol/run-state.ts'
import type { Handlers } from '../http/handler.ts'
import { harmless, listFile } from '../http/table-file.ts'
import { lastThirtyDays, patrolRouteList } from './queries.ts'
import { runList } from './run-queries.ts'
import { toRoute, toRun } from './told.ts'

type Language = 'zh-CN' | 'en'
const mostRows = 20_000

const headings = {
  routes: {
    'zh-CN': ['路线', '队伍', '社区编码', '长度（米）', '班次', '必巡点', '近30天应到', '近30天实到', '停用日期'],
    en: [
      'Route',
      'Team',
      'Community code',
      'Metres',
      'Shifts',
      'Checkpoints',
      'Visits planned, 30 days',
      'Visits made, 30 days',
      'Closed on',
    ],
  },
  runs: {
    'zh-CN': ['路线', '队伍', '状态', '计划开始', '计划结束', '开始', '结束', '应到', '实到', '准点', '已走（米）', '路线（米）'],
    en: [
      'Route',
      'Team',
      'State',
      'Planned start',
      'Planned end',
      'Started',
      'Finished',
      'Visits planned',
      'Made',
      'On time',
      'Passed m',
      'Route m',
    ],
  },
} as const
const states: Readonly<Record<Language, Readonly<Record<RunState, string>>>> = {
  'zh-CN': { planned: '待巡', running: '巡逻中', finished: '已完成', notWalked: '漏巡', calledOff: '已取消' },
  en: { planned: 'Planned', running: 'Under way', finished: 'Finished', notWalked: 'Not walked', calledOff: 'Called off' },
}

/** 2026-11-20 08:30, in the sub-district's own time. */
const clock = (instant: string | null): string =>
  instant === null ? '' : new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
const nameIn = (language: Language, name: string, nameEn: string) => (language === 'en' ? nameEn : name)

/** What a spreadsheet would run is made text. */
const cellsOf = (lines: readonly (readonly (string | number)[])[]): string[][] =>
  lines.map((line) => line.map((cell) => harmless(String(cell))))

const runLine = (run: PatrolRun, language: Language) => [
  nameIn(language, run.name, run.nameEn),
  nameIn(language, run.teamName, run.teamNameEn),
  states[language][run.state],
  clock(run.plannedStart),
  clock(run.plannedEnd),
  clock(run.startedAt),
  clock(run.finishedAt),
  run.planned,
  run.made,
  run.punctual,
  run.passedMetres === null ? '' : Math.round(run.passedMetres),
  Math.round(run.lengthMetres),
]

export const fileHandlers: Pick<Handlers, 'patrolRouteFile' | 'patrolRunFile'> = {
  patrolRouteFile: async ({ db, subdistrict, query: { format, language, ...filter }, now }) => {
    const found = await patrolRouteList(db, subdistrict, { ...filter, ...lastThirtyDays(now), limit: mostRows })
    const features = found.map(toRoute(now))
    const lines = features.map(({ properties: route }) => [
      nameIn(language, route.name, route.nameEn),
      nameIn(language, route.teamName, route.teamNameEn),
      route.communityCode,
      Math.round(route.lengthMetres),
      route.shifts.map(({ begins, ends, weekdays }) => `${begins}–${ends} (${weekdays.join('')})`).join('; '),
      route.checkpoints.length,
      route.checkpointCompletion.denominator,
      route.checkpointCompletion.numerator,
      route.retiredOn ?? '',
    ])
    return listFile({
      name: `patrol-routes-${calendarDay(now)}`,
      format,
      features: () => features,
      lines: () => cellsOf([headings.routes[language], ...lines]),
    })
  },

  patrolRunFile: async ({ db, subdistrict, query: { format, language, ...filter }, now }) => {
    const found = await runList(db, subdistrict, { ...filter, now: now.toISOString(), limit: mostRows })
    const lines = found.map((run) => runLine(toRun(run), language))
    return listFile({ name: `patrol-runs-${calendarDay(now)}`, format, lines: () => cellsOf([headings.runs[language], ...lines]) })
  },
}
