// Plans that were kept: stations that might be opened, closed or open at other hours.
import { tellChange } from '../db/refresh-layers.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import {
  deleteScenario,
  insertScenario,
  mostScenarios,
  type ScenarioRow,
  scenarioCount,
  scenarioList,
  scenarioToChange,
  updateScenario,
} from './scenario-queries.ts'

const nameTaken = (name: string) => new AppError('conflict', `another plan is named ${name}`, [{ path: 'name', problem: 'taken' }])

function mustBeCurrent({ version, changedBy }: ScenarioRow, read: number): void {
  if (version !== read)
    throw new AppError('conflict', `${changedBy} changed the plan meanwhile; its version is ${version}`, [
      { path: 'version', problem: String(version) },
    ])
}

/** The audit stars every `name`, because most are of persons; these are of plans. */
const traced = ({ name, changes }: { readonly name: string; readonly changes: string }) => ({ plan: name, changes })

export const scenarioHandlers: Pick<Handlers, 'walkScenarios' | 'keepWalkScenario' | 'changeWalkScenario' | 'removeWalkScenario'> = {
  walkScenarios: async ({ db, subdistrict, now }) => ({ asOf: now.toISOString(), scenarios: await scenarioList(db, subdistrict) }),

  keepWalkScenario: async ({ db, subdistrict, body, now, who, audit }) =>
    outsideScope(db, async (system) => {
      if ((await scenarioCount(system, subdistrict)) >= mostScenarios)
        throw new AppError('conflict', `there are ${mostScenarios} plans already`, [{ path: 'name', problem: 'tooMany' }])
      const kept = await insertScenario(system, subdistrict, body, now, who.username)
      if (kept === undefined) throw nameTaken(body.name)
      await tellChange(system, { subdistrict, kind: 'walkScenarioKept', layers: [] }, { walkScenarioId: kept.walkScenarioId })
      await audit({ action: 'walkScenarioKept', subject: `walkScenario:${kept.walkScenarioId}`, after: traced(kept) })
      return kept
    }),

  changeWalkScenario: async ({ db, subdistrict, params: { id }, body: { version, ...content }, now, who, audit }) =>
    outsideScope(db, async (system) => {
      const before = found(await scenarioToChange(system, subdistrict, id), `plan ${id}`)
      mustBeCurrent(before, version)
      const after = await updateScenario(system, subdistrict, id, content, now, who.username)
      if (after === undefined) throw nameTaken(content.name)
      await tellChange(system, { subdistrict, kind: 'walkScenarioChanged', layers: [] }, { walkScenarioId: id })
      await audit({ action: 'walkScenarioChanged', subject: `walkScenario:${id}`, before: traced(before), after: traced(after) })
      return after
    }),

  removeWalkScenario: async ({ db, subdistrict, params: { id }, query: { version }, audit }) =>
    outsideScope(db, async (system) => {
      const before = found(await scenarioToChange(system, subdistrict, id), `plan ${id}`)
      mustBeCurrent(before, version)
      await deleteScenario(system, subdistrict, id)
      await tellChange(system, { subdistrict, kind: 'walkScenarioRemoved', layers: [] }, { walkScenarioId: id })
      await audit({ action: 'walkScenarioRemoved', subject: `walkScenario:${id}`, before: traced(before) })
      return { walkScenarioId: id }
    }),
}
