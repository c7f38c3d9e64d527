// What every part of a wall needs to know: of which ground it is, how large things are, and what a press opens.
import { createContext, useContext } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import type { WallSetting } from '#domain/wall/scenes.ts'
import type { Scope } from '../../api/queries.ts'
import type { PlaceAsked } from '../../api/wall.ts'
import type { Theme } from '../../map/palette.ts'
import type { Behind } from './behind.ts'

export type Wall = {
  readonly scope: Scope
  readonly subdistrict: Subdistrict
  readonly setting: WallSetting
  readonly theme: Theme
  /** A thousand and eightieth of the height of the canvas, in pixels. */
  readonly unit: number
  /** The list behind a number. */
  readonly open: (behind: Behind) => void
  readonly drill: (place: PlaceAsked) => void
}

const WallContext = createContext<Wall | null>(null)
export const WallProvider = WallContext.Provider

export function useWall(): Wall {
  const wall = useContext(WallContext)
  if (wall === null) throw new Error('only on a wall')
  return wall
}
