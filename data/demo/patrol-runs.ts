/** Thirty days of patrol runs up to yesterday: most checkpoints visited in time, some late, some missed with a reason, a few runs never begun. */
import { addDays } from '#domain/calendar/calendar-day.ts'
import type { Random } from '#domain/random/random.ts'
import { instantOf, isoOf } from './clock.ts'
import { SUBDISTRICT } from './grid-register.ts'
import type { Patrols } from './patrol-routes.ts'
import type { CheckpointVisitRow, PatrolRunRow } from './tables.ts'

const DAYS = 30
const MISSED = ['道路施工无法通行', '临时处置突发情况', '大雨积水', '门禁关闭未能进入', '人手不足调离'] as const

export function patrolRuns(patrols: Patrols, today: string, random: Random): { runs: PatrolRunRow[]; visits: CheckpointVisitRow[] } {
  const runs: PatrolRunRow[] = []
  const visits: CheckpointVisitRow[] = []
  const pointsOf = new Map(
    patrols.routes.map(({ patrol_route_id: id }) => [id, patrols.checkpoints.filter((c) => c.patrol_route_id === id)]),
  )
  // Teams differ: most are reliable, a few are not.
  const care = new Map(
    patrols.teams.map(({ patrol_team_id: id }) => [id, random.chance(0.2) ? random.between(0.72, 0.85) : random.between(0.91, 0.99)]),
  )
  for (let ago = DAYS; ago >= 1; ago--) {
    const day = addDays(today, -ago)
    for (const route of patrols.routes) {
      const [hour = 8, minute = 30] = route.shift_start.split(':').map(Number)
      const reliable = care.get(route.patrol_team_id) ?? 0.95
      for (let k = 0; k < (random.chance(0.4) ? 2 : 1); k++) {
        const planned = instantOf(day, hour * 60 + minute + k * 95)
        const begun = random.chance(0.6 + reliable * 0.39)
        const late = random.chance(reliable) ? random.between(-3, 8) : random.between(12, 40)
        const started = planned + Math.round(late * 60) * 1000
        const points = pointsOf.get(route.patrol_route_id) ?? []
        const pace = (route.length_metres / 1000) * random.between(17, 26)
        const id = runs.length + 1
        const finished = started + Math.round((pace + points.length * 1.5) * 60) * 1000
        runs.push({
          subdistrict_code: SUBDISTRICT,
          patrol_run_id: id,
          patrol_route_id: route.patrol_route_id,
          planned_start: isoOf(planned),
          started_at: begun ? isoOf(started) : null,
          finished_at: begun ? isoOf(finished) : null,
        })
        if (!begun) continue
        for (const [n, point] of points.entries()) {
          const seen = random.chance(0.35 + reliable * 0.64)
          const at = started + Math.round((((n + 0.5) / points.length) * (finished - started)) / 1000) * 1000
          visits.push({
            subdistrict_code: SUBDISTRICT,
            patrol_run_id: id,
            checkpoint_id: point.checkpoint_id,
            visited_at: seen ? isoOf(at) : null,
            missed_reason: seen ? '' : random.chance(0.8) ? random.pick(MISSED) : '',
          })
        }
      }
    }
  }
  return { runs, visits }
}
