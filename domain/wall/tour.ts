// Which scene stands on the wall, and why. One pure step: what stood there, what is known now and how much time has passed give what stands there next.
//
//   alarm nobody answered ▸ hand or remote, until it rests ▸ meeting, which nothing but a hand moves ▸ something new, once ▸ the turn
//
// Alarms come first of all and are never left: while several wait, they take turns. Time is what a steady clock says has passed, so a clock that
// jumps moves nothing; a gap (the machine slept) counts as one step.
import { sceneSeconds } from './scenes.ts'

/** What is new, and where as far as may be told. */
export type News = {
  readonly key: string
  readonly kind: 'hotSpot' | 'overdue'
  readonly place: { readonly gridCode: string; readonly name: string; readonly nameEn: string } | null
}

/** Why a scene stands there. News are kept whole: they have their stage for its time also where they are over meanwhile. */
export type StageReason =
  | { readonly kind: 'turn' }
  | { readonly kind: 'alarm'; readonly alarmId: number }
  | { readonly kind: 'occasion'; readonly news: News }
  | { readonly kind: 'hand' }
  | { readonly kind: 'remote' }
  | { readonly kind: 'meeting' }

export type TourState<S extends string> = {
  readonly scene: S
  readonly why: StageReason
  /** Seconds that it has stood. */
  readonly stood: number
  /** Seconds since the last touch of a hand or a remote; null: none to wait for. */
  readonly resting: number | null
  readonly paused: boolean
  /** Seconds since somebody last did something to the wall. */
  readonly alone: number
  /** The scene whose turn it was last, to go on from after an interruption. */
  readonly turn: S
  /** Occasions that have had their stage, the newest last. */
  readonly seen: readonly string[]
}

export type Occasion<S extends string> = { readonly news: News; readonly scene: S }
export type TourAlarm<S extends string> = { readonly alarmId: number; readonly scene: S }

export type TourInput<S extends string> = {
  readonly scenes: readonly { readonly scene: S; readonly seconds: number }[]
  /** Alarms that nobody answered, the most pressing first. */
  readonly alarms: readonly TourAlarm<S>[]
  /** What is new, the oldest first. */
  readonly occasions: readonly Occasion<S>[]
  readonly idleSeconds: number
}

const longestGap = 5
const mostSeen = 200
const alarmTurnSeconds = 12
/** A meeting or a halt that nobody ended, for months, would be no wall any more: after two hours without a hand it is over. */
export const forgottenSeconds = 7200

export const startTour = <S extends string>(scene: S): TourState<S> => ({
  scene,
  why: { kind: 'turn' },
  stood: 0,
  resting: null,
  paused: false,
  alone: 0,
  turn: scene,
  seen: [],
})

const enter = <S extends string>(state: TourState<S>, scene: S, why: StageReason): TourState<S> => ({
  ...state,
  scene,
  why,
  stood: 0,
  turn: why.kind === 'turn' ? scene : state.turn,
})

const secondsOf = <S extends string>({ scenes }: TourInput<S>, scene: S): number =>
  scenes.find((one) => one.scene === scene)?.seconds ?? sceneSeconds.usual

/** The scene some places after another one among those that are shown; the first where it is not among them. */
export function sceneAfter<S extends string>(scenes: TourInput<S>['scenes'], scene: S, by = 1): S {
  const at = scenes.findIndex((one) => one.scene === scene)
  const next = at < 0 ? 0 : (((at + by) % scenes.length) + scenes.length) % scenes.length
  return scenes[next]?.scene ?? scene
}

/** The tour after `seconds` more of a steady clock. */
export function tourStep<S extends string>(before: TourState<S>, input: TourInput<S>, seconds: number): TourState<S> {
  const passed = Math.min(Math.max(0, seconds), longestGap)
  const resting = before.resting === null ? null : before.resting + passed
  const alone = before.alone + passed
  const kept = {
    ...before,
    stood: before.stood + passed,
    alone,
    resting: resting !== null && resting >= input.idleSeconds ? null : resting,
  }
  const state = alone < forgottenSeconds ? kept : forgotten(kept)
  if (state.why.kind === 'meeting') return state
  if (input.alarms.length > 0) return onAlarm(state, input)
  const free = state.why.kind === 'alarm' ? enter(state, state.turn, { kind: 'turn' }) : state
  if (free.resting !== null) return free
  if (free.paused) return free
  const fresh = input.occasions.find(({ news, scene }) => !free.seen.includes(news.key) && input.scenes.some((one) => one.scene === scene))
  const holds = free.why.kind === 'occasion' && free.stood < secondsOf(input, free.scene)
  if (fresh && !holds)
    return enter({ ...free, seen: [...free.seen, fresh.news.key].slice(-mostSeen) }, fresh.scene, { kind: 'occasion', news: fresh.news })
  if (holds) return free
  if (free.why.kind !== 'turn') return enter(free, sceneAfter(input.scenes, free.turn), { kind: 'turn' })
  const present = input.scenes.some(({ scene }) => scene === free.scene)
  if (present && (free.stood < secondsOf(input, free.scene) || input.scenes.length === 1)) return free
  return enter(free, sceneAfter(input.scenes, free.scene), { kind: 'turn' })
}

/** Stays with the alarm that stands there, or turns to the next where several wait. One that is more pressing than before comes at once. */
function onAlarm<S extends string>(state: TourState<S>, { alarms }: TourInput<S>): TourState<S> {
  const shown = state.why.kind === 'alarm' ? state.why.alarmId : null
  const at = alarms.findIndex(({ alarmId }) => alarmId === shown)
  const [first] = alarms
  if (first === undefined) return state
  if (at < 0) return enter(state, first.scene, { kind: 'alarm', alarmId: first.alarmId })
  if (alarms.length === 1 || state.stood < alarmTurnSeconds) return state
  const next = alarms[(at + 1) % alarms.length] ?? first
  return enter(state, next.scene, { kind: 'alarm', alarmId: next.alarmId })
}

/** Whoever halted the wall, or met before it, has left it long ago. */
const forgotten = <S extends string>(state: TourState<S>): TourState<S> => ({
  ...(state.why.kind === 'meeting' ? enter(state, state.scene, { kind: 'turn' }) : state),
  paused: false,
  alone: 0,
})

/** Something was done to the wall: it stays where it is until it has rested. */
export const touched = <S extends string>(state: TourState<S>): TourState<S> => ({ ...state, resting: 0, alone: 0 })

/** A scene was chosen by hand, or from a remote. */
export const choose = <S extends string>(state: TourState<S>, scene: S, by: 'hand' | 'remote'): TourState<S> =>
  state.why.kind === 'meeting'
    ? { ...enter(state, scene, { kind: 'meeting' }), alone: 0 }
    : { ...enter(state, scene, { kind: by }), turn: scene, resting: 0, alone: 0 }

/** Halts the turn, or lets it go on at once. */
export const pause = <S extends string>(state: TourState<S>, paused: boolean): TourState<S> => ({
  ...state,
  paused,
  alone: 0,
  ...(!paused && { resting: null }),
})

/** The meeting goes through the scenes by hand, from the first; nothing else moves it. Ended, the tour goes on from where the meeting was. */
export const meet = <S extends string>(state: TourState<S>, scenes: TourInput<S>['scenes'], on: boolean): TourState<S> =>
  on
    ? { ...enter(state, scenes[0]?.scene ?? state.scene, { kind: 'meeting' }), alone: 0 }
    : { ...enter(state, state.scene, { kind: 'turn' }), resting: null, alone: 0 }
