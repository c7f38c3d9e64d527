// Buildings by whether they have a head. One that has is quiet; one that lacks it is warm and, from near, outlined.
import type { ExpressionSpecification } from 'maplibre-gl'
import { type BuildProps, type LayerDescriptor, legendColour, nothing, type SlottedLayer, selectedId } from '../layer.ts'
import { palettes, type Theme } from '../palette.ts'

const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false]

const colourOf = (theme: Theme): ExpressionSpecification => [
  'match',
  ['get', 'head'],
  'present',
  legendColour('buildings', 'present', theme),
  'missing',
  legendColour('buildings', 'missing', theme),
  legendColour('buildings', 'notNeeded', theme),
]

function build({ theme }: BuildProps): readonly SlottedLayer[] {
  return [
    {
      slot: 'buildings',
      spec: {
        id: 'heads',
        type: 'fill',
        source: 'base',
        'source-layer': 'buildings',
        minzoom: 13,
        paint: { 'fill-color': colourOf(theme), 'fill-opacity': ['case', hovered, 0.75, 1] },
      },
    },
    {
      slot: 'buildings',
      spec: {
        id: 'heads-missing-edge',
        type: 'line',
        source: 'base',
        'source-layer': 'buildings',
        minzoom: 13,
        filter: ['==', ['get', 'head'], 'missing'],
        paint: {
          'line-color': palettes[theme].warm,
          'line-width': ['interpolate', ['linear'], ['zoom'], 13, 0.4, 15, 0.8, 17, 1.8],
        },
      },
    },
  ]
}

/** The selected building, whatever layers are on. */
export function buildSelectedBuilding({ theme, selection }: BuildProps): readonly SlottedLayer[] {
  const id = selectedId(selection, 'building')
  const base = {
    type: 'line' as const,
    source: 'base',
    'source-layer': 'buildings',
    filter: id < 0 ? nothing : (['==', ['id'], id] as ExpressionSpecification),
    layout: { 'line-join': 'round' as const },
  }
  return [
    {
      slot: 'selection',
      spec: { ...base, id: 'building-selected-casing', paint: { 'line-color': palettes[theme].halo, 'line-width': 7 } },
    },
    {
      slot: 'selection',
      spec: { ...base, id: 'building-selected', paint: { 'line-color': palettes[theme].accent, 'line-width': 3.5 } },
    },
  ]
}

export const headsLayer: LayerDescriptor = { key: 'heads', group: 'register', sources: [], dataOf: 'buildings', minZoom: 13, build }
