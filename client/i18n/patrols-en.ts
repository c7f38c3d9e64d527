// The English texts of the register of patrols.
import type { patrolsZh } from './patrols-zh-CN.ts'

export const patrolsEn: Readonly<Record<keyof typeof patrolsZh, string>> = {
  'auditAction.patrolTeamCreated': 'Patrol team added',
  'auditAction.patrolTeamChanged': 'Patrol team changed',
  'auditAction.patrolRouteCreated': 'Patrol route added',
  'auditAction.patrolRouteChanged': 'Patrol route changed',
  'auditAction.patrolRouteClosed': 'Patrol route closed',
  'auditAction.patrolRouteOpened': 'Patrol route opened again',
  'auditAction.patrolRunsPlanned': 'Patrol runs planned',
  'auditAction.patrolRunStarted': 'Patrol run begun',
  'auditAction.patrolRunFinished': 'Patrol run finished',
  'auditAction.patrolRunCalledOff': 'Patrol run called off',
  'auditAction.patrolCheckpointTold': 'Checkpoint told of',
  'auditAction.patrolTrackSent': 'Track of a patrol sent',
  'auditAction.patrolTracksDeleted': 'Old tracks deleted',
  'auditAction.patrolSettingsChanged': 'Settings of patrols changed',
}
