// GET  /api/v1/patrol-teams      POST adds one
// PUT  /api/v1/patrol-teams/7    changes or dissolves it
import { z } from 'zod'
import { patrolWriters } from '#contract/patrols.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { manages, outsideScope } from '../db/scope.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { type TeamRow, teamById, teamList } from './queries.ts'
import { type Asked, mustBeCurrent, mustManage, refreshRoutes, tellStep, writeInTurn } from './writing.ts'

const Known = z.object({ known: z.boolean() })
const IdRow = z.object({ id: z.number() })

/** A community in force, within the scope. */
async function mustBeCommunity(db: Queryable, subdistrict: string, communityCode: string): Promise<void> {
  const community = await maybeRow(
    db,
    Known,
    'select exists (select from grid where subdistrict_code = $1 and community_code = $2 and level = 2 and retired_on is null) as known',
    [subdistrict, communityCode],
  )
  if (community?.known !== true)
    throw new AppError('not_found', `body.communityCode: there is no community ${communityCode}`, [
      { path: 'body.communityCode', problem: 'missing' },
    ])
}

const told = ({ name, nameEn, communityCode, memberCount, retiredOn }: TeamRow) => ({
  name,
  nameEn,
  communityCode,
  memberCount,
  retiredOn,
})

const writers: readonly string[] = patrolWriters
const toTeam =
  ({ who }: Pick<Asked, 'who'>) =>
  (team: TeamRow) => ({ ...team, mayChange: writers.includes(who.role ?? '') && manages(who.scope, team.communityCode) })

export const teamHandlers: Pick<Handlers, 'patrolTeams' | 'createPatrolTeam' | 'changePatrolTeam'> = {
  patrolTeams: async ({ db, subdistrict, query, now, who }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const fetched = await teamList(db, subdistrict, { ...query, limit: query.limit + 1, after })
    const kept = fetched.slice(0, query.limit)
    return {
      asOf: now.toISOString(),
      rows: kept.map(toTeam({ who })),
      next: fetched.length > kept.length ? String(kept.at(-1)?.patrolTeamId) : null,
    }
  },

  createPatrolTeam: async ({ body, ...asked }) => {
    const { db, subdistrict } = asked
    await mustBeCommunity(db, subdistrict, body.communityCode)
    mustManage(asked, body.communityCode)
    return outsideScope(db, async (system) => {
      const made = await maybeRow(
        system,
        IdRow,
        `insert into patrol_team (subdistrict_code, name, name_en, community_code, member_count) values ($1, $2, $3, $4, $5)
         returning patrol_team_id as id`,
        [subdistrict, body.name, body.nameEn || body.name, body.communityCode, body.memberCount],
      )
      const team = found(await teamById(system, subdistrict, made?.id ?? 0), 'patrol team')
      await refreshRoutes(system, asked, 'patrolTeamCreated', [])
      const { patrolTeamId: id } = team
      await tellStep(system, asked, {
        kind: 'patrolTeam',
        id,
        change: 'created',
        action: 'patrolTeamCreated',
        before: {},
        after: told(team),
      })
      return toTeam(asked)(team)
    })
  },

  changePatrolTeam: async ({ params: { id }, body: { version, retired, ...fields }, ...asked }) => {
    const { db, subdistrict, now } = asked
    const seen = found(await teamById(db, subdistrict, id), `patrol team ${id}`)
    mustManage(asked, seen.communityCode)
    await mustBeCommunity(db, subdistrict, fields.communityCode)
    mustManage(asked, fields.communityCode)
    return outsideScope(db, async (system) => {
      await writeInTurn(system, subdistrict)
      const before = found(await teamById(system, subdistrict, id), `patrol team ${id}`)
      const wanted = {
        ...fields,
        nameEn: fields.nameEn || fields.name,
        retiredOn: retired ? (before.retiredOn ?? calendarDay(now)) : null,
      }
      mustBeCurrent(`patrol team ${id}`, version, before, wanted)
      if (retired && before.routes > 0) throw refusedAt('body.retired', `the team still walks ${before.routes} routes; close them first`)
      await system.query(
        `update patrol_team set name = $3, name_en = $4, community_code = $5, member_count = $6, retired_on = $7::date, version = version + 1
         where subdistrict_code = $1 and patrol_team_id = $2`,
        [subdistrict, id, wanted.name, wanted.nameEn, wanted.communityCode, wanted.memberCount, wanted.retiredOn],
      )
      const after = found(await teamById(system, subdistrict, id), `patrol team ${id}`)
      const routes = await rows(
        system,
        IdRow,
        'select patrol_route_id as id from patrol_route where subdistrict_code = $1 and patrol_team_id = $2',
        [subdistrict, id],
      )
      await refreshRoutes(
        system,
        asked,
        'patrolTeamChanged',
        routes.map((route) => route.id),
      )
      const change = wanted.retiredOn === before.retiredOn ? 'changed' : retired ? 'closed' : 'opened'
      await tellStep(system, asked, {
        kind: 'patrolTeam',
        id,
        change,
        action: 'patrolTeamChanged',
        before: told(before),
        after: told(after),
      })
      return toTeam(asked)(after)
    })
  },
}
