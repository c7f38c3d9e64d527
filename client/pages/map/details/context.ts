// What every details panel needs: where to read, and how to go to another thing.
import { createContext, useContext } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import type { StationChange } from '#domain/walk/station-changes.ts'
import type { CountFilter, Scope } from '../../../api/queries.ts'
import type { ScopeGrids } from '../../../app/use-scope-grids.ts'
import type { Box } from '../../../map/camera.ts'
import type { CoverageData } from '../../../map/layer.ts'
import type { Selection } from '../../../map/selection.ts'

export type DetailsContextValue = {
  readonly scope: Scope
  readonly subdistrict: Subdistrict
  readonly scopeGrids: ScopeGrids
  /** Selects a thing and flies to it; null is everything this account may see. */
  readonly go: (selection: Selection | null, box?: Box) => void
  readonly today: string
  /** Which issues the heat map counts. */
  readonly counted: CountFilter
  /** What the layer of coverage shows; null where it is off. */
  readonly coverage: CoverageData | null
  /** What is different in the plan of stations that is thought of; a change shows the circles. */
  readonly plan: readonly StationChange[]
  readonly onPlan: (plan: readonly StationChange[]) => void
}

const DetailsContext = createContext<DetailsContextValue | null>(null)
export const DetailsProvider = DetailsContext.Provider

export function useDetails(): DetailsContextValue {
  const value = useContext(DetailsContext)
  if (value === null) throw new Error('details panels live inside a DetailsProvider')
  return value
}
