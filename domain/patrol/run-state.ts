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
