// planned ──▶ running ──▶ finished
//    │ └────▶ notWalked                the planned end is over and nobody began
//    └──────▶ calledOff                with a reason
export const runStates = ['planned', 'running', 'finished', 'notWalked', 'calledOff'] as const
export type RunState = (typeof runStates)[number]
export const runSteps = ['start', 'finish', 'callOff'] as const
export type RunStep = (typeof runSteps)[number]

/** From which states a step is taken. A run that nobody began in time can be told of later: it began, though nobody said so. */
export const stepsFrom: Readonly<Record<RunStep, readonly RunState[]>> = {
  start: ['planned', 'notWalked'],
  finish: ['running'],
  callOff: ['planned', 'notWalked'],
}

/** How a visit came to be known. */
export const visitSources = ['hand', 'track', 'checkIn'] as const

type Told = { readonly state: RunState; readonly plannedEnd: string }
/** Of a checkpoint on a run: a visit is missed once the run or its planned time is over, or when somebody said why there was none; before, it is due. */
export function visitState(
  { visitedAt, missedReason }: { readonly visitedAt: string | null; readonly missedReason: string },
  { state, plannedEnd }: Told,
  now: string,
): 'made' | 'missed' | 'due' {
  if (visitedAt !== null) return 'made'
  if (missedReason !== '' || state === 'finished' || state === 'notWalked') return 'missed'
  return state === 'running' && Date.parse(plannedEnd) <= Date.parse(now) ? 'missed' : 'due'
}
