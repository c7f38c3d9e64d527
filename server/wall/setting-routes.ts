// GET /api/v1/wall/setting                       what this display shows
// GET /api/v1/wall/displays, PUT …/7/setting     all of them, and deciding about one
// POST /api/v1/wall/pairing, /pairings           a code on a screen, and whoever types it in
// POST /api/v1/wall/displays/7/steps             a press on the remote
import { randomInt } from 'node:crypto'
import { type WallDisplay, WallSettingBody } from '#contract/wall.ts'
import { type Scene, scenes } from '#contract/words.ts'
import type { AlarmRule } from '#domain/wall/alarms.ts'
import { callProblems, callsUnder } from '#domain/wall/calls.ts'
import { settingProblems, usualSetting, type WallSetting } from '#domain/wall/scenes.ts'
import type { GridTree } from '../db/grid-tree.ts'
import type { Queryable } from '../db/queryable.ts'
import { tellChange } from '../db/refresh-layers.ts'
import { scopeOf } from '../db/scope.ts'
import { tokenHash } from '../db/sessions.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { SystemHandlers } from '../http/handler.ts'
import type { Principal } from '../http/principal.ts'
import { alarmRulesOf } from './alarm-queries.ts'
import { type DisplayRow, displaysInForce, holdRemote, insertRemote, remoteOf, writeSetting } from './setting-queries.ts'

const codeMinutes = 5
const heldHours = 2
const minute = 60_000

/** What a display shows: as somebody decided or as usual, without scenes that it may not show; where nothing is left, they are shown as usual. */
function fitting({ setting: decided, scenes: allowed }: DisplayRow): WallSetting {
  const setting = decided ?? { ...usualSetting, scenes: usualSetting.scenes.filter(({ scene }) => allowed.includes(scene)) }
  const own = setting.scenes.filter(({ scene }) => allowed.includes(scene))
  const missing = usualSetting.scenes.filter(({ scene }) => allowed.includes(scene) && !own.some((one) => one.scene === scene))
  return {
    ...setting,
    scenes: own.some(({ shown }) => shown) ? [...own, ...missing.map((one) => ({ ...one, shown: false }))] : [...own, ...missing],
  }
}

function toSetting(row: DisplayRow, rules: readonly AlarmRule[]): WallDisplay & { displayId: number } {
  const { displayId, name, scenes: allowed, version } = row
  const shown = fitting(row)
  return { displayId, name, allowed, version, setting: WallSettingBody.parse({ ...shown, calls: callsUnder(shown.calls, rules) }) }
}

/** Of the displays whose ground lies within the caller's. */
async function displaysOf(db: Queryable, who: Principal, tree: GridTree): Promise<readonly DisplayRow[]> {
  const within = ({ nodes }: DisplayRow) => {
    if (who.scope.whole) return true
    const { whole, grids } = scopeOf(who.subdistrict, nodes, tree)
    return !whole && grids.every((code) => who.scope.grids.includes(code))
  }
  return (await displaysInForce(db, who.subdistrict)).filter(within)
}

const shownScenes = (row: DisplayRow): Scene[] => fitting(row).scenes.flatMap(({ scene, shown }) => (shown ? [scene] : []))

const nobodys: WallDisplay = { displayId: null, name: '', allowed: [...scenes], version: 0, setting: WallSettingBody.parse(usualSetting) }

export const settingHandlers: Pick<
  SystemHandlers,
  'wallSetting' | 'wallDisplays' | 'changeWallSetting' | 'beginWallPairing' | 'pairWall' | 'steerWall'
> = {
  wallSetting: async ({ db, who, tree, query }) => {
    const wanted = who.displayId ?? query.display
    if (wanted === undefined) return nobodys
    const displays = who.displayId === null ? await displaysOf(db, who, tree) : await displaysInForce(db, who.subdistrict)
    return toSetting(
      found(
        displays.find(({ displayId }) => displayId === wanted),
        `display ${wanted}`,
      ),
      (await alarmRulesOf(db, who.subdistrict)).rules,
    )
  },

  wallDisplays: async ({ db, who, tree }) => {
    const { rules } = await alarmRulesOf(db, who.subdistrict)
    const displays = await displaysOf(db, who, tree)
    return {
      displays: displays.map((row) => ({ ...toSetting(row, rules), scope: tree.describe(row.nodes), lastSeenAt: row.lastSeenAt })),
    }
  },

  changeWallSetting: async ({ db, who, tree, params: { id }, body, now, audit }) => {
    const row = found(
      (await displaysOf(db, who, tree)).find(({ displayId }) => displayId === id),
      `display ${id}`,
    )
    const { rules } = await alarmRulesOf(db, who.subdistrict)
    const problems = [...settingProblems(body.setting, row.scenes), ...callProblems(body.setting.calls, rules)]
    if (problems.length > 0)
      throw new AppError(
        'invalid_request',
        'this setting does not fit the display',
        problems.map(({ path, problem }) => ({ path: `body.setting.${path}`, problem })),
      )
    body.setting.scenes.forEach(({ camera }, at) => {
      const unknown = camera.find((stop) => stop.at !== 'all' && !tree.has(stop.at))
      if (unknown) throw refusedAt(`body.setting.scenes.${at}.camera`, `there is no grid ${unknown.at} in force`)
    })
    const version = await writeSetting(db, who.subdistrict, id, body.setting, body.version, who.username, now)
    if (version === null)
      throw new AppError('conflict', `the setting is at version ${row.version} by now`, [{ path: 'body.version', problem: 'overtaken' }])
    await audit({
      action: 'wallSettingChanged',
      subject: `display:${id}`,
      before: { setting: row.setting },
      after: { setting: body.setting },
    })
    await tellDisplay(db, who.subdistrict, id, { settingVersion: version })
    return toSetting({ ...row, setting: body.setting, version }, rules)
  },

  beginWallPairing: async ({ db, who, now, audit }) => {
    const displayId = found(who.displayId ?? undefined, 'display of this account')
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    const until = new Date(now.getTime() + codeMinutes * minute)
    await insertRemote(db, who.subdistrict, displayId, tokenHash(code), until, now)
    await audit({ action: 'wallPairingBegun', subject: `display:${displayId}` })
    return { code, expiresAt: until.toISOString() }
  },

  pairWall: async ({ db, who, tree, body, now, audit, limits }) => {
    await limits.pairing(who)
    const until = new Date(now.getTime() + heldHours * 60 * minute)
    const mine = (await displaysOf(db, who, tree)).map(({ displayId }) => displayId)
    const displayId = await holdRemote(db, who.subdistrict, tokenHash(body.code), mine, who.accountId, until, now)
    if (displayId === null) throw new AppError('not_found', 'no display shows this code', [{ path: 'body.code', problem: 'unknown' }])
    const row = found(
      (await displaysOf(db, who, tree)).find((one) => one.displayId === displayId),
      `display ${displayId}`,
    )
    await audit({ action: 'wallPaired', subject: `display:${displayId}`, after: { until: until.toISOString() } })
    return { displayId, name: row.name, until: until.toISOString(), allowed: shownScenes(row) }
  },

  steerWall: async ({ db, who, params: { id }, body, now, audit, tree }) => {
    if (!(await remoteOf(db, who.subdistrict, id, who.accountId, now)))
      throw new AppError('not_found', `you do not hold the remote of display ${id}`)
    if ('grid' in body && !tree.has(body.grid)) throw new AppError('not_found', `there is no grid ${body.grid}`)
    await audit({ action: 'wallSteered', subject: `display:${id}`, after: { press: body } })
    await tellDisplay(db, who.subdistrict, id, { press: body })
    return { sent: 1 }
  },
}

const tellDisplay = (db: Queryable, subdistrict: string, displayId: number, word: object): Promise<void> =>
  tellChange(db, { subdistrict, kind: 'wallTold', layers: [] }, { wall: { displayId, word } })
