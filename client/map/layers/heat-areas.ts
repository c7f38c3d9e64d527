// Issue density as areas: squares of the map with their numbers, or each grid in one colour. Rates per 100 households are always squares: the service
// related each cell's issues to the same cell's households, and adding kernels up would be wrong.
import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl'
import { boxOfCells, cellAt, cellMetres } from '#domain/density/density-cell.ts'
import { type HeatScale, heatScales, heatWeight } from '#domain/density/heat-scale.ts'
import type { Language } from '../../i18n/language.ts'
import { fonts, type HeatData, nameField, type SlottedLayer } from '../layer.ts'
import { palettes, type Theme } from '../palette.ts'
import { placeText } from '../selection.ts'

export const isSmooth = ({ view, per }: HeatData): boolean => view === 'kernel' && per === 'raw'

const squareKilometre = 1e6
/** From this zoom on a number fits into a level-3 grid. */
const byThirdLevel = 14.5
export const heatLevelAt = (zoom: number): 2 | 3 => (zoom >= byThirdLevel ? 3 : 2)

const stepColour = (value: ExpressionSpecification, scale: HeatScale, theme: Theme): ExpressionSpecification => {
  const [first, ...rest] = scale.classes
  return [
    'step',
    value,
    first[theme],
    ...rest.flatMap((one): [number, string] => [one.from, one[theme]]),
  ] as unknown as ExpressionSpecification
}

/** Dark text on pale classes, pale on deep ones; which are deep depends on the theme. */
const numberColour = (scale: HeatScale, theme: Theme, value: ExpressionSpecification): ExpressionSpecification => {
  const third = scale.classes[2].from
  const [below, above] = theme === 'light' ? ['#17212B', '#FFFFFF'] : ['#FFFFFF', '#17212B']
  return ['step', value, below, third, above] as unknown as ExpressionSpecification
}

const rate: ExpressionSpecification = ['get', 'rate']

/** Squares with a number in each. Everything that was counted is shown: what is below the first class is tinted faintly. */
export function heatSquares(theme: Theme, heat: HeatData): readonly SlottedLayer[] {
  const scale = heatScales[heat.per]
  const areas: SlottedLayer = {
    slot: 'heat',
    spec: {
      id: 'heat-squares',
      type: 'fill',
      source: 'heat',
      paint: {
        'fill-color': stepColour(rate, scale, theme),
        'fill-opacity': ['case', ['>=', rate, scale.bottom], 0.78, heat.view === 'cells' ? 0.3 : 0],
        'fill-outline-color': palettes[theme].halo,
      },
    },
  }
  if (heat.view !== 'cells') return [areas]
  const numbers: SlottedLayer = {
    // above the names of grids, which give way to it
    slot: 'gridNames',
    spec: {
      id: 'heat-numbers',
      type: 'symbol',
      source: 'heat',
      ...(heat.per === 'households' && { minzoom: 16 }),
      layout: { 'text-field': ['get', 'number'], 'text-font': fonts.medium, 'text-size': 12, 'text-allow-overlap': true },
      paint: { 'text-color': numberColour(scale, theme, rate) },
    },
  }
  return [areas, numbers]
}

/** Issues of 30 days per km² or per 100 households; null: not told, or nobody lives there. */
export function rateOfGrid(
  { per, days }: Pick<HeatData, 'per' | 'days'>,
  { issues, households, areaM2 }: HeatData['grids'][number],
): number | null {
  const beside = per === 'raw' ? areaM2 / squareKilometre : households / 100
  if (issues === '<3' || beside === 0) return null
  // a rate made of so few could point at somebody
  if (per === 'households' && (issues < 3 || households < 3)) return null
  return heatWeight(issues, days) / beside
}

/** Each grid in the colour of its rate, with its name and count: level 2 from afar, level 3 from near. */
export function heatGrids(theme: Theme, language: Language, heat: HeatData): readonly SlottedLayer[] {
  const scale = heatScales[heat.per]
  const code: ExpressionSpecification = ['get', 'gridCode']
  const known = heat.grids.flatMap((grid): [string, number][] => {
    const value = rateOfGrid(heat, grid)
    return value === null ? [] : [[grid.gridCode, value]]
  })
  const counts = heat.grids.flatMap(({ gridCode, issues }): [string, string][] => [[gridCode, String(issues)]])
  if (known.length === 0 || counts.length === 0) return []
  const value = ['match', code, ...known.flat(), -1] as unknown as ExpressionSpecification
  const count = ['match', code, ...counts.flat(), ''] as unknown as ExpressionSpecification
  const text = ['concat', nameField(language), '\n', count] as unknown as ExpressionSpecification
  const bands = [
    { level: 2, minzoom: 8, maxzoom: byThirdLevel },
    { level: 3, minzoom: byThirdLevel, maxzoom: 24 },
  ] as const
  return bands.flatMap(({ level, minzoom, maxzoom }): SlottedLayer[] => {
    const filter: FilterSpecification = ['==', ['get', 'level'], level]
    return [
      {
        slot: 'dataArea',
        spec: {
          id: `heat-grids-${level}`,
          type: 'fill',
          source: 'grids',
          'source-layer': 'grids',
          minzoom,
          maxzoom,
          filter,
          paint: {
            'fill-color': ['case', ['<', value, 0], palettes[theme].land, stepColour(value, scale, theme)],
            'fill-opacity': ['case', ['<', value, 0], 0.4, ['<', value, scale.bottom], 0.25, 0.75],
          },
        },
      },
      {
        slot: 'gridNames',
        spec: {
          id: `heat-grid-numbers-${level}`,
          type: 'symbol',
          source: 'grids',
          'source-layer': 'gridLabels',
          minzoom,
          maxzoom,
          filter,
          layout: {
            'text-field': text,
            'text-font': fonts.bold,
            'text-size': 13,
            'text-line-height': 1.25,
            'text-max-width': 8,
          },
          paint: { 'text-color': palettes[theme].text, 'text-halo-color': palettes[theme].halo, 'text-halo-width': 2 },
        },
      },
    ]
  })
}

type HeatFeature =
  | { type: 'Feature'; properties: { weight: number }; geometry: { type: 'Point'; coordinates: [number, number] } }
  | {
      type: 'Feature'
      id: number
      properties: { rate: number; number: string; place: string }
      geometry: { type: 'Polygon'; coordinates: [number, number][][] }
    }

/** What the source `heat` holds: points with a weight, or squares with a rate and a number, rates in terms of 30 days. */
export function heatFeatures(heat: HeatData, latitude: number): { type: 'FeatureCollection'; features: HeatFeature[] } {
  if (heat.view === 'grids') return { type: 'FeatureCollection', features: [] }
  if (!isSmooth(heat)) return { type: 'FeatureCollection', features: squaresOf(heat, latitude) }
  const features = heat.cells.map(
    ([lng, lat, count]): HeatFeature => ({
      type: 'Feature',
      properties: { weight: heatWeight(count, heat.days) },
      geometry: { type: 'Point', coordinates: [lng, lat] },
    }),
  )
  return { type: 'FeatureCollection', features }
}

function squaresOf(heat: HeatData, latitude: number): HeatFeature[] {
  // counts add up to coarser cells, rates do not
  const zoom = heat.per === 'raw' ? Math.min(heat.squareZoom, heat.cellZoom) : heat.cellZoom
  const sums = new Map<string, { readonly x: number; readonly y: number; value: number }>()
  for (const [lng, lat, value] of heat.cells) {
    const [x, y] = cellAt(lng, lat, zoom)
    const sum = sums.get(`${x}/${y}`) ?? { x, y, value: 0 }
    sum.value += value
    sums.set(`${x}/${y}`, sum)
  }
  const area = cellMetres(zoom, latitude) ** 2 / squareKilometre
  return [...sums.values()].map(({ x, y, value }, index) => {
    const [west, south, east, north] = boxOfCells({ cellZoom: zoom, x0: x, y0: y, across: 1, down: 1 })
    const measured = heatWeight(value, heat.days)
    return {
      type: 'Feature',
      id: index + 1,
      properties: {
        rate: heat.per === 'raw' ? measured / area : measured,
        number: heat.per === 'raw' ? String(value) : measured.toFixed(1),
        place: placeText({ kind: 'cell', cellZoom: zoom, x, y }),
      },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
          ],
        ],
      },
    }
  })
}
