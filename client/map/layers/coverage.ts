// Coverage of one kind per grid as a choropleth: by level 2 from afar, by level 3 from near, one scale for all kinds and levels.
import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl'
import { coverageClasses, coverageNone } from '#domain/coverage/coverage-scale.ts'
import type { BuildProps, CoverageData, LayerDescriptor, SlottedLayer } from '../layer.ts'
import { palettes, type Theme } from '../palette.ts'

/** From this zoom on coverage is counted by level 3. */
export const coverageByThirdLevel = 13.2
export const coverageLevelAt = (zoom: number): 2 | 3 => (zoom >= coverageByThirdLevel ? 3 : 2)

/** Something of each grid by its code; `otherwise` for a grid without a figure. */
function byGrid<T extends string | number>(
  { figures }: CoverageData,
  of: (figure: Figure) => T,
  otherwise: T,
): ExpressionSpecification | T {
  const pairs = [...figures].flatMap(([code, figure]): [string, T] => [code, of(figure)])
  return pairs.length === 0 ? otherwise : (['match', ['get', 'gridCode'], ...pairs, otherwise] as unknown as ExpressionSpecification)
}
type Figure = CoverageData['figures'] extends ReadonlyMap<string, infer F> ? F : never

/** The colour of a grid by its share; the breaks are those of the legend. */
export function coverageColour(theme: Theme, coverage: CoverageData): ExpressionSpecification {
  const share = byGrid(coverage, ({ numerator, denominator }) => (denominator > 0 ? numerator / denominator : -1), -1)
  const steps = coverageClasses.flatMap((one): [number, string] => [one.from, one[theme]])
  return ['step', share, coverageNone[theme], ...steps] as unknown as ExpressionSpecification
}

/** “12 / 31”, “—” where there is nothing to cover, nothing where nothing is known. */
export const coverageLabel = (coverage: CoverageData) =>
  byGrid(coverage, ({ numerator, denominator }) => (denominator > 0 ? `${numerator} / ${denominator}` : '—'), '')

function build({ theme, on, coverage }: BuildProps): readonly SlottedLayer[] {
  if (coverage === null) return []
  const area = (level: 2 | 3, minzoom: number, maxzoom: number): SlottedLayer => ({
    slot: 'dataArea',
    spec: {
      id: `coverage-${level}`,
      type: 'fill',
      source: 'grids',
      'source-layer': 'grids',
      minzoom,
      maxzoom,
      filter: ['==', ['get', 'level'], level] as FilterSpecification,
      paint: {
        'fill-color': coverageColour(theme, coverage),
        'fill-opacity': on.has('heads') ? ['interpolate', ['linear'], ['zoom'], 14, 0.82, 15.5, 0.5] : 0.82,
      },
    },
  })
  const edge: SlottedLayer = {
    slot: 'dataArea',
    spec: {
      id: 'coverage-edge',
      type: 'line',
      source: 'grids',
      'source-layer': 'grids',
      minzoom: coverageByThirdLevel,
      filter: ['==', ['get', 'level'], 3],
      paint: { 'line-color': palettes[theme].halo, 'line-width': 0.8, 'line-opacity': 0.7 },
    },
  }
  return [area(2, 8, coverageByThirdLevel), area(3, coverageByThirdLevel, 24), edge]
}

export const coverageLayer: LayerDescriptor = { key: 'coverage', group: 'area', sources: ['grids'], dataOf: 'grids', minZoom: 8, build }
