// The closed sets of words (DOMAIN b, f) as they stand in SQL, JSON, code and the catalogues.
export { headRoles, selectionRoutes } from '../appointments/posts.ts'
export { handlerLevels, issueStatuses } from '../issues/workflow.ts'
export {
  buildingUses,
  compoundTypes,
  ownersCommittees,
  partyOrganisations,
  propertyClasses,
  stationKinds,
  stationServices,
} from '../registers/register-words.ts'
export { costSources } from '../renovation/costs.ts'
export { renovationStages } from '../renovation/stages.ts'
/** What a wall shows; a display token is bound to some of them. */
export { type WallScene as Scene, wallScenes as scenes } from '../wall/scenes.ts'

export const gridKinds = ['general', 'dedicated'] as const
/** Whether a residential building has an active building head; other uses need none. */
export const headStates = ['present', 'missing', 'notNeeded'] as const
export const renovationClasses = ['basic', 'improve', 'upgrade'] as const
export const stationStatuses = ['inService', 'closed'] as const
/** Registers whose records have a history. */
export const registerKinds = ['compound', 'building', 'station', 'renovation', 'patrolTeam', 'patrolRoute', 'patrolRun'] as const
export type RegisterKind = (typeof registerKinds)[number]
export const issueClasses = ['environment', 'facility', 'lifeSafety', 'dispute', 'security'] as const
export const issueItems = [
  'garbage',
  'flyposting',
  'greenOrIllegalBuild',
  'roadDrain',
  'lightingPublic',
  'buildingDefect',
  'fireLaneParking',
  'hazard',
  'neighbourDispute',
  'propertyDispute',
  'securityFinding',
] as const
export const issueSources = ['patrol', 'gridWorker', 'buildingHead', 'hotline12345', 'resident', 'superior', 'sensor'] as const
export const issueSeverities = ['normal', 'urgent'] as const
/** Who somebody is to the system. The three administrator roles are separate; `wall` is a display, not a person. */
export const roles = [
  'leader',
  'planner',
  'secretary',
  'gridWorker',
  'patrolLeader',
  'administrator',
  'securityAdministrator',
  'auditor',
  'wall',
] as const
export type Role = (typeof roles)[number]
export const personRoles = roles.filter((role): role is Exclude<Role, 'wall'> => role !== 'wall')
export const accountStates = ['active', 'disabled'] as const
export const limitUnits = ['workHour', 'workDay'] as const
export const dictionaries = ['issueItem', 'renovationItem'] as const
export const auditActions = [
  'demoLoaded',
  'imported',
  'signedIn',
  'signedOut',
  'signInFailed',
  'accountLocked',
  'refused',
  'passwordChanged',
  'passwordReset',
  'secondFactorSet',
  'secondFactorRemoved',
  'sessionsEnded',
  'accountCreated',
  'accountChanged',
  'accountUnlocked',
  'rightsChanged',
  'displayCreated',
  'displayRevoked',
  'dictionaryChanged',
  'workingDayChanged',
  'issueReported',
  'issueHandled',
  'photoAdded',
  'photoWithdrawn',
  'fileSent',
  'importMapped',
  'importPlaceChosen',
  'importRowsChosen',
  'importConfirmed',
  'importDiscarded',
  'viewKept',
  'viewRemoved',
  'stationStateChanged',
  'walkScenarioKept',
  'walkScenarioChanged',
  'walkScenarioRemoved',
  'appointed',
  'appointmentEnded',
  'appointmentsHandedOver',
  'appointmentCorrected',
  'postsFilledIn',
  'patrolTeamCreated',
  'patrolTeamChanged',
  'patrolRouteCreated',
  'patrolRouteChanged',
  'patrolRouteClosed',
  'patrolRouteOpened',
  'patrolRoutesFilledIn',
  'patrolRunsPlanned',
  'patrolRunStarted',
  'patrolRunFinished',
  'patrolRunCalledOff',
  'patrolCheckpointTold',
  'patrolTrackSent',
  'patrolTracksDeleted',
  'casesMoved',
  'patrolSettingsChanged',
  'noticePrinted',
  'recordCreated',
  'recordChanged',
  'renovationStepped',
  'renovationStepWithdrawn',
  'renovationVoteAdded',
  'renovationVoteWithdrawn',
  'renovationRuleChanged',
  'renovationPhotoAdded',
  'renovationPhotosWithdrawn',
  'registerFilledIn',
  'planBegun',
  'planDrawn',
  'planStepped',
  'planRebased',
  'planPublished',
  'planRulesChanged',
  'planPhotoAdded',
  'planPhotoWithdrawn',
  'attachmentAdded',
  'attachmentWithdrawn',
  'alarmRaised',
  'alarmEscalated',
  'alarmEnded',
  'alarmGrown',
  'alarmAcknowledged',
  'alarmRulesChanged',
  'wallSettingChanged',
  'wallPairingBegun',
  'wallPaired',
  'wallSteered',
  'apiKeyCreated',
  'apiKeyRevoked',
  'revealed',
  'auditRead',
  'auditPruned',
  'phonesResealed',
] as const
export type AuditAction = (typeof auditActions)[number]
export const auditResults = ['done', 'refused', 'failed'] as const
