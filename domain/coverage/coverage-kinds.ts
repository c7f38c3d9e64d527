// A coverage figure: of the things that need something, and are known, how many have it. `numerator` ÷ `denominator`, both counted in the unit of the
// kind; denominator 0 is shown as “—”, never as 0 % or 100 %. What cannot be known stands beside as `unknown` and is in neither number.
// Example: of 31 residential buildings in a grid 12 have a head → 12 / 31. One more lies in no grid, nobody is responsible for it → unknown 1.
// Coverage on foot is the same figure in households: covered ÷ known, with what is off or not connected to the network beside it.
// The kinds are those of DOMAIN (d); the interface, the map and docs/coverage.md read this table.

export type CoverageFigure = { readonly numerator: number; readonly denominator: number; readonly unknown: number }

/** What a kind counts. */
export const coverageUnits = ['building', 'unit', 'compound', 'grid', 'post'] as const
export type CoverageUnit = (typeof coverageUnits)[number]

export const coverageKinds = ['buildingHead', 'unitHead', 'gridStaffing', 'fiveWorkers', 'partyOrganisation'] as const
export type CoverageKind = (typeof coverageKinds)[number]

/** Why a figure cannot be given: the kind counts whole compounds, or whole grids; the day is yet to come. */
export type CoverageRefusal = 'countsCompounds' | 'countsGrids' | 'dayToCome'

type CoverageRule = {
  readonly unit: CoverageUnit
  /** Numerator ÷ denominator in words. */
  readonly counts: string
  /** What stands in the way of a figure for each compound. */
  readonly perCompound: CoverageRefusal | null
}

export const coverageTable = {
  buildingHead: {
    unit: 'building',
    counts: 'residential buildings with an active building head ÷ residential buildings',
    perCompound: null,
  },
  unitHead: {
    unit: 'unit',
    counts: 'units of residential buildings with an active unit head ÷ units of residential buildings',
    perCompound: null,
  },
  gridStaffing: {
    unit: 'grid',
    counts: 'level-3 grids with an active grid head and at least one active grid worker ÷ level-3 grids',
    perCompound: 'countsGrids',
  },
  fiveWorkers: {
    unit: 'post',
    counts: 'posts of the five workers that are held ÷ five for each compound; its grid worker is one of the grids it lies in',
    perCompound: null,
  },
  partyOrganisation: {
    unit: 'compound',
    counts: 'compounds with a party organisation of their own, a joint or an area-wide one ÷ compounds',
    perCompound: 'countsCompounds',
  },
} as const satisfies Record<CoverageKind, CoverageRule>

/** Points of a history line: the last day and the first of each month before it, oldest first. */
export function historyDays(to: string, months: number): string[] {
  const [year = 0, month = 1] = to.split('-').map(Number)
  const firsts = Array.from({ length: months }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 10))
  return [...new Set([...firsts.reverse(), to])]
}

type Asked = { readonly kind: CoverageKind; readonly perCompound: boolean; readonly day: string; readonly today: string }

/** What stands in the way of a figure; null: nothing. Who holds a post on a day to come is not known, so that is not counted as a lack. */
export function coverageRefusal({ kind, perCompound, day, today }: Asked): CoverageRefusal | null {
  const rule: CoverageRule = coverageTable[kind]
  if (perCompound && rule.perCompound !== null) return rule.perCompound
  return day > today ? 'dayToCome' : null
}
