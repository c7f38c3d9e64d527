// Building-head coverage per grid as a choropleth: by level 2 from afar, by level 3 from near, one scale for both.
import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl'
import { coverageClasses, coverageNone } from '#domain/coverage/coverage-scale.ts'
import type { BuildProps, LayerDescriptor, SlottedLayer } from '../layer.ts'
import { palettes, type Theme } from '../palette.ts'

/** From this zoom on coverage is counted by level 3. */
export const coverageByThirdLevel = 13.2
export const coverageLevelAt = (zoom: number): 2 | 3 => (zoom >= coverageByThirdLevel ? 3 : 2)

const denominator: ExpressionSpecification = ['coalesce', ['get', 'headDenominator'], 0]

/** The colour of a grid by its share; the breaks are those of the legend. */
export function coverageColour(theme: Theme): ExpressionSpecification {
  const share: ExpressionSpecification = ['/', ['get', 'headNumerator'], denominator]
  const [first, ...rest] = coverageClasses
  const steps = rest.flatMap((one): [number, string] => [one.from, one[theme]])
  return [
    'case',
    ['>', denominator, 0],
    ['step', share, first?.[theme] ?? coverageNone[theme], ...steps],
    coverageNone[theme],
  ] as unknown as ExpressionSpecification
}

function build({ theme, on }: BuildProps): readonly SlottedLayer[] {
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
        'fill-color': coverageColour(theme),
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
