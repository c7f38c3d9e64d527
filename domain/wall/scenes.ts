// What a wall shows, as data: which scenes in which order, each with its layers, the way of its camera, its panels and how long it stays.
// A display keeps one such setting; a page edits it; the tour (tour.ts) plays it.
import { type Calls, usualCalls } from './calls.ts'

export const wallLayers = ['grids', 'coverage', 'heads', 'compounds', 'renovations', 'stations', 'patrols', 'heat', 'circles'] as const
export type WallLayer = (typeof wallLayers)[number]

/** The names are those that a display token is bound to. */
export const wallScenes = ['situation', 'heat', 'coverage', 'circles', 'patrol', 'renovation', 'boundaries'] as const
export type WallScene = (typeof wallScenes)[number]

export const wallPanels = [
  'issueFigures',
  'coverageFigures',
  'walkFigures',
  'patrolFigures',
  'renovationFigures',
  'borderFigures',
  'ranking',
  'classMix',
  'issueDays',
  'hourWeek',
  'hotSpots',
  'coverageLine',
  'blindSpots',
  'stations',
  'patrolRuns',
  'renovationStages',
  'renovationItems',
  'beforeAfter',
  'borderChanges',
] as const
export type WallPanel = (typeof wallPanels)[number]

/** What communities are compared by: grids, never persons. Each is stated where it is shown. */
export const rankingMeasures = ['issuesPer100Households', 'openIssues', 'overdueShare', 'buildingHeadCoverage'] as const
export type RankingMeasure = (typeof rankingMeasures)[number]

/** A stop of the camera: everything that the display may see, or one grid of any level. */
export type CameraStop = { readonly at: 'all' | string; readonly seconds: number }

export type SceneSetting = {
  readonly scene: WallScene
  readonly shown: boolean
  /** How long it stays when it is its turn. */
  readonly seconds: number
  readonly layers: readonly WallLayer[]
  readonly camera: readonly CameraStop[]
  readonly panels: readonly WallPanel[]
}

export const wallThemes = ['dark', 'light', 'byDay'] as const
export type WallTheme = (typeof wallThemes)[number]
/** What the heat is replayed over, in days. */
export const replayDays = [1, 7, 30] as const
export type ReplayDays = (typeof replayDays)[number]

/** Outlines in place of the live map: where a machine turns out to be too weak for it, always, or never where it can draw at all. */
export const reducedWhen = ['auto', 'on', 'off'] as const
export type ReducedWhen = (typeof reducedWhen)[number]

export type WallSetting = {
  readonly scenes: readonly SceneSetting[]
  readonly theme: WallTheme
  readonly language: 'zh-CN' | 'en'
  readonly ranking: RankingMeasure
  readonly replayDays: ReplayDays
  /** After so long without a hand on it the wall goes on by itself. */
  readonly idleSeconds: number
  /** The wall is built of so many screens side by side and above each other; text stays off the seams between them. */
  readonly screens: { readonly across: number; readonly down: number }
  /** Clock times HH:MM between which the picture is darkened; `dim` is what is left of its light. Null: never. */
  readonly night: { readonly from: string; readonly to: string; readonly dim: number } | null
  readonly reduced: ReducedWhen
  /** Whether alarms are heard. A browser may ask for one press before it lets a page be heard. */
  readonly sound: boolean
  /** What calls here, and from when on. */
  readonly calls: Calls
}

export const sceneSeconds = { least: 8, usual: 24, most: 600 } as const

/** Every panel that a scene can show, the usual ones first; a setting chooses among them. */
export const panelsOf: Readonly<Record<WallScene, readonly WallPanel[]>> = {
  situation: ['issueFigures', 'ranking', 'issueDays', 'classMix', 'coverageFigures'],
  heat: ['hotSpots', 'hourWeek', 'classMix', 'issueDays', 'ranking'],
  coverage: ['coverageFigures', 'ranking', 'coverageLine', 'walkFigures', 'stations'],
  circles: ['walkFigures', 'blindSpots', 'stations'],
  patrol: ['patrolFigures', 'patrolRuns'],
  renovation: ['renovationFigures', 'renovationStages', 'renovationItems', 'beforeAfter'],
  boundaries: ['borderFigures', 'borderChanges'],
}

/** Every layer that a scene can draw. What a display token may read is decided by the service; this is what makes sense. */
export const layersOf: Readonly<Record<WallScene, readonly WallLayer[]>> = {
  situation: ['grids', 'heat', 'stations', 'heads'],
  heat: ['grids', 'heat'],
  coverage: ['grids', 'coverage', 'heads', 'stations'],
  circles: ['grids', 'circles', 'stations'],
  patrol: ['grids', 'patrols'],
  renovation: ['grids', 'renovations', 'compounds'],
  boundaries: ['grids', 'compounds'],
}

const usualLayers: Readonly<Record<WallScene, readonly WallLayer[]>> = {
  situation: ['grids', 'heat', 'stations'],
  heat: ['grids', 'heat'],
  coverage: ['grids', 'coverage'],
  circles: ['circles', 'stations'],
  patrol: ['patrols'],
  renovation: ['renovations'],
  boundaries: ['grids'],
}

const usualScene = (scene: WallScene): SceneSetting => ({
  scene,
  shown: true,
  seconds: sceneSeconds.usual,
  layers: usualLayers[scene],
  camera: [{ at: 'all', seconds: sceneSeconds.usual }],
  panels: panelsOf[scene],
})

/** What a display shows until somebody decides otherwise. */
export const usualSetting: WallSetting = {
  scenes: wallScenes.map(usualScene),
  theme: 'dark',
  language: 'zh-CN',
  ranking: 'issuesPer100Households',
  replayDays: 7,
  idleSeconds: 60,
  screens: { across: 1, down: 1 },
  night: { from: '22:00', to: '06:30', dim: 0.35 },
  reduced: 'auto',
  sound: false,
  calls: usualCalls,
}

export type SettingProblem = { readonly path: string; readonly problem: string }

/** What is wrong with a setting whose shape is right. */
export function settingProblems({ scenes }: WallSetting, allowed: readonly WallScene[]): readonly SettingProblem[] {
  const problems: SettingProblem[] = []
  const seen = new Set<WallScene>()
  scenes.forEach(({ scene, panels, layers, camera }, at) => {
    const path = `scenes.${at}`
    if (seen.has(scene)) problems.push({ path: `${path}.scene`, problem: 'stands there twice' })
    seen.add(scene)
    if (!allowed.includes(scene)) problems.push({ path: `${path}.scene`, problem: 'the display may not show it' })
    const [panel] = panels.filter((one) => !panelsOf[scene].includes(one))
    if (panel !== undefined) problems.push({ path: `${path}.panels`, problem: `${panel} is not of this scene` })
    const [layer] = layers.filter((one) => !layersOf[scene].includes(one))
    if (layer !== undefined) problems.push({ path: `${path}.layers`, problem: `${layer} is not of this scene` })
    if (camera.length === 0) problems.push({ path: `${path}.camera`, problem: 'must have a stop' })
  })
  if (!scenes.some(({ shown, scene }) => shown && allowed.includes(scene))) problems.push({ path: 'scenes', problem: 'none is shown' })
  return problems
}

/** The stop of a scene's camera after so many seconds of it; the way begins anew when it is through. */
export function stopAt(camera: readonly CameraStop[], seconds: number): CameraStop {
  const whole = camera.reduce((sum, stop) => sum + stop.seconds, 0)
  let left = whole > 0 ? seconds % whole : 0
  for (const stop of camera) {
    if (left < stop.seconds) return stop
    left -= stop.seconds
  }
  return camera[0] ?? { at: 'all', seconds: sceneSeconds.usual }
}

/** Whether a clock time HH:MM lies in the night, which may go over midnight. */
export function isNight(night: WallSetting['night'], clock: string): boolean {
  if (night === null) return false
  const { from, to } = night
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to
}
