// GET and PUT /api/v1/patrol-settings     how long tracks are kept, and whether check-ins are switched on
import { outsideScope } from '../db/scope.ts'
import { AppError } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { settingsOf } from './queries.ts'
import { mustBeCurrent, refreshRoutes, writeInTurn } from './writing.ts'

export const settingsHandlers: Pick<Handlers, 'patrolSettings' | 'changePatrolSettings'> = {
  patrolSettings: async ({ db, subdistrict, now }) => ({ asOf: now.toISOString(), ...(await settingsOf(db, subdistrict)) }),

  changePatrolSettings: async ({ body: { version, reason, ...fields }, ...asked }) => {
    const { db, subdistrict, who, audit } = asked
    if (!who.scope.whole) throw new AppError('forbidden', 'what holds in the whole sub-district is changed by those who see all of it')
    return outsideScope(db, async (system) => {
      await writeInTurn(system, subdistrict)
      const before = await settingsOf(system, subdistrict)
      mustBeCurrent('the settings of patrols', version, before, fields)
      await system.query(
        `insert into patrol_setting (subdistrict_code, track_days, check_ins) values ($1, $2, $3)
         on conflict (subdistrict_code) do update set track_days = excluded.track_days, check_ins = excluded.check_ins,
           version = patrol_setting.version + 1`,
        [subdistrict, fields.trackDays, fields.checkIns],
      )
      await refreshRoutes(system, asked, 'patrolSettingsChanged', [])
      const { version: _, ...said } = before
      await audit({ action: 'patrolSettingsChanged', subject: `subdistrict:${subdistrict}`, before: said, after: fields, reason })
      return settingsOf(system, subdistrict)
    })
  },
}
