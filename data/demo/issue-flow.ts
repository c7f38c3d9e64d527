/**
 * The way of an issue through the desks (DOMAIN f), played forward from its report and stopped at the present:
 * what was reported lately is still open, what is old is closed, a few are stuck.
 */
import { addWorkingMinutes, limitMinutes, usualCalendar } from '#domain/calendar/working-time.ts'
import { type HandlerLevel, handlerLevels, type IssueStatus } from '#domain/issues/workflow.ts'
import type { Random } from '#domain/random/random.ts'
import type { IssueItem } from '../dictionaries/issue-items.ts'
import { deskTime } from './clock.ts'
import type { IssueSource } from './tables.ts'

export interface FlowStep {
  readonly at: number
  readonly from: IssueStatus | null
  readonly to: IssueStatus
  readonly actor: string
  readonly reason: string
}

export interface Flow {
  readonly steps: readonly FlowStep[]
  readonly filedAt: number | null
  readonly dueAt: number | null
  readonly closedAt: number | null
  readonly level: HandlerLevel
}

const MINUTE = 60_000
const REPORTER: Record<IssueSource, string> = {
  patrol: 'patrolMember',
  gridWorker: 'gridWorker',
  buildingHead: 'buildingHead',
  hotline12345: 'hotlineOperator',
  resident: 'resident',
  superior: 'superiorOffice',
  sensor: 'sensor',
}

/** The demo knows no holidays. */
const afterWork = (from: number, minutes: number): number => addWorkingMinutes(usualCalendar, new Date(from), minutes).getTime()

export function playFlow(item: IssueItem, source: IssueSource, urgent: boolean, reportedAt: number, now: number, random: Random): Flow {
  const steps: FlowStep[] = []
  let clock = reportedAt
  let status: IssueStatus | null = null
  let present = true
  let level = item.handler_level
  /** The next step after a pause, unless the present comes first. */
  const step = (to: IssueStatus, pauseMinutes: number, actor: string, reason = '', desk = true): boolean => {
    if (!present) return false
    let at = clock + Math.max(1, Math.round(pauseMinutes)) * MINUTE
    if (desk && !urgent) at = deskTime(at, random.chance(0.8), random.whole(0, 45))
    if (status !== null && at >= now) {
      present = false
      return false
    }
    steps.push({ at, from: status, to, actor, reason })
    clock = at
    status = to
    return true
  }
  let filedAt: number | null = null
  let dueAt: number | null = null
  let closedAt: number | null = null
  const result = (): Flow => ({ steps, filedAt, dueAt, closedAt, level })

  step('reported', 0, REPORTER[source], '', false)
  if (random.chance(0.012)) {
    step('rejected', random.between(20, 300), 'communityDesk', '不属于本街道受理范围')
    return result()
  }
  if (!step('accepted', urgent ? random.between(2, 20) : random.between(8, 240), 'communityDesk')) return result()
  const refused = random.next()
  if (refused < 0.018) {
    step('rejected', random.between(30, 500), 'communityDesk', random.pick(['现场核实未发现问题', '不符合立案条件', '诉求人撤回']))
    return result()
  }
  if (refused < 0.048) {
    step('merged', random.between(20, 300), 'communityDesk', '与已受理事件重复,并案处理')
    return result()
  }
  if (!step('filed', urgent ? random.between(3, 20) : random.between(10, 200), 'communityDesk')) return result()
  filedAt = clock
  const limit = limitMinutes(usualCalendar, { value: item.limit_value, unit: item.limit_unit }) * (urgent ? 0.5 : 1)
  dueAt = afterWork(filedAt, limit)
  // Short limits make quick desks.
  const brisk = Math.min(1, limit / 1200)
  if (!step('dispatched', urgent ? random.between(2, 15) : brisk * random.between(5, 90), 'communityDesk')) return result()
  if (random.chance(0.035)) {
    if (!step('returned', random.between(60, 900), 'handler', random.pick(['不属于本单位职责', '派遣对象有误', '需多部门联合处置'])))
      return result()
    if (!step('dispatched', random.between(20, 300), 'communityDesk')) return result()
  }
  if (!step('handling', urgent ? random.between(5, 40) : brisk * random.between(15, 360), 'handler')) return result()
  // Some get stuck where they are.
  if (random.chance(stuckChance(now - reportedAt))) return result()
  if (random.chance(0.035)) {
    if (!step('extensionRequested', random.between(120, 1500), 'handler', random.pick(['需采购配件', '天气原因无法施工', '当事人外出'])))
      return result()
    if (!step('handling', random.between(30, 600), 'approver', '同意延期')) return result()
  }
  if (random.chance(0.045) && handlerLevels.indexOf(level) < 4) {
    if (!step('escalated', random.between(60, 1200), 'handler', '本级无法解决,上报处置')) return result()
    level = handlerLevels[handlerLevels.indexOf(level) + 1] ?? level
    if (!step('dispatched', random.between(30, 500), 'streetDesk')) return result()
    if (!step('handling', random.between(30, 700), 'handler')) return result()
  }
  if (random.chance(item.issue_item_key === 'greenOrIllegalBuild' ? 0.07 : 0.012)) {
    if (
      !step(
        'parked',
        random.between(600, 4000),
        'streetDesk',
        random.pick(['涉及历史遗留问题,列入挂账', '待专项整治统一处理', '资金未到位,列入年度计划']),
      )
    )
      return result()
    if (random.chance(0.45)) return result()
    if (!step('dispatched', random.between(20, 90) * 1440, 'streetDesk', '复核到期,重新派遣')) return result()
    if (!step('handling', random.between(60, 900), 'handler')) return result()
  }
  // Work takes most of the limit, counted from the filing; one in nine goes over it.
  const pace = random.chance(0.09) ? random.between(1.05, 2.4) : random.between(0.12, 0.66)
  const done = afterWork(filedAt, limit * pace)
  if (!step('feedback', Math.max(brisk * random.between(20, 90), (done - clock) / MINUTE), 'handler')) return result()
  if (!step('verifying', brisk * random.between(20, 400), 'verifier')) return result()
  if (random.chance(0.055)) {
    if (!step('rework', random.between(30, 600), 'verifier', random.pick(['现场仍有残留', '未达到结案条件', '照片与现场不符'])))
      return result()
    if (random.chance(stuckChance(now - reportedAt))) return result()
    if (!step('handling', random.between(30, 400), 'handler')) return result()
    if (!step('feedback', random.between(120, 2600), 'handler')) return result()
    if (!step('verifying', random.between(20, 500), 'verifier')) return result()
  }
  if (!step('closed', brisk * random.between(20, 300), 'communityDesk')) return result()
  closedAt = clock
  if (random.chance(source === 'hotline12345' ? 0.92 : 0.45))
    step('evaluated', random.between(600, 4200), 'communityDesk', random.pick(['满意', '满意', '满意', '基本满意', '不满意']))
  return result()
}

/** Younger issues are stuck more often: the old ones have been swept up. */
function stuckChance(age: number): number {
  const days = age / 86_400_000
  return days < 45 ? 0.03 : days < 120 ? 0.006 : 0.001
}
