// What a renovation costs, by who pays it. Money is in cents, whole numbers, so that the total is the sum of what is shown.
// Example: central 12 345 678.90 and residents 0.10 are 12 345 679.00, not a cent more.

/** Four levels of the state, those who live there, those who manage it, those whose pipes and wires lie there. */
export const costSources = ['central', 'province', 'city', 'district', 'residents', 'propertyCompany', 'enterprise', 'other'] as const
export type CostSource = (typeof costSources)[number]

/** Ten thousand million yuan; eight of these are still exact. */
export const mostCents = 1_000_000_000_000

/** Cents. */
export type Cost = { readonly source: CostSource; readonly plannedCents: number; readonly spentCents: number }

/** Cents, exact. */
export const costTotals = (costs: readonly Omit<Cost, 'source'>[]): Omit<Cost, 'source'> => ({
  plannedCents: costs.reduce((sum, { plannedCents }) => sum + plannedCents, 0),
  spentCents: costs.reduce((sum, { spentCents }) => sum + spentCents, 0),
})
