// What lies under the pointer, in the order a person expects: point, dot, building, compound, and then the ground itself, its grid.
import type { MapGeoJSONFeature, Map as MapLibreMap, PointLike } from 'maplibre-gl'
import type { Named } from '../i18n/language.ts'
import { parseCounted, type Selection } from './selection.ts'

export type Picked = {
  readonly selection: Selection
  readonly thing: Named
  /** Tile source, layer and feature id, for the hover state. */
  readonly feature: { readonly source: string; readonly sourceLayer: string; readonly id: number } | null
  readonly properties: Readonly<Record<string, unknown>>
}

/** Style layers that can be hit, most particular first. Streets only where there are no grids to hit instead. */
const hitOrder = [
  'stations',
  'station-centres',
  'station-dots',
  'new-issue-dots',
  'issue-dots',
  'heat-squares',
  'heat-grids-3',
  'heat-grids-2',
  'heads',
  'building',
  'renovations',
  'compounds',
  'grid-area-3',
  'grid-area-2',
  'grid-area-1',
  'road-bridge',
  'road-surface',
] as const

const points: readonly string[] = ['stations', 'station-centres', 'station-dots', 'new-issue-dots', 'issue-dots']

/** Below this zoom a building is too small to be meant. */
const buildingHitZoom = 14.8
/** Below this zoom a street is too thin to be meant; above it, it wins over the grid it lies in. */
const roadHitZoom = 15

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const whole = (value: unknown): number | null => {
  const number = Number(value)
  return Number.isSafeInteger(number) && number > 0 ? number : null
}

function selectionOf(feature: MapGeoJSONFeature): Selection | null {
  const id = whole(feature.id)
  const { properties } = feature
  if (feature.layer.id.startsWith('heat-')) return parseCounted(text(properties.place) || text(properties.gridCode))
  switch (feature.sourceLayer ?? feature.source) {
    case 'grids':
      return { kind: 'grid', code: text(properties.gridCode) || String(id ?? '') }
    case 'buildings':
      return id === null ? null : { kind: 'building', id }
    case 'compounds':
      return id === null ? null : { kind: 'compound', id }
    case 'renovations': {
      const compound = whole(properties.compoundId)
      return compound === null ? null : { kind: 'compound', id: compound }
    }
    case 'stations':
      return id === null ? null : { kind: 'station', id }
    case 'issues':
    case 'newIssues':
      return id === null ? null : { kind: 'issue', id }
    case 'roads':
      return text(properties.name) === '' ? null : { kind: 'road', id: id ?? 1, name: text(properties.name) }
    default:
      return null
  }
}

export function pickAt(map: MapLibreMap, point: { readonly x: number; readonly y: number }): Picked | null {
  const zoom = map.getZoom()
  const order: readonly string[] =
    zoom >= roadHitZoom
      ? [...points, 'heat-squares', 'heat-grids-3', 'heat-grids-2', 'heads', 'building', 'road-bridge', 'road-surface', ...hitOrder]
      : hitOrder
  const layers = order.filter(
    (id) =>
      map.getLayer(id) !== undefined &&
      !((id === 'heads' || id === 'building') && zoom < buildingHitZoom) &&
      !(id.startsWith('road') && zoom < roadHitZoom),
  )
  const reach = 3
  const box: [PointLike, PointLike] = [
    [point.x - reach, point.y - reach],
    [point.x + reach, point.y + reach],
  ]
  const wide = map.queryRenderedFeatures(box, { layers: layers.filter((id) => points.includes(id)) })
  const exact = map.queryRenderedFeatures([point.x, point.y], { layers: [...new Set(layers)] })
  const found = [...wide, ...exact].sort((a, b) => order.indexOf(a.layer.id) - order.indexOf(b.layer.id))
  for (const feature of found) {
    const selection = selectionOf(feature)
    if (selection === null) continue
    const id = whole(feature.id)
    return {
      selection,
      thing: { name: text(feature.properties.name), nameEn: text(feature.properties.nameEn) },
      feature: id === null || !feature.sourceLayer ? null : { source: feature.source, sourceLayer: feature.sourceLayer, id },
      properties: feature.properties,
    }
  }
  return null
}
