// What stood on the wall when its page was loaded anew, so that it comes back to it. It lasts as long as the window.
import { type WallScene, wallScenes } from '#domain/wall/scenes.ts'

export type RememberedStage = { readonly scene: WallScene; readonly meeting: boolean; readonly paused: boolean }

const key = 'fangyuan.wall.stage'

export function rememberStage(stage: RememberedStage): void {
  window.sessionStorage.setItem(key, [stage.scene, stage.meeting ? 'meeting' : '', stage.paused ? 'paused' : ''].join())
}

export function rememberedStage(): RememberedStage | null {
  const [name, meeting, paused] = window.sessionStorage.getItem(key)?.split(',') ?? []
  const scene = wallScenes.find((one) => one === name)
  return scene === undefined ? null : { scene, meeting: meeting === 'meeting', paused: paused === 'paused' }
}
