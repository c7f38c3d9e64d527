import type { WallSetting } from '#domain/wall/scenes.ts'
import type { Theme } from '../../map/palette.ts'

/** Light by day, dark by night, or always one of them; `clock` HH:MM. */
export function themeAt(theme: WallSetting['theme'], clock: string): Theme {
  if (theme !== 'byDay') return theme
  return clock >= '07:00' && clock < '19:00' ? 'light' : 'dark'
}
