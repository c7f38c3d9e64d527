// The tour as it runs: a steady clock, what is known, and the hands on the wall. It is drawn anew only when another scene, reason or stop of the camera
// comes; in between nothing moves.
import { useCallback, useEffect, useRef, useState } from 'react'
import { type CameraStop, stopAt, type WallScene } from '#domain/wall/scenes.ts'
import {
  choose,
  meet,
  pause,
  type StageReason,
  sceneAfter,
  startTour,
  type TourInput,
  type TourState,
  touched,
  tourStep,
} from '#domain/wall/tour.ts'
import { type RememberedStage, rememberedStage, rememberStage } from './stage-memory.ts'

const tickMs = 500

export type Stage = {
  readonly scene: WallScene
  readonly why: StageReason
  readonly paused: boolean
  readonly stop: CameraStop
}
export type TourHands = {
  readonly choose: (scene: WallScene, by: 'hand' | 'remote') => void
  readonly step: (by: 1 | -1, hand: 'hand' | 'remote') => void
  readonly pause: (paused: boolean) => void
  readonly meet: (on: boolean) => void
  readonly touch: () => void
}
export type TourWish = TourInput<WallScene> & { readonly cameras: Readonly<Partial<Record<WallScene, readonly CameraStop[]>>> }

const sameStage = (a: Stage, b: Stage): boolean =>
  a.scene === b.scene && JSON.stringify(a.why) === JSON.stringify(b.why) && a.paused === b.paused && a.stop === b.stop

/** Where a tour begins: at the first scene, or where it was when the page was loaded anew. */
function beginning({ scenes }: TourWish, remembered: RememberedStage | null): TourState<WallScene> {
  const first = startTour<WallScene>(scenes[0]?.scene ?? 'situation')
  if (remembered === null || !scenes.some(({ scene }) => scene === remembered.scene)) return first
  if (remembered.meeting) return choose(meet(first, scenes, true), remembered.scene, 'hand')
  return pause(startTour<WallScene>(remembered.scene), remembered.paused)
}

/** `remembers`: it comes back to where it was when its page is loaded anew. */
export function useTour(wish: TourWish, remembers: boolean, onRest: () => void): readonly [Stage, TourHands] {
  const [begun] = useState(() => beginning(wish, remembers ? rememberedStage() : null))
  const state = useRef(begun)
  const latest = useRef(wish)
  latest.current = wish
  const rested = useRef(onRest)
  rested.current = onRest
  const stageOf = useCallback((): Stage => {
    const { scene, why, paused, stood } = state.current
    return { scene, why, paused, stop: stopAt(latest.current.cameras[scene] ?? [], stood) }
  }, [])
  const [stage, setStage] = useState(stageOf)
  const show = useCallback(() => setStage((before) => (sameStage(before, stageOf()) ? before : stageOf())), [stageOf])
  const act = useCallback(
    (change: (state: TourState<WallScene>) => TourState<WallScene>) => {
      const before = state.current
      state.current = change(before)
      if (before.resting !== null && state.current.resting === null) rested.current()
      show()
    },
    [show],
  )
  useEffect(() => {
    let before = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      const passed = (now - before) / 1000
      before = now
      act((state) => tourStep(state, latest.current, passed))
    }, tickMs)
    return () => clearInterval(timer)
  }, [act])
  useEffect(() => {
    if (remembers) rememberStage({ scene: stage.scene, meeting: stage.why.kind === 'meeting', paused: stage.paused })
  }, [remembers, stage])
  // an alarm waits for no tick
  const { alarms } = wish
  useEffect(() => act((state) => tourStep(state, { ...latest.current, alarms }, 0)), [act, alarms])
  const hands = useRef<TourHands | null>(null)
  hands.current ??= {
    // a remote may know of scenes that are not shown any more
    choose: (scene, by) => act((state) => (latest.current.scenes.some((one) => one.scene === scene) ? choose(state, scene, by) : state)),
    step: (by, hand) => act((state) => choose(state, sceneAfter(latest.current.scenes, state.scene, by), hand)),
    pause: (paused) => act((state) => pause(state, paused)),
    meet: (on) => act((state) => meet(state, latest.current.scenes, on)),
    touch: () => act(touched),
  }
  return [stage, hands.current]
}
