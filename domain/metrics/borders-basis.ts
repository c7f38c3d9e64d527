/**
 * On whose borders figures over time by grid stand, when borders came in force in between.
 *
 *      A │ B   until May        unchanged    no borders came in force, or none that the figure knows of
 *      A │ C   since June       recomputed   May's issues lie in the grids of today, by their place (按现行网格重算)
 *                               ofTheDay     May is told of A and B as they were (按当时网格)
 *
 * Figures that are one or the other say so; they are never neither: a closed case keeps the grid of its day, so a count by that grid alone would
 * tell a new grid as a rise and a dissolved one as a fall.
 */
export const bordersBases = ['unchanged', 'recomputed', 'ofTheDay'] as const
export type BordersBasis = (typeof bordersBases)[number]

/**
 * @param redrawn grids of any level that got other borders or another parent within the days of the figure, as before and as after
 * @param known the grids that the figure tells apart or is cut to; null: every one
 */
export function basisOf(
  way: Exclude<BordersBasis, 'unchanged'>,
  redrawn: readonly string[],
  known: ReadonlySet<string> | null = null,
): BordersBasis {
  return redrawn.some((grid) => known === null || known.has(grid)) ? way : 'unchanged'
}
