// POST /api/v1/patrol-routes/fill-in?team=3&commit=yes   routes of a team as lines of map data: told line by line, and on commit written as one.
// Nothing is kept between the two: the file is sent again.
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { lineLengthMetres } from '#domain/geo/local-plane.ts'
import { pointSegmentDistance } from '#domain/geo/segment.ts'
import { planeAround } from '#domain/patrol/metric-line.ts'
import { endsOf, lineIn, longestRouteName, type RouteLineProblem } from '#domain/patrol/route-file.ts'
import { everyWeekday } from '#domain/patrol/shift.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { readInWorker } from '../http/tables/read-in-worker.ts'
import { sniffFile } from '../http/tables/sniff-file.ts'
import { lastThirtyDays, type PatrolRouteRow, patrolRouteList, teamById } from './queries.ts'
import { farthestCheckpointMetres, longestMetres, mustBeOnGround, routeWriters, shortestMetres } from './write-routes.ts'
import { type Asked, mustManage } from './writing.ts'

type Place = [number, number]
type Line = {
  readonly at: number
  readonly name: string
  readonly line: readonly Place[] | null
  readonly problem: RouteLineProblem | null
}
type Looked = Line & { readonly known: PatrolRouteRow | null; readonly isSame: boolean }

/** Of one file, and of one team. */
const mostRoutes = 500
const nameHeadings = ['name', '名称', '路线', 'Name', 'Route']

async function linesOf(body: Uint8Array): Promise<Line[]> {
  const sniffed = sniffFile(body)
  if (!sniffed.ok) throw refusedAt('body', sniffed.refusal)
  const table = await readInWorker(body, 'map')
  if (!table.ok) throw refusedAt('body', table.at === '' ? table.refusal : `${table.refusal} ${table.at}`)
  if (table.rows[0]?.geometry === undefined) throw refusedAt('body', 'notMap')
  if (table.rows.length > mostRoutes) throw refusedAt('body', `tooManyRows ${mostRoutes}`)
  const column = table.header.findIndex((heading) => nameHeadings.includes(heading))
  if (column < 0) throw refusedAt('body', 'otherColumns')
  const names = table.rows.map(({ cells }) => (cells[column] ?? '').normalize('NFKC').trim())
  return table.rows.map(({ rowNumber, geometry }, at): Line => {
    const name = names[at] ?? ''
    const line = lineIn(geometry)
    const problem = name === '' ? 'nameMissing' : [...name].length > longestRouteName ? 'nameTooLong' : null
    if (problem !== null) return { at: rowNumber, name: name.slice(0, longestRouteName), line: null, problem }
    if (names.filter((other) => other === name).length > 1) return { at: rowNumber, name, line: null, problem: 'twice' }
    return typeof line === 'string'
      ? { at: rowNumber, name, line: null, problem: line }
      : { at: rowNumber, name, line: [...line], problem: null }
  })
}

/** What a route that is redrawn keeps must still be on its way. */
function isAway({ checkpoints }: PatrolRouteRow, line: readonly Place[]): boolean {
  const plane = planeAround(line)
  const points = line.map(plane)
  return checkpoints.some(({ lng, lat }) => {
    const here = plane([lng, lat])
    return points.every((point, at) => pointSegmentDistance(here, points[at - 1] ?? point, point) > farthestCheckpointMetres)
  })
}

async function lookAt(asked: Asked, one: Line, known: PatrolRouteRow | null, today: string): Promise<Looked> {
  const { line } = one
  if (line === null || one.problem !== null) return { ...one, known: null, isSame: false }
  const trouble = (problem: RouteLineProblem): Looked => ({ ...one, problem, known: null, isSame: false })
  if (known !== null && JSON.stringify(known.geometry.coordinates) === JSON.stringify(line)) return { ...one, known, isSame: true }
  const length = lineLengthMetres(line)
  if (length < shortestMetres) return trouble('lineTooShort')
  if (length > longestMetres) return trouble('lineTooLong')
  try {
    await mustBeOnGround(asked, line, today)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return trouble(error.details?.[0]?.path === 'body.line' ? 'outsideGround' : 'outsideSubdistrict')
  }
  if (known !== null && isAway(known, line)) return trouble('checkpointAway')
  return { ...one, known, isSame: false }
}

const newCheckpoints = (line: readonly Place[]) =>
  endsOf(line).map(([lng, lat], at) => ({
    ...(at === 0 ? { name: '起点', nameEn: 'Start' } : { name: '终点', nameEn: 'End' }),
    ...{ lng, lat, checkpointId: null, radiusMetres: 20, plannedMinute: null },
  }))

export const routeFileHandlers: Pick<Handlers, 'fillInPatrolRoutes'> = {
  fillInPatrolRoutes: async (input) => {
    const { db, subdistrict, query, body, now, audit } = input
    const today = calendarDay(now)
    const team = found(await teamById(db, subdistrict, query.team), `patrol team ${query.team}`)
    mustManage(input, team.communityCode)
    if (team.retiredOn !== null) throw refusedAt('query.team', 'the team is dissolved')
    const lines = await linesOf(body)
    const routes = await patrolRouteList(db, subdistrict, { team: query.team, state: 'open', ...lastThirtyDays(now), limit: mostRoutes })
    const byName = new Map(routes.map((route) => [route.name, route]))
    const looked: Looked[] = []
    for (const line of lines) looked.push(await lookAt(input, line, byName.get(line.name) ?? null, today))
    const ready = looked.filter(({ problem, isSame }) => problem === null && !isSame)
    const committed = query.commit === 'yes' && ready.length > 0
    const shifts = [{ begins: query.begins, ends: query.ends, weekdays: [...everyWeekday] }]
    for (const { name, line, known } of committed ? ready : []) {
      const drawn = [...(line ?? [])]
      const asked = { ...input, query: { subdistrict } }
      if (known === null) {
        const fresh = { patrolTeamId: query.team, name, nameEn: '', shifts, line: drawn, checkpoints: newCheckpoints(drawn) }
        await routeWriters.createPatrolRoute({ ...asked, params: {}, body: fresh })
      } else {
        const { patrolRouteId: id, version, patrolTeamId, nameEn, checkpoints } = known
        const kept = { patrolTeamId, name, nameEn, shifts: known.shifts, line: drawn, checkpoints }
        await routeWriters.changePatrolRoute({ ...asked, params: { id }, body: { ...kept, version } })
      }
    }
    const counts = {
      new: ready.filter(({ known }) => known === null).length,
      changed: ready.filter(({ known }) => known !== null).length,
      unchanged: looked.filter(({ isSame }) => isSame).length,
      trouble: looked.filter(({ problem }) => problem !== null).length,
    }
    await audit({ action: 'patrolRoutesFilledIn', subject: `patrolTeam:${query.team}`, after: { committed, ...counts } })
    return {
      asOf: now.toISOString(),
      committed,
      counts,
      rows: looked
        .filter(({ isSame }) => !isSame)
        .map(({ at, name, line, problem, known }) => ({
          ...{ line: at, name, problem },
          state: problem !== null ? ('trouble' as const) : known === null ? ('new' as const) : ('changed' as const),
          lengthMetres: line === null ? null : Math.round(lineLengthMetres(line)),
          checkpoints: line === null || problem !== null ? 0 : (known?.checkpoints.length ?? endsOf(line).length),
        })),
    }
  },
}
