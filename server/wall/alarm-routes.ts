// GET /api/v1/alarms                      what nobody has answered
// POST /api/v1/alarms/acknowledgements    somebody knows
// GET, PUT /api/v1/alarms/rules           from when on a matter is an alarm
import { ruleProblem } from '#domain/wall/alarms.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { tellAlarm } from './alarm-keeper.ts'
import { alarmList, alarmRulesOf, alarmsByNumber, answerAlarms, writeRules } from './alarm-queries.ts'

export const alarmHandlers: Pick<Handlers, 'alarms' | 'acknowledgeAlarms' | 'alarmRules' | 'changeAlarmRules'> = {
  alarms: async ({ db, subdistrict, query, who, now }) => ({
    asOf: now.toISOString(),
    alarms: await alarmList(db, subdistrict, query.state, who.role === 'wall', now),
  }),

  acknowledgeAlarms: async ({ db, subdistrict, body, who, now, audit }) => {
    const onWall = who.role === 'wall'
    const seen = await alarmsByNumber(db, subdistrict, body.alarms, onWall, now)
    const [missing] = body.alarms.filter((id) => !seen.some(({ alarmId }) => alarmId === id))
    if (missing !== undefined)
      throw new AppError('not_found', `there is no alarm ${missing}`, [{ path: 'body.alarms', problem: 'unknown' }])
    const from = onWall ? 'wall' : body.from
    const answered = await outsideScope(db, (system) =>
      answerAlarms(system, subdistrict, body.alarms, { username: who.username, from }, now),
    )
    const alarms = await alarmsByNumber(db, subdistrict, body.alarms, onWall, now)
    for (const alarm of alarms.filter(({ alarmId }) => answered.includes(alarmId)))
      await outsideScope(db, (system) => tellAlarm(system, subdistrict, 'alarmAcknowledged', alarm))
    await audit({ action: 'alarmAcknowledged', subject: `alarm:${body.alarms.join()}`, after: { from, newly: answered.length } })
    return { alarms }
  },

  alarmRules: async ({ db, subdistrict }) => alarmRulesOf(db, subdistrict),

  changeAlarmRules: async ({ db, subdistrict, body, who, now, audit }) => {
    if (!who.scope.whole) throw new AppError('forbidden', 'the rules are those of the whole sub-district')
    body.rules.forEach((rule, at) => {
      const problem = ruleProblem(rule)
      if (problem !== null) throw refusedAt(`body.rules.${at}.threshold`, problem)
      if (body.rules.findIndex(({ kind }) => kind === rule.kind) !== at) throw refusedAt(`body.rules.${at}.kind`, 'stands there twice')
    })
    const before = await alarmRulesOf(db, subdistrict)
    const written =
      body.version === before.version &&
      (await outsideScope(db, (system) => writeRules(system, subdistrict, body.rules, body.version, who.username, now)))
    if (!written)
      throw new AppError('conflict', `the rules are at version ${before.version} by now`, [{ path: 'body.version', problem: 'overtaken' }])
    await audit({
      action: 'alarmRulesChanged',
      subject: `subdistrict:${subdistrict}`,
      before: { rules: before.rules },
      after: { rules: body.rules },
    })
    return alarmRulesOf(db, subdistrict)
  },
}
