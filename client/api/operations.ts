// The operations that the client calls, or whose rule decides what it shows: method, path and who may. What ships is this table, not the contract with its schemas (zod, 60 kB);
// a test compares the two.
import { type Access, caseReaders, caseRoles, factReaders, mapReaders } from '#contract/access.ts'
import type { Method } from '#contract/route.ts'
import type { RouteId } from '#contract/routes.ts'

type Operation = { readonly method: Method; readonly path: string; readonly access: Access }

const operation = (method: Method, path: string, access: Access): Operation => ({ method, path, access })

const readers = ['administrator', 'securityAdministrator', 'auditor'] as const
const sessionEnders = ['administrator', 'securityAdministrator'] as const
const administrator = ['administrator'] as const
const securityAdministrator = ['securityAdministrator'] as const
const displayReaders = ['securityAdministrator', 'auditor'] as const
const auditor = ['auditor'] as const
const appointers = ['leader', 'secretary'] as const
const people = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader'] as const
const importers = ['leader', 'secretary'] as const
const thinkers = ['leader', 'planner', 'secretary'] as const
const dictionaryReaders = [...people, 'administrator', 'auditor'] as const

export const operations = {
  signInWays: operation('GET', '/api/v1/sign-in-ways', 'anyone'),
  session: operation('GET', '/api/v1/session', 'signedIn'),
  signIn: operation('POST', '/api/v1/session', 'anyone'),
  endSession: operation('DELETE', '/api/v1/session', 'signedIn'),
  changePassword: operation('PUT', '/api/v1/me/password', 'signedIn'),
  startSecondFactor: operation('POST', '/api/v1/me/second-factor', 'signedIn'),
  confirmSecondFactor: operation('PUT', '/api/v1/me/second-factor', 'signedIn'),
  removeSecondFactor: operation('DELETE', '/api/v1/me/second-factor', 'signedIn'),
  mySessions: operation('GET', '/api/v1/me/sessions', 'signedIn'),
  endMySessions: operation('DELETE', '/api/v1/me/sessions', 'signedIn'),
  endMySession: operation('DELETE', '/api/v1/me/sessions/:id', 'signedIn'),
  subdistricts: operation('GET', '/api/v1/subdistricts', 'signedIn'),
  layers: operation('GET', '/api/v1/layers', mapReaders),
  grids: operation('GET', '/api/v1/grids', mapReaders),
  grid: operation('GET', '/api/v1/grids/:code', mapReaders),
  coverage: operation('GET', '/api/v1/coverage', factReaders),
  coverageHistory: operation('GET', '/api/v1/coverage/history', factReaders),
  walkCoverage: operation('GET', '/api/v1/coverage/walk', factReaders),
  circles: operation('GET', '/api/v1/circles', factReaders),
  previewCircle: operation('GET', '/api/v1/circles/preview', caseReaders),
  walkDifference: operation('GET', '/api/v1/circles/difference', caseReaders),
  siteChoice: operation('GET', '/api/v1/circles/sites', caseReaders),
  walkScenarios: operation('GET', '/api/v1/circles/scenarios', caseReaders),
  keepWalkScenario: operation('POST', '/api/v1/circles/scenarios', thinkers),
  changeWalkScenario: operation('PUT', '/api/v1/circles/scenarios/:id', thinkers),
  removeWalkScenario: operation('DELETE', '/api/v1/circles/scenarios/:id', thinkers),
  blindSpotList: operation('GET', '/api/v1/blind-spots', factReaders),
  blindSpotFile: operation('GET', '/api/v1/blind-spots/file', caseReaders),
  buildingWay: operation('GET', '/api/v1/buildings/:id/way', caseReaders),
  search: operation('GET', '/api/v1/search', factReaders),
  buildings: operation('GET', '/api/v1/buildings', factReaders),
  building: operation('GET', '/api/v1/buildings/:id', factReaders),
  compound: operation('GET', '/api/v1/compounds/:id', factReaders),
  renovations: operation('GET', '/api/v1/renovations', factReaders),
  stations: operation('GET', '/api/v1/stations', factReaders),
  stationStates: operation('GET', '/api/v1/stations/:id/states', caseReaders),
  changeStationState: operation('POST', '/api/v1/stations/:id/states', thinkers),
  patrolRoutes: operation('GET', '/api/v1/patrol-routes', factReaders),
  issueDensity: operation('GET', '/api/v1/issues/density', factReaders),
  issueTimes: operation('GET', '/api/v1/issues/times', factReaders),
  issueGrids: operation('GET', '/api/v1/issues/grids', factReaders),
  issueHotSpots: operation('GET', '/api/v1/issues/hot-spots', factReaders),
  issues: operation('GET', '/api/v1/issues', factReaders),
  issue: operation('GET', '/api/v1/issues/:id', factReaders),
  issueQueues: operation('GET', '/api/v1/issues/queues', caseReaders),
  similarIssues: operation('GET', '/api/v1/issues/similar', caseReaders),
  reportIssue: operation('POST', '/api/v1/issues', caseRoles),
  moveIssues: operation('POST', '/api/v1/issues/transitions', caseRoles),
  addIssuePhoto: operation('POST', '/api/v1/issues/:id/photos', caseRoles),
  issuePhoto: operation('GET', '/api/v1/issues/:id/photos/:photo', caseReaders),
  withdrawIssuePhoto: operation('DELETE', '/api/v1/issues/:id/photos/:photo', ['leader', 'secretary']),
  moveIssue: operation('POST', '/api/v1/issues/:id/transitions', caseRoles),
  createImport: operation('POST', '/api/v1/imports', importers),
  imports: operation('GET', '/api/v1/imports', importers),
  importJob: operation('GET', '/api/v1/imports/:id', importers),
  mapImport: operation('PUT', '/api/v1/imports/:id/mapping', importers),
  importRows: operation('GET', '/api/v1/imports/:id/rows', importers),
  importPlaces: operation('GET', '/api/v1/imports/:id/places', importers),
  chooseImportPlace: operation('PUT', '/api/v1/imports/:id/places', importers),
  includeImportRows: operation('PUT', '/api/v1/imports/:id/included', importers),
  commitImport: operation('POST', '/api/v1/imports/:id/commit', importers),
  importErrors: operation('GET', '/api/v1/imports/:id/errors', importers),
  discardImport: operation('DELETE', '/api/v1/imports/:id', importers),
  periodReport: operation('GET', '/api/v1/reports/period', people),
  live: operation('GET', '/api/v1/live', mapReaders),
  appointments: operation('GET', '/api/v1/appointments', people),
  postHistory: operation('GET', '/api/v1/posts/history', people),
  knownPeople: operation('GET', '/api/v1/people', appointers),
  suggestedPeople: operation('GET', '/api/v1/people/suggestions', appointers),
  vacancies: operation('GET', '/api/v1/vacancies', people),
  vacancyCounts: operation('GET', '/api/v1/vacancies/counts', people),
  vacancyFile: operation('GET', '/api/v1/vacancies/file', people),
  fillIn: operation('POST', '/api/v1/vacancies/fill-in', appointers),
  appoint: operation('POST', '/api/v1/appointments', appointers),
  handOver: operation('POST', '/api/v1/appointments/hand-over', appointers),
  endAppointment: operation('POST', '/api/v1/appointments/:id/end', appointers),
  correctAppointment: operation('POST', '/api/v1/appointments/:id/correct', appointers),
  reveal: operation('POST', '/api/v1/appointments/:id/reveal', ['leader', 'secretary', 'patrolLeader']),
  accounts: operation('GET', '/api/v1/accounts', readers),
  createAccount: operation('POST', '/api/v1/accounts', administrator),
  changeAccount: operation('PATCH', '/api/v1/accounts/:id', administrator),
  resetPassword: operation('POST', '/api/v1/accounts/:id/password-reset', administrator),
  unlockAccount: operation('POST', '/api/v1/accounts/:id/unlock', administrator),
  changeRights: operation('PUT', '/api/v1/accounts/:id/rights', securityAdministrator),
  resetSecondFactor: operation('DELETE', '/api/v1/accounts/:id/second-factor', securityAdministrator),
  accountSessions: operation('GET', '/api/v1/accounts/:id/sessions', sessionEnders),
  endAccountSessions: operation('DELETE', '/api/v1/accounts/:id/sessions', sessionEnders),
  displays: operation('GET', '/api/v1/displays', displayReaders),
  createDisplay: operation('POST', '/api/v1/displays', securityAdministrator),
  revokeDisplay: operation('DELETE', '/api/v1/displays/:id', securityAdministrator),
  apiKeys: operation('GET', '/api/v1/api-keys', displayReaders),
  createApiKey: operation('POST', '/api/v1/api-keys', securityAdministrator),
  revokeApiKey: operation('DELETE', '/api/v1/api-keys/:id', securityAdministrator),
  dictionaryEntries: operation('GET', '/api/v1/dictionaries', dictionaryReaders),
  issueItemVersions: operation('GET', '/api/v1/dictionaries/issue-items/:key/versions', dictionaryReaders),
  renovationItemVersions: operation('GET', '/api/v1/dictionaries/renovation-items/:key/versions', dictionaryReaders),
  changeIssueItem: operation('PUT', '/api/v1/dictionaries/issue-items/:key', administrator),
  changeRenovationItem: operation('PUT', '/api/v1/dictionaries/renovation-items/:key', administrator),
  audit: operation('GET', '/api/v1/audit', auditor),
  auditChain: operation('GET', '/api/v1/audit/chain', auditor),
} as const satisfies Partial<Record<RouteId, Operation>>

export type CallId = keyof typeof operations
