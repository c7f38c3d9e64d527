// The closed sets of words of bulk intake, as they stand in SQL, JSON and code.

/** What a column of a file can mean. */
export const intakeFields = ['ticketNumber', 'reportedAt', 'item', 'description', 'address', 'lng', 'lat', 'closedAt'] as const
export type IntakeField = (typeof intakeFields)[number]
/** Without these a row is no ticket. */
export const neededFields = ['ticketNumber', 'reportedAt', 'item'] as const satisfies readonly IntakeField[]

/** reading → mapping → checking → ready → committing → committed; a file that cannot be read ends refused. */
export const intakeStates = ['reading', 'refused', 'mapping', 'checking', 'ready', 'committing', 'committed', 'failed', 'expired'] as const
export type IntakeState = (typeof intakeStates)[number]
/** The service is at work on these by itself. */
export const workingStates = ['reading', 'checking', 'committing'] as const satisfies readonly IntakeState[]
export const isWorking = (state: IntakeState): boolean => (workingStates as readonly IntakeState[]).includes(state)

/** Why a whole file was refused. */
export const intakeRefusals = [
  'empty',
  'noRows',
  'notTable',
  'oldExcel',
  'macros',
  'protected',
  'damaged',
  'tooLargeInside',
  'tooManyRows',
  'tooManyColumns',
  // only of files from before formulas were read by their results
  'formula',
  'otherSystem',
  'encoding',
  'doubtfulColumns',
] as const
export type IntakeRefusal = (typeof intakeRefusals)[number]

/** CGCS2000 is WGS-84 at this precision. */
export const coordinateSystems = ['wgs84', 'gcj02', 'bd09'] as const
export type CoordinateSystem = (typeof coordinateSystems)[number]

/** Where a row stands. Only `ready` rows are taken in. */
export const rowStatuses = ['ready', 'duplicate', 'confirmPlace', 'noPlace', 'outside', 'unknownItem', 'trouble', 'imported'] as const
export type RowStatus = (typeof rowStatuses)[number]

export const rowProblems = [
  'duplicateInFile',
  'duplicateKnown',
  'noTicketNumber',
  'damagedTicketNumber',
  'maskedTicketNumber',
  'noTime',
  'unreadableTime',
  'futureTime',
  'unreadableClosedTime',
  'closedBeforeReported',
  'futureClosedTime',
  'formula',
  'formulaWithoutValue',
  'textTooLong',
  'noItem',
  'unknownItem',
  'noCoordinate',
  'unreadableCoordinate',
  'outside',
  'beforeGrids',
  'placeAmbiguous',
  'placeSimilar',
  'placeUnknown',
] as const
export type RowProblem = (typeof rowProblems)[number]

/** The status of a row by the worst of its problems. That there is no coordinate is only said: the place may be known by its name. */
const statusOfProblem: Readonly<Record<RowProblem, RowStatus>> = {
  duplicateInFile: 'duplicate',
  duplicateKnown: 'duplicate',
  noTicketNumber: 'trouble',
  damagedTicketNumber: 'trouble',
  maskedTicketNumber: 'trouble',
  noTime: 'trouble',
  unreadableTime: 'trouble',
  futureTime: 'trouble',
  unreadableClosedTime: 'trouble',
  closedBeforeReported: 'trouble',
  futureClosedTime: 'trouble',
  formula: 'trouble',
  formulaWithoutValue: 'trouble',
  textTooLong: 'trouble',
  noItem: 'unknownItem',
  unknownItem: 'unknownItem',
  noCoordinate: 'ready',
  unreadableCoordinate: 'ready',
  outside: 'outside',
  beforeGrids: 'outside',
  placeAmbiguous: 'confirmPlace',
  placeSimilar: 'confirmPlace',
  placeUnknown: 'noPlace',
}
const worstFirst: readonly RowStatus[] = ['duplicate', 'trouble', 'unknownItem', 'outside', 'confirmPlace', 'noPlace', 'ready']

export function statusOf(problems: readonly RowProblem[]): RowStatus {
  const given = new Set(problems.map((problem) => statusOfProblem[problem]))
  return worstFirst.find((status) => given.has(status)) ?? 'ready'
}

/** Problems that placing a row anew decides again. */
export const placeProblems: readonly RowProblem[] = ['outside', 'beforeGrids', 'placeAmbiguous', 'placeSimilar', 'placeUnknown']

/** How a place was found. */
export const placedBy = ['coordinate', 'name', 'person'] as const
