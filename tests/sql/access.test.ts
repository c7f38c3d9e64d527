// Every route of the table × every role × inside the scope, outside it, not signed in. The rules stand here a second time, by hand: a route
// that is added without a rule here does not compile, and one whose rule differs fails.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '#contract/route.ts'
import { type RouteId, routes } from '#contract/routes.ts'
import { type Role, roles } from '#contract/words.ts'
import { tileAt } from '#domain/geo/web-mercator.ts'
import { type LayerId, layerIds } from '#domain/layers/layer-table.ts'
import { usualRules as usualPlanRules } from '#domain/plans/checks.ts'
import { usualRules } from '#domain/wall/alarms.ts'
import { usualSetting } from '#domain/wall/scenes.ts'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'
import { checkOurTile } from '../tiles/tile-checker.ts'

type Asker = Role | 'noRole' | 'nobody'
const field = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader'] as const
const map: readonly Asker[] = [...field, 'wall', 'administrator', 'securityAdministrator']
const facts: readonly Asker[] = [...field, 'wall']
const people: readonly Asker[] = [...roles.filter((role) => role !== 'wall'), 'noRole']
const signedIn: readonly Asker[] = [...people, 'wall']
const anyone: readonly Asker[] = [...signedIn, 'nobody']
const readers: readonly Asker[] = ['administrator', 'securityAdministrator', 'auditor']
const importers: readonly Asker[] = ['leader', 'secretary']
const thinkers: readonly Asker[] = ['leader', 'planner', 'secretary']
const patrols: readonly Asker[] = ['leader', 'secretary', 'patrolLeader']
const dictionaryReaders: readonly Asker[] = [...field, 'administrator', 'auditor']

const allowed: Readonly<Record<RouteId, readonly Asker[]>> = {
  signInWays: anyone,
  session: signedIn,
  signIn: anyone,
  endSession: signedIn,
  oidcStart: anyone,
  oidcReturn: anyone,
  changePassword: people,
  startSecondFactor: people,
  confirmSecondFactor: people,
  removeSecondFactor: people,
  mySessions: people,
  endMySessions: people,
  endMySession: people,
  savedViews: people,
  keepView: people,
  removeView: people,
  subdistricts: signedIn,
  layers: map,
  tile: map,
  grids: map,
  grid: map,
  gridHistory: map,
  coverage: facts,
  coverageHistory: facts,
  search: facts,
  buildings: facts,
  building: field,
  compounds: facts,
  compound: facts,
  renovations: facts,
  renovationSummary: field,
  renovationFile: field,
  changeRenovationRule: ['leader', 'planner'],
  renovation: field,
  createRenovation: thinkers,
  changeRenovation: thinkers,
  stepRenovation: thinkers,
  withdrawRenovationStep: thinkers,
  addConsentRound: thinkers,
  addLiftVote: thinkers,
  withdrawRenovationVote: thinkers,
  addRenovationPhoto: thinkers,
  renovationPhoto: facts,
  withdrawRenovationPhotos: thinkers,
  stations: facts,
  stationStates: field,
  changeStationState: thinkers,
  createCompound: thinkers,
  changeCompound: thinkers,
  compoundSheet: field,
  createBuilding: thinkers,
  changeBuilding: thinkers,
  createStation: thinkers,
  changeStation: thinkers,
  recordHistory: field,
  // of a compound here; whose papers of a route are whose is tried in attachments.test.ts
  attachments: field,
  addAttachment: thinkers,
  attachment: field,
  withdrawAttachment: thinkers,
  registerFile: field,
  fillInRegister: thinkers,
  patrolRoutes: facts,
  patrolRouteFile: field,
  fillInPatrolRoutes: patrols,
  patrolRoute: field,
  createPatrolRoute: patrols,
  changePatrolRoute: patrols,
  closePatrolRoute: patrols,
  patrolTeams: field,
  createPatrolTeam: patrols,
  changePatrolTeam: patrols,
  patrolRuns: field,
  patrolRunFile: field,
  planPatrolRuns: patrols,
  patrolRun: field,
  movePatrolRun: patrols,
  tellCheckpoint: patrols,
  checkIn: patrols,
  uploadPatrolTrack: patrols,
  patrolSettings: field,
  changePatrolSettings: ['leader'],
  walkCoverage: facts,
  circles: facts,
  previewCircle: field,
  walkDifference: field,
  siteChoice: field,
  walkScenarios: field,
  keepWalkScenario: thinkers,
  changeWalkScenario: thinkers,
  removeWalkScenario: thinkers,
  blindSpotList: facts,
  blindSpotFile: field,
  visits: field,
  buildingWay: field,
  plans: ['leader', 'planner'],
  beginPlan: ['planner'],
  changePlanRules: ['leader', 'planner'],
  plan: ['leader', 'planner'],
  planBase: ['leader', 'planner'],
  planFacts: ['leader', 'planner'],
  planJournal: ['leader', 'planner'],
  writePlan: ['planner'],
  stepPlan: ['leader', 'planner'],
  rebasePlan: ['planner'],
  planImpact: ['leader', 'planner'],
  planPhotos: ['leader', 'planner'],
  addPlanPhoto: ['leader', 'planner'],
  planPhoto: ['leader', 'planner'],
  withdrawPlanPhoto: ['leader', 'planner'],
  publishPlan: ['leader', 'planner'],
  coverageVersions: field,
  issueDensity: facts,
  issueTimes: facts,
  issueGrids: facts,
  issueHotSpots: facts,
  issues: facts,
  issue: field,
  reportIssue: ['leader', 'secretary', 'gridWorker', 'patrolLeader'],
  moveIssue: ['leader', 'secretary', 'gridWorker', 'patrolLeader'],
  moveIssues: ['leader', 'secretary', 'gridWorker', 'patrolLeader'],
  issueQueues: field,
  similarIssues: field,
  addIssuePhoto: ['leader', 'secretary', 'gridWorker', 'patrolLeader'],
  issuePhoto: field,
  withdrawIssuePhoto: ['leader', 'secretary'],
  createImport: importers,
  imports: importers,
  importMappings: importers,
  importJob: importers,
  mapImport: importers,
  importRows: importers,
  importPlaces: importers,
  chooseImportPlace: importers,
  includeImportRows: importers,
  commitImport: importers,
  importErrors: importers,
  discardImport: importers,
  periodReport: field,
  live: map,
  wallSetting: facts,
  wallDisplays: ['leader'],
  changeWallSetting: ['leader'],
  beginWallPairing: ['wall'],
  pairWall: field,
  steerWall: field,
  alarms: facts,
  acknowledgeAlarms: ['leader', 'secretary', 'gridWorker', 'patrolLeader', 'wall'],
  alarmRules: facts,
  changeAlarmRules: ['leader'],
  wallFigures: facts,
  wallPatrols: facts,
  wallRenovation: facts,
  wallBorders: facts,
  wallPlace: facts,
  appointments: field,
  postHistory: field,
  notice: importers,
  knownPeople: importers,
  suggestedPeople: importers,
  vacancies: field,
  vacancyCounts: field,
  vacancyFile: field,
  fillIn: importers,
  appoint: importers,
  handOver: importers,
  endAppointment: importers,
  correctAppointment: importers,
  reveal: ['leader', 'secretary', 'patrolLeader'],
  accounts: readers,
  createAccount: ['administrator'],
  changeAccount: ['administrator'],
  resetPassword: ['administrator'],
  unlockAccount: ['administrator'],
  changeRights: ['securityAdministrator'],
  resetSecondFactor: ['securityAdministrator'],
  accountSessions: ['administrator', 'securityAdministrator'],
  endAccountSessions: ['administrator', 'securityAdministrator'],
  displays: ['securityAdministrator', 'auditor'],
  createDisplay: ['securityAdministrator'],
  revokeDisplay: ['securityAdministrator'],
  apiKeys: ['securityAdministrator', 'auditor'],
  createApiKey: ['securityAdministrator'],
  revokeApiKey: ['securityAdministrator'],
  dictionaryEntries: dictionaryReaders,
  issueItemVersions: dictionaryReaders,
  renovationItemVersions: dictionaryReaders,
  changeIssueItem: ['administrator'],
  changeRenovationItem: ['administrator'],
  workingDays: dictionaryReaders,
  changeWorkingDay: ['administrator'],
  audit: ['auditor'],
  auditChain: ['auditor'],
}

/** Something of one community, and the same of another. */
type Place = {
  readonly community: string
  readonly grid: string
  readonly building: number
  readonly point: readonly [number, number]
  readonly compound: number
  readonly station: number
  readonly issue: number
  /** A route that touches no other community. */
  readonly route: number
  readonly team: number
  /** Yesterday's or older. */
  readonly run: number
  readonly checkpoint: number
  readonly photo: number
  readonly renovation: number
  readonly pair: number
  readonly plan: number
  readonly paper: number
  readonly alarm: number
  readonly appointment: number
  /** Their whole name. */
  readonly person: string
  readonly box: string
  readonly tile: { readonly z: number; readonly x: number; readonly y: number }
}
type Asked = { readonly path: string; readonly body?: unknown; readonly file?: Uint8Array; readonly type?: string }
const onePixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

let database: Database
let base: string
let inside: Place
let outside: Place
const askers = new Map<Asker, Made>()
/** The same, with the whole sub-district. */
const wholeAskers = new Map<Asker, Made>()
let victim: Made
let display: Made

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const own = await database.db.query(
    `select node_code from account_scope join account using (account_id) where username = 'demo-secretary'`,
  )
  const community = String(own.rows[0]?.node_code)
  // one that lies apart, so that no box around the one touches the other
  const other = await database.db.query(
    `select o.grid_code from grid_boundary o join grid g using (subdistrict_code, grid_code), grid_boundary m
     where g.level = 2 and m.grid_code = $1 and o.subdistrict_code = $2 and not o.geom && ST_Expand(m.geom, 0.002) order by 1 limit 1`,
    [community, code],
  )
  inside = await placeOf(community)
  outside = await placeOf(String(other.rows[0]?.grid_code))
  for (const role of roles) askers.set(role, await madeAccount(database, role, [community]))
  for (const role of roles) wholeAskers.set(role, await madeAccount(database, role, [code]))
  askers.set('noRole', await madeAccount(database, null, [community]))
  victim = await madeAccount(database, 'planner', [community])
  display = await madeAccount(database, 'wall', [community])
})

async function placeOf(community: string): Promise<Place> {
  const twelve = community.slice(0, 12)
  const one = async (text: string) => (await database.db.query(text, [code, twelve])).rows[0] ?? {}
  const building = await one(
    `select b.building_id, b.grid_code, ST_X(entrance) as lng, ST_Y(entrance) as lat, a.appointment_id, p.name as person from building b
     join appointment a on a.subdistrict_code = $1 and a.building_id = b.building_id and a.head_role = 'buildingHead' and a.term_start <= '2026-11-20' and a.held_until > '2026-11-21'
     join person p on p.subdistrict_code = $1 and p.person_id = a.person_id
     where b.subdistrict_code = $1 and left(b.grid_code, 12) = $2 order by 1 limit 1`,
  )
  // a compound that lies in this community alone
  const compound = await one(
    `select compound_id from compound where subdistrict_code = $1 and community_code = $2
       and not exists (select from unnest(grid_codes) g where left(g, 12) <> $2) order by 1 limit 1`,
  )
  const station = await one(
    `select service_station_id from service_station
     where subdistrict_code = $1 and left(grid_code, 12) = $2 and status = 'inService' order by 1 limit 1`,
  )
  const issue = await one(
    `select i.issue_id, ST_XMin(b.geom) as west, ST_YMin(b.geom) as south, ST_XMax(b.geom) as east, ST_YMax(b.geom) as north from issue i
     join grid_boundary b using (subdistrict_code, grid_code) where i.subdistrict_code = $1 and left(i.grid_code, 12) = $2 order by 1 limit 1`,
  )
  const route = await one(
    `select r.patrol_route_id, r.patrol_team_id, n.patrol_run_id, k.checkpoint_id from patrol_route r
     join patrol_run n using (subdistrict_code, patrol_route_id) join checkpoint k using (subdistrict_code, patrol_route_id)
     join patrol_team t using (subdistrict_code, patrol_team_id)
     where r.subdistrict_code = $1 and t.community_code = $2 and n.planned_end < '2026-11-20' order by 1, 3, 4 limit 1`,
  )
  const { lng, lat } = building as { lng: number; lat: number }
  await database.db.query(
    `insert into register_event (subdistrict_code, record_kind, record_id, change_kind, before, after, recorded_at, recorded_by)
     values ($1, 'compound', $2, 'changed', '{}', '{"builtYear": 1999}', now(), 'somebody')`,
    [code, compound.compound_id],
  )
  const { west, south, east, north } = issue as { west: number; south: number; east: number; north: number }
  return {
    community,
    grid: String(building.grid_code),
    building: Number(building.building_id),
    point: [lng, lat],
    compound: Number(compound.compound_id),
    station: Number(station.service_station_id),
    issue: Number(issue.issue_id),
    route: Number(route.patrol_route_id),
    team: Number(route.patrol_team_id),
    run: Number(route.patrol_run_id),
    checkpoint: Number(route.checkpoint_id),
    photo: await photoOf(Number(issue.issue_id)),
    paper: await paperOf(Number(compound.compound_id)),
    ...(await renovationOf(Number(compound.compound_id))),
    plan: await planOf(),
    alarm: await alarmOf(String(building.grid_code)),
    appointment: Number(building.appointment_id),
    person: String(building.person),
    box: [west, south, east, north].join(),
    tile: { z: 16, ...tileXY(lng, lat) },
  }
}
async function photoOf(issue: number): Promise<number> {
  const made = await database.db.query(
    `insert into issue_photo (subdistrict_code, issue_id, kind, width, height, content, thumbnail, added_at, added_by, sent_hash)
     values ($1, $2, 'report', 1, 1, $3, $3, now(), 0, 'of the test') returning photo_id`,
    [code, issue, onePixel],
  )
  return Number(made.rows[0]?.photo_id)
}
async function alarmOf(grid: string): Promise<number> {
  const made = await database.db.query(
    `insert into alarm (subdistrict_code, kind, subject, name, name_en, grid_code, on_wall, raised_at)
     values ($1, 'cluster', 'grid:' || $2, '', '', $2, true, now()) returning alarm_id`,
    [code, grid],
  )
  return Number(made.rows[0]?.alarm_id)
}
async function planOf(): Promise<number> {
  const made = await database.db.query(
    `insert into plan (subdistrict_code, title, base_coverage_version_id, begun_by, begun_at, changed_at)
     select $1, '试', coverage_version_id, 'test', now(), now() from coverage_version where subdistrict_code = $1 order by valid_from desc limit 1
     returning plan_id`,
    [code],
  )
  return Number(made.rows[0]?.plan_id)
}
async function paperOf(compound: number): Promise<number> {
  const made = await database.db.query(
    `insert into register_attachment (subdistrict_code, record_kind, record_id, name, media_type, byte_count, content, sent_hash, added_at, added_by)
     values ($1, 'compound', $2, 'a.jpg', 'image/jpeg', $4, $3, 'of the test', now(), 'test') returning register_attachment_id`,
    [code, compound, onePixel, onePixel.length],
  )
  return Number(made.rows[0]?.register_attachment_id)
}
/** A renovation of the compound, at whatever stage, and a picture of it. */
async function renovationOf(compound: number): Promise<{ renovation: number; pair: number }> {
  const one = async (text: string, values: readonly unknown[]) => Number((await database.db.query(text, [code, ...values])).rows[0]?.id)
  await database.db.query(
    `insert into renovation_project (subdistrict_code, compound_id, renovation_class, stage, stage_since, entitled_households)
     values ($1, $2, 'basic', 'candidate', '2026-01-05', 100) on conflict do nothing`,
    [code, compound],
  )
  const found = 'select renovation_project_id as id from renovation_project where subdistrict_code = $1 and compound_id = $2'
  const renovation = await one(found, [compound])
  const pair = await one(
    `insert into renovation_photo_pair (subdistrict_code, renovation_project_id, caption, added_at, added_by) values ($1, $2, '试', now(), 'test')
     returning renovation_photo_pair_id as id`,
    [renovation],
  )
  await database.db.query(
    `insert into renovation_photo (subdistrict_code, renovation_project_id, renovation_photo_pair_id, side, width, height, content, thumbnail)
     values ($1, $2, $3, 'before', 1, 1, $4, $4)`,
    [code, renovation, pair, onePixel],
  )
  return { renovation, pair }
}
const tileXY = (lng: number, lat: number) => {
  const { x, y } = tileAt(lng, lat, 16)
  return { x, y }
}

const account = () => `/api/v1/accounts/${victim.accountId}`
const rights = { version: 99, role: 'planner', scope: [] }
const issueItem = { name: '垃圾', nameEn: 'Garbage', limitValue: 2, limitUnit: 'workDay', handlerLevel: 'grid', onWall: true, version: 99 }

const named = { name: '试', nameEn: 'Trial' }
/** A square of about five metres. */
const plot = ([lng, lat]: readonly [number, number]) => {
  const [east, north] = [lng + 0.00005, lat + 0.00005]
  const ring = [
    [lng, lat],
    [east, lat],
    [east, north],
    [lng, north],
    [lng, lat],
  ]
  return { type: 'MultiPolygon', coordinates: [[ring]] }
}

/** A line of some ten metres. */
const shortRoute = (patrolTeamId: number, lng: number, lat: number) => ({
  patrolTeamId,
  name: '试线',
  shifts: [{ begins: '08:30', ends: '11:30', weekdays: [1, 2, 3, 4, 5, 6, 7] }],
  line: [
    [lng, lat],
    [lng + 0.0001, lat],
  ],
  checkpoints: [{ name: '起点', lng, lat }],
})

/** What is asked of each route, about a place. */
const requests: Readonly<Record<RouteId, (place: Place) => Asked>> = {
  signInWays: () => ({ path: '/api/v1/sign-in-ways' }),
  session: () => ({ path: '/api/v1/session' }),
  signIn: () => ({ path: '/api/v1/session', body: { demo: 'leader' } }),
  endSession: () => ({ path: '/api/v1/session' }),
  oidcStart: () => ({ path: '/api/v1/session/oidc' }),
  oidcReturn: () => ({ path: '/api/v1/session/oidc/return' }),
  changePassword: () => ({ path: '/api/v1/me/password', body: { current: 'a', next: 'b' } }),
  startSecondFactor: () => ({ path: '/api/v1/me/second-factor', body: { password: 'a' } }),
  confirmSecondFactor: () => ({ path: '/api/v1/me/second-factor', body: { code: '123456' } }),
  removeSecondFactor: () => ({ path: '/api/v1/me/second-factor', body: { password: 'a', code: '123456' } }),
  mySessions: () => ({ path: '/api/v1/me/sessions' }),
  endMySessions: () => ({ path: '/api/v1/me/sessions' }),
  endMySession: () => ({ path: '/api/v1/me/sessions/none' }),
  savedViews: () => ({ path: '/api/v1/me/views?page=register' }),
  keepView: () => ({ path: '/api/v1/me/views', body: { page: 'register', name: '早上', query: 'list=unitHead' } }),
  removeView: () => ({ path: '/api/v1/me/views/999999' }),
  subdistricts: () => ({ path: '/api/v1/subdistricts' }),
  layers: () => ({ path: '/api/v1/layers' }),
  tile: ({ tile: { z, x, y } }) => ({ path: `/api/v1/tiles/grids/${z}/${x}/${y}.mvt` }),
  grids: ({ community }) => ({ path: `/api/v1/grids?parent=${community}` }),
  grid: ({ grid }) => ({ path: `/api/v1/grids/${grid}` }),
  gridHistory: ({ grid }) => ({ path: `/api/v1/grids/${grid}/history` }),
  coverage: () => ({ path: '/api/v1/coverage?level=3' }),
  coverageHistory: () => ({ path: '/api/v1/coverage/history?months=2' }),
  search: ({ grid }) => ({ path: `/api/v1/search?q=${grid}` }),
  buildings: ({ grid }) => ({ path: `/api/v1/buildings?grid=${grid}&limit=1000` }),
  building: ({ building }) => ({ path: `/api/v1/buildings/${building}` }),
  compounds: ({ community }) => ({ path: `/api/v1/compounds?community=${community.slice(0, 12)}&limit=1000` }),
  compound: ({ compound }) => ({ path: `/api/v1/compounds/${compound}` }),
  renovations: ({ community }) => ({ path: `/api/v1/renovations?community=${community.slice(0, 12)}` }),
  renovationSummary: () => ({ path: '/api/v1/renovations/summary' }),
  renovationFile: () => ({ path: '/api/v1/renovations/file?format=csv' }),
  changeRenovationRule: () => ({ path: '/api/v1/renovations/rule', body: { version: 99, consentPercent: 80, reason: '试' } }),
  renovation: ({ renovation }) => ({ path: `/api/v1/renovations/${renovation}` }),
  createRenovation: ({ compound }) => ({
    path: '/api/v1/renovations',
    body: { compoundId: compound, renovationClass: 'basic', entitledHouseholds: 10, onDay: '2026-11-20' },
  }),
  changeRenovation: ({ renovation }) => ({ path: `/api/v1/renovations/${renovation}`, body: { version: 99, renovationClass: 'basic' } }),
  stepRenovation: ({ renovation }) => ({
    path: `/api/v1/renovations/${renovation}/steps`,
    body: { version: 99, to: 'bodySetUp', onDay: '2026-11-20' },
  }),
  withdrawRenovationStep: ({ renovation }) => ({
    path: `/api/v1/renovations/${renovation}/steps/withdraw`,
    body: { version: 99, reason: '试' },
  }),
  addConsentRound: ({ renovation }) => ({
    path: `/api/v1/renovations/${renovation}/consent-rounds`,
    body: { version: 99, heldOn: '2026-11-20', entitledHouseholds: 10, votedHouseholds: 9, consentingHouseholds: 8 },
  }),
  addLiftVote: ({ renovation, building }) => ({
    path: `/api/v1/renovations/${renovation}/lift-votes`,
    body: {
      ...{ version: 99, buildingId: building, unitNumber: null, heldOn: '2026-11-20', entitledPeople: 3, entitledArea: 30_000 },
      ...{ votedPeople: 3, votedArea: 30_000, approvingPeople: 3, approvingArea: 30_000 },
    },
  }),
  withdrawRenovationVote: ({ renovation }) => ({
    path: `/api/v1/renovations/${renovation}/votes/withdraw`,
    body: { version: 99, vote: 'lift', id: 1, reason: '试' },
  }),
  // there is one already
  addRenovationPhoto: ({ renovation, pair }) => ({
    path: `/api/v1/renovations/${renovation}/photos?side=before&pair=${pair}`,
    file: onePixel,
  }),
  renovationPhoto: ({ renovation, pair }) => ({ path: `/api/v1/renovations/${renovation}/photos/${pair}/before` }),
  withdrawRenovationPhotos: ({ renovation }) => ({ path: `/api/v1/renovations/${renovation}/photos/999999`, body: { reason: '试' } }),
  plans: () => ({ path: '/api/v1/plans' }),
  beginPlan: () => ({ path: '/api/v1/plans', body: { title: '试' } }),
  changePlanRules: () => ({
    path: '/api/v1/plans/rules',
    body: { version: 99, ...usualPlanRules },
  }),
  plan: ({ plan }) => ({ path: `/api/v1/plans/${plan}` }),
  planBase: ({ plan }) => ({ path: `/api/v1/plans/${plan}/base` }),
  planFacts: ({ plan }) => ({ path: `/api/v1/plans/${plan}/facts` }),
  planJournal: ({ plan }) => ({ path: `/api/v1/plans/${plan}/entries` }),
  writePlan: ({ plan }) => ({
    path: `/api/v1/plans/${plan}/entries`,
    body: { after: 0, entries: [{ kind: 'undo', id: 'nothing-1', of: 'nothing-0' }] },
  }),
  stepPlan: ({ plan }) => ({ path: `/api/v1/plans/${plan}/steps`, body: { to: 'selfChecked', version: 99 } }),
  rebasePlan: ({ plan }) => ({ path: `/api/v1/plans/${plan}/rebase`, body: { version: 99 } }),
  planImpact: ({ plan }) => ({ path: `/api/v1/plans/${plan}/impact` }),
  planPhotos: ({ plan }) => ({ path: `/api/v1/plans/${plan}/photos` }),
  addPlanPhoto: ({ plan, point: [lng, lat] }) => ({ path: `/api/v1/plans/${plan}/photos?lng=${lng}&lat=${lat}`, file: onePixel }),
  planPhoto: ({ plan }) => ({ path: `/api/v1/plans/${plan}/photos/999999` }),
  withdrawPlanPhoto: ({ plan }) => ({ path: `/api/v1/plans/${plan}/photos/999999`, body: { reason: '试试' } }),
  publishPlan: ({ plan }) => ({ path: `/api/v1/plans/${plan}/publish`, body: { version: 99 } }),
  coverageVersions: () => ({ path: '/api/v1/coverage-versions' }),
  stations: ({ community }) => ({ path: `/api/v1/stations?community=${community.slice(0, 12)}` }),
  patrolRoutes: ({ community }) => ({ path: `/api/v1/patrol-routes?community=${community.slice(0, 12)}` }),
  patrolRouteFile: () => ({ path: '/api/v1/patrol-routes/file?format=csv' }),
  fillInPatrolRoutes: ({ team }) => ({ path: `/api/v1/patrol-routes/fill-in?team=${team}`, file: onePixel, type: 'application/geo+json' }),
  patrolRoute: ({ route }) => ({ path: `/api/v1/patrol-routes/${route}` }),
  // what is asked is too short, or was read before somebody else wrote
  createPatrolRoute: ({ team, point: [lng, lat] }) => ({ path: '/api/v1/patrol-routes', body: shortRoute(team, lng, lat) }),
  changePatrolRoute: ({ route, team, point: [lng, lat] }) => ({
    path: `/api/v1/patrol-routes/${route}`,
    body: { ...shortRoute(team, lng, lat), version: 99 },
  }),
  closePatrolRoute: ({ route }) => ({ path: `/api/v1/patrol-routes/${route}`, body: { version: 99, closed: true, reason: '撤销' } }),
  patrolTeams: ({ community }) => ({ path: `/api/v1/patrol-teams?community=${community.slice(0, 12)}` }),
  createPatrolTeam: ({ community }) => ({
    path: '/api/v1/patrol-teams',
    body: { name: '试队', communityCode: community.slice(0, 12), memberCount: 3 },
  }),
  changePatrolTeam: ({ team, community }) => ({
    path: `/api/v1/patrol-teams/${team}`,
    body: { name: '试队', communityCode: community.slice(0, 12), memberCount: 3, retired: false, version: 99 },
  }),
  patrolRuns: ({ community }) => ({ path: `/api/v1/patrol-runs?community=${community.slice(0, 12)}&limit=5` }),
  patrolRunFile: () => ({ path: '/api/v1/patrol-runs/file?format=csv&from=2026-11-19' }),
  planPatrolRuns: ({ route }) => ({ path: '/api/v1/patrol-runs/plan', body: { from: '2026-11-20', days: 1, routes: [route] } }),
  patrolRun: ({ run }) => ({ path: `/api/v1/patrol-runs/${run}` }),
  movePatrolRun: ({ run }) => ({ path: `/api/v1/patrol-runs/${run}/steps`, body: { step: 'start', version: 99 } }),
  tellCheckpoint: ({ run, checkpoint }) => ({
    path: `/api/v1/patrol-runs/${run}/checkpoints/${checkpoint}`,
    body: { visited: false, version: 99, reason: '大雨' },
  }),
  checkIn: ({ run, point: [lng, lat] }) => ({ path: `/api/v1/patrol-runs/${run}/check-in`, body: { lng, lat } }),
  uploadPatrolTrack: ({ run }) => ({ path: `/api/v1/patrol-runs/${run}/track?version=99`, file: onePixel, type: 'application/gpx+xml' }),
  patrolSettings: () => ({ path: '/api/v1/patrol-settings' }),
  changePatrolSettings: () => ({ path: '/api/v1/patrol-settings', body: { trackDays: 60, checkIns: false, version: 99, reason: '试' } }),
  stationStates: ({ station }) => ({ path: `/api/v1/stations/${station}/states` }),
  // a day on which nobody asks for anything, and the state it has already or not: refused or done, never forbidden
  changeStationState: ({ station }) => ({
    path: `/api/v1/stations/${station}/states`,
    body: { status: 'inService', from: '2199-12-31', reason: '试' },
  }),
  createCompound: ({ community, point }) => ({
    path: '/api/v1/compounds',
    body: {
      ...named,
      compoundType: 'compound',
      propertyClass: 'managed',
      partyOrganisation: 'own',
      ownersCommittee: 'none',
      communityCode: community.slice(0, 12),
      builtYear: null,
      geometry: plot(point),
    },
  }),
  changeCompound: ({ compound }) => ({ path: `/api/v1/compounds/${compound}`, body: { version: 99, name: '别名' } }),
  compoundSheet: ({ compound }) => ({ path: `/api/v1/compounds/${compound}/sheet` }),
  createBuilding: ({ point }) => ({
    path: '/api/v1/buildings',
    body: {
      ...named,
      address: '试路 1 号',
      use: 'other',
      levels: 2,
      builtYear: null,
      households: 0,
      residents60Plus: 0,
      compoundId: null,
      units: [],
      geometry: plot(point),
    },
  }),
  changeBuilding: ({ building }) => ({ path: `/api/v1/buildings/${building}`, body: { version: 99, name: '别名' } }),
  createStation: ({ point }) => ({
    path: '/api/v1/stations',
    body: {
      ...named,
      kind: 'station',
      areaM2: null,
      openingHours: '',
      services: [],
      geometry: { type: 'Point', coordinates: point },
    },
  }),
  changeStation: ({ station }) => ({ path: `/api/v1/stations/${station}`, body: { version: 99, name: '别名' } }),
  recordHistory: ({ compound }) => ({ path: `/api/v1/registers/compound/${compound}/history` }),
  attachments: ({ compound }) => ({ path: `/api/v1/registers/compound/${compound}/attachments` }),
  addAttachment: ({ compound }) => ({ path: `/api/v1/registers/compound/${compound}/attachments?name=a.png`, file: onePixel }),
  attachment: ({ compound, paper }) => ({ path: `/api/v1/registers/compound/${compound}/attachments/${paper}` }),
  withdrawAttachment: ({ compound }) => ({ path: `/api/v1/registers/compound/${compound}/attachments/999999`, body: { reason: '试' } }),
  fillInRegister: () => ({ path: '/api/v1/registers/building/fill-in', body: {} }),
  registerFile: () => ({ path: '/api/v1/registers/building/file?format=csv' }),
  walkCoverage: () => ({ path: '/api/v1/coverage/walk?level=3' }),
  circles: () => ({ path: '/api/v1/circles' }),
  previewCircle: ({ point: [lng, lat] }) => ({ path: `/api/v1/circles/preview?lng=${lng}&lat=${lat}` }),
  walkDifference: () => ({ path: '/api/v1/circles/difference?changes=close:1' }),
  siteChoice: () => ({ path: '/api/v1/circles/sites?count=1' }),
  walkScenarios: () => ({ path: '/api/v1/circles/scenarios' }),
  keepWalkScenario: () => ({ path: '/api/v1/circles/scenarios', body: { name: `关一站 ${Math.random()}`, changes: 'close:1' } }),
  changeWalkScenario: () => ({ path: '/api/v1/circles/scenarios/999999', body: { name: '无', changes: 'close:1', version: 1 } }),
  removeWalkScenario: () => ({ path: '/api/v1/circles/scenarios/999999?version=1' }),
  blindSpotList: () => ({ path: '/api/v1/blind-spots?minutes=5' }),
  blindSpotFile: () => ({ path: '/api/v1/blind-spots/file?minutes=5&format=csv' }),
  visits: ({ building }) => ({ path: `/api/v1/buildings/visits?ids=${building}` }),
  buildingWay: ({ building }) => ({ path: `/api/v1/buildings/${building}/way` }),
  issueDensity: ({ box }) => ({ path: `/api/v1/issues/density?bbox=${box}&zoom=10&from=2024-01-01&to=2026-11-20` }),
  issueTimes: () => ({ path: '/api/v1/issues/times' }),
  issueGrids: () => ({ path: '/api/v1/issues/grids' }),
  issueHotSpots: () => ({ path: '/api/v1/issues/hot-spots' }),
  issues: ({ grid }) => ({ path: `/api/v1/issues?grid=${grid}` }),
  issue: ({ issue }) => ({ path: `/api/v1/issues/${issue}` }),
  reportIssue: ({ point: [lng, lat] }) => ({
    path: '/api/v1/issues',
    body: { lng, lat, item: 'garbage', source: 'gridWorker', description: '路口有垃圾' },
  }),
  moveIssue: ({ issue }) => ({ path: `/api/v1/issues/${issue}/transitions`, body: { version: 99, action: 'accept' } }),
  moveIssues: ({ issue }) => ({ path: '/api/v1/issues/transitions', body: { issues: [{ id: issue, version: 99 }], action: 'accept' } }),
  issueQueues: ({ community }) => ({ path: `/api/v1/issues/queues?grid=${community}` }),
  similarIssues: ({ issue }) => ({ path: `/api/v1/issues/similar?issue=${issue}` }),
  addIssuePhoto: ({ issue }) => ({ path: `/api/v1/issues/${issue}/photos`, file: onePixel }),
  issuePhoto: ({ issue, photo }) => ({ path: `/api/v1/issues/${issue}/photos/${photo}` }),
  withdrawIssuePhoto: ({ issue }) => ({ path: `/api/v1/issues/${issue}/photos/999999`, body: { reason: '有人脸' } }),
  createImport: () => ({ path: '/api/v1/imports?name=none.csv', body: {} }),
  imports: () => ({ path: '/api/v1/imports' }),
  importMappings: () => ({ path: '/api/v1/imports/mappings' }),
  importJob: () => ({ path: '/api/v1/imports/999' }),
  mapImport: () => ({
    path: '/api/v1/imports/999/mapping',
    body: { columns: { ticketNumber: 0, reportedAt: 1, item: 2, address: 3 }, items: {}, source: 'hotline12345', coordinates: 'wgs84' },
  }),
  importRows: () => ({ path: '/api/v1/imports/999/rows' }),
  importPlaces: () => ({ path: '/api/v1/imports/999/places' }),
  chooseImportPlace: () => ({ path: '/api/v1/imports/999/places', body: { key: 'a', choice: null } }),
  includeImportRows: () => ({ path: '/api/v1/imports/999/included', body: { rows: [2], included: false } }),
  commitImport: () => ({ path: '/api/v1/imports/999/commit' }),
  importErrors: () => ({ path: '/api/v1/imports/999/errors' }),
  discardImport: () => ({ path: '/api/v1/imports/999' }),
  periodReport: ({ community }) => ({ path: `/api/v1/reports/period?grid=${community}` }),
  live: () => ({ path: '/api/v1/live' }),
  appointments: ({ building }) => ({ path: `/api/v1/appointments?building=${building}` }),
  postHistory: ({ building }) => ({ path: `/api/v1/posts/history?role=buildingHead&building=${building}` }),
  notice: ({ building }) => ({ path: `/api/v1/buildings/${building}/notice` }),
  knownPeople: ({ person }) => ({ path: `/api/v1/people?q=${encodeURIComponent(person)}` }),
  suggestedPeople: ({ building }) => ({ path: `/api/v1/people/suggestions?building=${building}` }),
  vacancies: ({ grid }) => ({ path: `/api/v1/vacancies?list=gridStaffing&grid=${grid.slice(0, 12)}000` }),
  vacancyCounts: () => ({ path: '/api/v1/vacancies/counts' }),
  vacancyFile: () => ({ path: '/api/v1/vacancies/file?list=buildingHead&format=csv' }),
  fillIn: () => ({ path: '/api/v1/vacancies/fill-in', body: {} }),
  // a post that is held, or was read before somebody else wrote: a conflict where it may be seen
  appoint: ({ building }) => ({
    path: '/api/v1/appointments',
    body: {
      person: { name: '赵无', phone: '10000000001' },
      headRole: 'buildingHead',
      places: [{ buildingId: building }],
      selectionRoute: 'elected',
      termStart: '2026-11-20',
      termEnd: '2027-11-20',
    },
  }),
  handOver: ({ appointment }) => ({
    path: '/api/v1/appointments/hand-over',
    body: { appointments: [{ appointmentId: appointment, version: 99 }], on: '2026-11-20', reason: '搬走', to: null },
  }),
  endAppointment: ({ appointment }) => ({
    path: `/api/v1/appointments/${appointment}/end`,
    body: { version: 99, on: '2026-11-20', reason: '搬走' },
  }),
  correctAppointment: ({ appointment }) => ({
    path: `/api/v1/appointments/${appointment}/correct`,
    body: { version: 99, selectionRoute: 'elected', termStart: '2026-01-01', termEnd: '2027-01-01', endedOn: null, reason: '写错' },
  }),
  reveal: ({ appointment }) => ({ path: `/api/v1/appointments/${appointment}/reveal`, body: { reason: 'to ask about the lift' } }),
  wallSetting: () => ({ path: '/api/v1/wall/setting' }),
  wallDisplays: () => ({ path: '/api/v1/wall/displays' }),
  changeWallSetting: () => ({
    path: `/api/v1/wall/displays/${display.displayId}/setting`,
    body: { version: 99, setting: usualSetting },
  }),
  beginWallPairing: () => ({ path: '/api/v1/wall/pairing' }),
  pairWall: () => ({ path: '/api/v1/wall/pairings', body: { code: '000000' } }),
  steerWall: () => ({ path: `/api/v1/wall/displays/${display.displayId}/steps`, body: { step: 'next' } }),
  alarms: () => ({ path: '/api/v1/alarms' }),
  acknowledgeAlarms: ({ alarm }) => ({ path: '/api/v1/alarms/acknowledgements', body: { alarms: [alarm], from: 'desk' } }),
  alarmRules: () => ({ path: '/api/v1/alarms/rules' }),
  changeAlarmRules: () => ({ path: '/api/v1/alarms/rules', body: { version: 99, rules: [...usualRules] } }),
  wallFigures: () => ({ path: '/api/v1/wall/figures' }),
  wallPatrols: () => ({ path: '/api/v1/wall/patrols' }),
  wallRenovation: () => ({ path: '/api/v1/wall/renovation' }),
  wallBorders: () => ({ path: '/api/v1/wall/borders' }),
  wallPlace: ({ community }) => ({ path: `/api/v1/wall/place?grid=${community}` }),
  accounts: () => ({ path: '/api/v1/accounts' }),
  createAccount: () => ({ path: '/api/v1/accounts', body: { username: `new-${Math.random().toString(36).slice(2)}`, displayName: 'New' } }),
  changeAccount: () => ({ path: account(), body: { version: 99, displayName: 'Other' } }),
  resetPassword: () => ({ path: `${account()}/password-reset` }),
  unlockAccount: () => ({ path: `${account()}/unlock` }),
  changeRights: () => ({ path: `${account()}/rights`, body: rights }),
  resetSecondFactor: () => ({ path: `${account()}/second-factor` }),
  accountSessions: () => ({ path: `${account()}/sessions` }),
  endAccountSessions: () => ({ path: `${account()}/sessions` }),
  displays: () => ({ path: '/api/v1/displays' }),
  createDisplay: () => ({
    path: '/api/v1/displays',
    body: { name: `Wall ${Math.random()}`, scenes: ['heat'], scope: [code] },
  }),
  revokeDisplay: () => ({ path: `/api/v1/displays/${display.displayId}` }),
  apiKeys: () => ({ path: '/api/v1/api-keys' }),
  createApiKey: () => ({ path: '/api/v1/api-keys', body: { name: 'App' } }),
  revokeApiKey: () => ({ path: '/api/v1/api-keys/999' }),
  dictionaryEntries: () => ({ path: '/api/v1/dictionaries' }),
  issueItemVersions: () => ({ path: '/api/v1/dictionaries/issue-items/garbage/versions' }),
  renovationItemVersions: () => ({ path: '/api/v1/dictionaries/renovation-items/none/versions' }),
  changeIssueItem: () => ({ path: '/api/v1/dictionaries/issue-items/garbage', body: issueItem }),
  changeRenovationItem: () => ({
    path: '/api/v1/dictionaries/renovation-items/none',
    body: { name: '道', nameEn: 'Road', unit: '米', unitEn: 'm', version: 9 },
  }),
  workingDays: () => ({ path: '/api/v1/working-days?year=2026' }),
  changeWorkingDay: () => ({ path: '/api/v1/working-days/2026-10-01', body: { kind: 'holiday' } }),
  audit: () => ({ path: '/api/v1/audit' }),
  auditChain: () => ({ path: '/api/v1/audit/chain' }),
}

/** Each time with a session of its own: some of what is asked ends it. */
async function ask(id: RouteId, asker: Asker, place: Place, made = askers.get(asker)): Promise<Response> {
  const { path, body, file, type = 'image/png' } = requests[id](place)
  const ending = new AbortController()
  const response = await fetch(`${base}${path}`, {
    method: routes[id].method,
    redirect: 'manual',
    signal: ending.signal,
    headers: {
      ...(made && { cookie: await madeCookie(database, made) }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(file !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(file !== undefined && { body: new Blob([new Uint8Array(file)]) }),
  })
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response
  // a stream has no end: its first words are its answer
  const first = await response.body?.getReader().read()
  ending.abort()
  return new Response(first?.value as BodyInit, { status: response.status, headers: response.headers })
}

const everybody: readonly Asker[] = ['nobody', 'noRole', ...roles]
const ids = Object.keys(routes) as RouteId[]
/** Borders hang together, and the rules of alarms are those of all: who has only a part of the sub-district plans and rules none of it. */
const ofWhole = ids.filter((id) => routes[id].path.startsWith('/api/v1/plans') || id === 'changeAlarmRules')
const ownRefusals = new Set(['sign_in_failed', 'password_refused'])

describe.each(ids)('%s', (id) => {
  it.each(everybody)('by %s', async (asker) => {
    const response = await ask(id, asker, inside, (ofWhole.includes(id) ? wholeAskers : askers).get(asker) ?? askers.get(asker))
    const text = await response.text()
    const refusal = response.status === 401 || response.status === 403 ? (JSON.parse(text) as { code: string }).code : undefined
    const stopped = refusal !== undefined && !ownRefusals.has(refusal) ? refusal : 'may'
    expect([response.status, stopped].at(1)).toBe(allowed[id].includes(asker) ? 'may' : asker === 'nobody' ? 'not_signed_in' : 'forbidden')
    expect(response.status).toBeLessThan(500)
  })
})

/** What a route answers about a place outside the scope: that there is no such thing, or an empty list. */
const foreign: Readonly<Partial<Record<RouteId, 'absent' | 'empty'>>> = {
  wallPlace: 'absent',
  grids: 'absent',
  grid: 'absent',
  gridHistory: 'absent',
  search: 'empty',
  buildings: 'empty',
  building: 'absent',
  visits: 'empty',
  buildingWay: 'absent',
  compounds: 'empty',
  compound: 'absent',
  renovations: 'empty',
  renovation: 'absent',
  renovationPhoto: 'absent',
  stations: 'empty',
  stationStates: 'absent',
  compoundSheet: 'absent',
  recordHistory: 'empty',
  attachments: 'absent',
  attachment: 'absent',
  patrolRoutes: 'empty',
  patrolRoute: 'absent',
  patrolTeams: 'empty',
  patrolRuns: 'empty',
  patrolRun: 'absent',
  issueDensity: 'empty',
  issues: 'empty',
  issue: 'absent',
  issueQueues: 'empty',
  similarIssues: 'absent',
  issuePhoto: 'absent',
  periodReport: 'absent',
  appointments: 'empty',
  postHistory: 'empty',
  knownPeople: 'empty',
  suggestedPeople: 'empty',
  vacancies: 'empty',
  reveal: 'absent',
  tile: 'empty',
}
/** A file belongs to whoever sent it; that its rows stay within the scope is tried in imports.test.ts. */
const ofFiles = ids.filter((id) => (routes[id] as unknown as Route).tag === 'imports')
/** Circles are of stations, which everybody may see; what they cover is compared in circles.test.ts. */
const ofCircles: readonly RouteId[] = [
  'walkCoverage',
  'circles',
  'previewCircle',
  'walkDifference',
  'siteChoice',
  'blindSpotList',
  'blindSpotFile',
]
/** Thoughts, not facts: everybody of the sub-district may read them. */
const ofScenarios = ids.filter((id) => id.includes('WalkScenario') || id === 'walkScenarios')
/** Facts without a place in the question: what they say of the scope is compared below. */
const placeless: readonly RouteId[] = [
  'coverage',
  'coverageHistory',
  'layers',
  'live',
  'vacancyCounts',
  'vacancyFile',
  'fillIn',
  'patrolRouteFile',
  'patrolRunFile',
  'patrolSettings',
  'changePatrolSettings',
  'registerFile',
  'renovationSummary',
  'renovationFile',
  'fillInRegister',
  'issueTimes',
  'issueGrids',
  'issueHotSpots',
  'coverageVersions',
  'alarms',
  'alarmRules',
  'wallFigures',
  'wallPatrols',
  'wallRenovation',
  'wallBorders',
  ...ofCircles,
  ...ofScenarios,
  ...ofFiles,
]

/** Writes about a place: what they answer inside the scope and outside of it. */
const written: Readonly<Partial<Record<RouteId, readonly [number, number]>>> = {
  reportIssue: [200, 400],
  changeStationState: [409, 404],
  createCompound: [200, 400],
  changeCompound: [409, 404],
  createBuilding: [200, 400],
  changeBuilding: [409, 404],
  addAttachment: [200, 404],
  withdrawAttachment: [404, 404],
  createStation: [200, 400],
  changeStation: [409, 404],
  createRenovation: [409, 404],
  changeRenovation: [409, 404],
  stepRenovation: [409, 404],
  withdrawRenovationStep: [409, 404],
  addConsentRound: [409, 404],
  addLiftVote: [409, 404],
  withdrawRenovationVote: [409, 404],
  addRenovationPhoto: [409, 404],
  withdrawRenovationPhotos: [404, 404],
  // of the whole sub-district, whatever the place
  changeRenovationRule: [409, 409],
  createPatrolRoute: [400, 404],
  fillInPatrolRoutes: [400, 404],
  changePatrolRoute: [400, 404],
  closePatrolRoute: [409, 404],
  createPatrolTeam: [200, 404],
  changePatrolTeam: [409, 404],
  planPatrolRuns: [200, 404],
  movePatrolRun: [409, 404],
  tellCheckpoint: [409, 404],
  checkIn: [409, 404],
  uploadPatrolTrack: [409, 404],
  moveIssue: [409, 404],
  notice: [200, 404],
  appoint: [409, 404],
  handOver: [409, 404],
  endAppointment: [409, 404],
  correctAppointment: [409, 404],
  addIssuePhoto: [409, 404],
  withdrawIssuePhoto: [404, 404],
  acknowledgeAlarms: [200, 404],
}
/** Says of each thing named whether it was found; what that is, stands in a test of its own. */
const answersEach: readonly RouteId[] = ['moveIssues']

describe('outside the scope', () => {
  it('every route that reads facts is tried', () => {
    const scoped = ids.filter((id) => (routes[id] as unknown as Route).reach === 'scope')
    expect(
      scoped.filter(
        (id) => !(id in foreign) && !(id in written) && !placeless.includes(id) && !answersEach.includes(id) && !ofWhole.includes(id),
      ),
    ).toEqual([])
  })

  it.each(ofWhole)('%s is for those who have all of it', async (id) => {
    for (const asker of everybody.filter((one) => allowed[id].includes(one))) expect((await ask(id, asker, inside)).status).toBe(403)
  })

  const cases = (Object.keys(foreign) as RouteId[]).flatMap((id) =>
    everybody.filter((asker) => allowed[id].includes(asker)).map((asker) => [id, asker] as const),
  )
  it.each(cases)('%s by %s finds nothing, and something inside', async (id, asker) => {
    const there = await ask(id, asker, outside)
    const here = await ask(id, asker, inside)
    expect([here.status, await amount(here)].map((one, at) => (at === 0 ? one : Number(one) > 0))).toEqual([200, true])
    if (foreign[id] === 'absent') expect(there.status).toBe(404)
    else expect([there.ok, await amount(there)]).toEqual([true, 0])
  })

  const writes = (Object.keys(written) as RouteId[]).flatMap((id) =>
    everybody.filter((asker) => allowed[id].includes(asker)).map((asker) => [id, asker] as const),
  )
  it.each(writes)('%s by %s writes nothing there', async (id, asker) => {
    const statuses = [await ask(id, asker, inside), await ask(id, asker, outside)].map(({ status }) => status)
    expect(statuses).toEqual(written[id])
  })

  it('an account whose scope is empty gets empty lists', async () => {
    askers.set('leader', await madeAccount(database, 'leader', []))
    for (const id of Object.keys(foreign) as RouteId[]) {
      const response = await ask(id, 'leader', inside)
      if (foreign[id] === 'absent') expect([id, response.status]).toEqual([id, 404])
      else expect([id, response.ok, await amount(response)]).toEqual([id, true, 0])
    }
    askers.set('leader', await madeAccount(database, 'leader', [inside.community]))
  })

  it('another sub-district does not exist', async () => {
    const cookie = await madeCookie(database, askers.get('leader') as Made)
    for (const path of ['/api/v1/stations?subdistrict=990100002', '/api/v1/tiles/roads/14/1/1.mvt?subdistrict=990100002'])
      expect((await fetch(base + path, { headers: { cookie } })).status).toBe(404)
  })
})

/** How many things an answer holds. */
async function amount(response: Response): Promise<number> {
  const text = await response.text()
  if (text === '') return 0
  if (!response.headers.get('content-type')?.includes('json')) return text.length
  const body = JSON.parse(text) as Record<string, unknown>
  if (Array.isArray(body.queues)) return (body.queues as { all: number }[]).reduce((sum, { all }) => sum + all, 0)
  const list = ['features', 'hits', 'cells', 'appointments', 'people', 'rows', 'boundaries', 'events', 'stops']
    .map((name) => body[name])
    .find(Array.isArray)
  return list ? list.length : 1
}

describe('counts', () => {
  const cookieOf = (asker: Asker) => madeCookie(database, askers.get(asker) as Made)
  const json = async <T>(path: string) =>
    (await (await fetch(base + path, { headers: { cookie: await cookieOf('secretary') } })).json()) as T

  it('are those of the scope: grids, coverage, layers', async () => {
    const grids = await json<{ features: { properties: { gridCode: string; buildings: number } }[] }>('/api/v1/grids?limit=1000')
    expect(grids.features.every(({ properties }) => properties.gridCode.startsWith(inside.community.slice(0, 12)))).toBe(true)
    const own = grids.features.find(({ properties }) => properties.gridCode === inside.community)
    const counted = await database.db.query('select count(*) as n from building where left(grid_code, 12) = $1', [
      inside.community.slice(0, 12),
    ])
    expect(own?.properties.buildings).toBe(counted.rows[0]?.n)
    const coverage = await json<{ grids: unknown[] }>('/api/v1/coverage?level=3')
    expect(coverage.grids.length).toBe(grids.features.length - 1)
    const { layers } = await json<{ layers: { id: LayerId; features: number }[] }>('/api/v1/layers')
    expect(layers.find(({ id }) => id === 'buildings')?.features).toBe(counted.rows[0]?.n)
    expect(layers.find(({ id }) => id === 'grids')?.features).toBe(grids.features.length)
  })
})

describe('tiles', () => {
  const ground: readonly LayerId[] = ['green', 'water', 'roads']
  it.each(roles)('of %s hold what the role may see, of the scope alone', async (role) => {
    const expected = (layer: LayerId) =>
      role === 'auditor'
        ? false
        : role === 'administrator' || role === 'securityAdministrator'
          ? [...ground, 'grids', 'gridLabels'].includes(layer)
          : true
    for (const layer of layerIds) {
      const cookie = await madeCookie(database, askers.get(role) as Made)
      const { z, x, y } = outside.tile
      const response = await fetch(`${base}/api/v1/tiles/${layer}/${z}/${x}/${y}.mvt`, {
        headers: { cookie, 'accept-encoding': 'identity' },
      })
      expect([layer, response.status === 403]).toEqual([layer, !expected(layer)])
      if (response.status !== 200 || ground.includes(layer)) continue
      const [tile] = checkOurTile(new Uint8Array(await response.arrayBuffer()))
      const codes = (tile?.features ?? []).map(({ properties }) => properties.gridCode).filter((one) => one !== undefined)
      expect(codes.filter((one) => !String(one).startsWith(inside.community.slice(0, 12)))).toEqual([])
    }
  })

  it('of two scopes are never taken from the same place in the store', async () => {
    const { z, x, y } = outside.tile
    const path = `${base}/api/v1/tiles/buildings/${z}/${x}/${y}.mvt`
    const whole = await madeAccount(database, 'leader', [code])
    const asked = async (made: Made) => fetch(path, { headers: { cookie: await madeCookie(database, made) } })
    const [all, own, again] = [await asked(whole), await asked(askers.get('secretary') as Made), await asked(whole)]
    expect([all.status, own.status, again.status]).toEqual([200, 204, 200])
    expect(own.headers.get('etag')).not.toBe(all.headers.get('etag'))
    expect(again.headers.get('etag')).toBe(all.headers.get('etag'))
  })

  it('of a wall are those of its scenes', async () => {
    const heat = await madeAccount(database, 'wall', [code], ['heat'])
    const cookie = await madeCookie(database, heat)
    const status = async (path: string) => (await fetch(base + path, { headers: { cookie } })).status
    const { z, x, y } = inside.tile
    expect(await status(`/api/v1/tiles/buildings/${z}/${x}/${y}.mvt`)).toBe(200)
    expect(await status(`/api/v1/tiles/patrolRoutes/${z}/${x}/${y}.mvt`)).toBe(403)
    expect(await status('/api/v1/patrol-routes')).toBe(403)
    expect(await status(`/api/v1/issues/density?bbox=${inside.box}&zoom=16`)).toBe(200)
  })

  it('are not given to nobody, and the refusal is the same for tiles that exist and tiles that do not', async () => {
    for (const path of ['/api/v1/tiles/buildings/16/52439/26882.mvt', '/api/v1/tiles/buildings/16/0/0.mvt'])
      expect((await fetch(base + path)).status).toBe(401)
  })
})
