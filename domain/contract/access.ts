// Who may call what, in the words of the route table.
import type { LayerId } from '../layers/layer-table.ts'
import type { AttachmentKind } from '../registers/attachments.ts'
import type { Role, Scene } from './words.ts'

/** Who takes part in cases. Planners look on. */
export { caseRoles } from '../issues/workflow.ts'

/** `anyone`: without signing in. `signedIn`: every account, also one whose role is not decided yet. Otherwise the roles named. */
export type Access = 'anyone' | 'signedIn' | readonly Role[]

/** Everybody who works with the facts of their grids, and the wall. */
export const factReaders = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader', 'wall'] as const satisfies readonly Role[]
/** Those of them who are people: texts, photos and who did what are not for a wall. */
export const caseReaders = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader'] as const satisfies readonly Role[]
/** Those, and the two who hand out rights on a map of the grids. The auditor needs no map. */
export const mapReaders = [...factReaders, 'administrator', 'securityAdministrator'] as const satisfies readonly Role[]

const ground: readonly LayerId[] = ['green', 'water', 'roads', 'grids', 'gridLabels']
const houses: readonly LayerId[] = [...ground, 'buildings', 'compounds']

/** What a scene draws. A display token reads the layers of its scenes and no other. */
const sceneLayers: Readonly<Record<Scene, readonly LayerId[]>> = {
  situation: [...houses, 'stations', 'issues'],
  heat: houses,
  coverage: [...houses, 'stations'],
  circles: [...houses, 'stations'],
  patrol: [...houses, 'patrolRoutes', 'checkpoints'],
  renovation: [...houses, 'renovations'],
  boundaries: houses,
}

/** What a scene counts and lists, beside what every map needs. */
const sceneRoutes: Readonly<Record<Scene, readonly string[]>> = {
  situation: [
    'issues',
    'issueDensity',
    'issueTimes',
    'issueGrids',
    'issueHotSpots',
    'coverage',
    'coverageHistory',
    'stations',
    'buildings',
    'compounds',
    'wallFigures',
  ],
  heat: ['issueDensity', 'issueTimes', 'issueGrids', 'issueHotSpots', 'issues', 'wallFigures'],
  coverage: ['coverage', 'coverageHistory', 'walkCoverage', 'buildings', 'compounds', 'stations'],
  circles: ['stations', 'coverage', 'circles', 'walkCoverage', 'blindSpotList'],
  patrol: ['patrolRoutes', 'wallPatrols'],
  renovation: ['renovations', 'compounds', 'compound', 'wallRenovation', 'renovationPhoto'],
  boundaries: ['coverage', 'wallBorders'],
}
const everyScene: readonly string[] = [
  'subdistricts',
  'layers',
  'tile',
  'live',
  'grids',
  'grid',
  'gridHistory',
  'search',
  'session',
  'endSession',
  'wallSetting',
  'beginWallPairing',
  'wallPlace',
  'alarms',
  'acknowledgeAlarms',
  'alarmRules',
]

export type Caller = { readonly role: Role | null; readonly scenes: readonly Scene[] }

/** Whether a signed-in caller may call a route of this access. */
export function mayCall({ role, scenes }: Caller, route: { readonly id: string; readonly access: Access }): boolean {
  if (route.access === 'anyone') return true
  if (role === 'wall' && !everyScene.includes(route.id) && !scenes.some((scene) => sceneRoutes[scene].includes(route.id))) return false
  return route.access === 'signedIn' || (role !== null && route.access.includes(role))
}

/** Whether a caller may see a layer in tiles and lists of layers. */
export function mayRead({ role, scenes }: Caller, layer: LayerId): boolean {
  if (role === null || role === 'auditor') return false
  if (role === 'administrator' || role === 'securityAdministrator') return ground.includes(layer)
  return role !== 'wall' || scenes.some((scene) => sceneLayers[scene].includes(layer))
}

const recordWriters = ['leader', 'planner', 'secretary'] as const satisfies readonly Role[]
/** Who puts papers to a record of a register: whoever writes the record. */
export const attachmentWriters: Readonly<Record<AttachmentKind, readonly Role[]>> = {
  compound: recordWriters,
  building: recordWriters,
  station: recordWriters,
  renovation: recordWriters,
  patrolRoute: ['leader', 'secretary', 'patrolLeader'],
}
