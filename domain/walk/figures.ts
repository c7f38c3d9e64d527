// Who is covered: of what lies at a known place that is connected, how much is within so many metres. What is not connected, or lies off the network,
// stands beside it and is neither covered nor not.
import type { NotHung } from './snap.ts'

export type Figure = { covered: number; known: number; notConnected: number; offNetwork: number }
export type Figures = { readonly households: Figure; readonly buildings: Figure; readonly residents60Plus: Figure }

export const noFigure = (): Figure => ({ covered: 0, known: 0, notConnected: 0, offNetwork: 0 })
export const noFigures = (): Figures => ({ households: noFigure(), buildings: noFigure(), residents60Plus: noFigure() })

type Counted = { readonly households: number; readonly residents60Plus: number; readonly hung: object | NotHung }

/** Adds a building to figures; `metres` Infinity: beyond every station. */
export function addTo(figures: Figures, { households, residents60Plus, hung }: Counted, metres: number, within: number): void {
  const add = (figure: Figure, amount: number): void => {
    if (typeof hung === 'string') figure[hung] += amount
    else {
      figure.known += amount
      if (metres <= within) figure.covered += amount
    }
  }
  add(figures.households, households)
  add(figures.buildings, 1)
  add(figures.residents60Plus, residents60Plus)
}
