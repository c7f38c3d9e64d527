// Compounds by type, and renovated compounds by stage: a tint with an edge, so that buildings stay readable inside; stages differ in edge too.
import type { ExpressionSpecification } from 'maplibre-gl'
import { type BuildProps, fonts, type LayerDescriptor, legendColour, legendOf, nameField, type SlottedLayer } from '../layer.ts'
import { palettes, type Theme } from '../palette.ts'

const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false]

const colourBy = (layer: 'compounds' | 'renovations', field: string, theme: Theme): ExpressionSpecification =>
  [
    'match',
    ['get', field],
    ...legendOf(layer).flatMap((entry): [string, string] => [entry.key, legendColour(layer, entry.key, theme)]),
    '#888888',
  ] as unknown as ExpressionSpecification

const nameLabel = (source: 'compounds' | 'renovations', { theme, language }: BuildProps): SlottedLayer => ({
  slot: 'labels',
  spec: {
    id: `${source}-name`,
    type: 'symbol',
    source,
    'source-layer': source,
    minzoom: 15.2,
    layout: {
      'text-field': nameField(language) as unknown as ExpressionSpecification,
      'text-font': fonts.medium,
      'text-size': ['interpolate', ['linear'], ['zoom'], 15, 11, 18, 14],
      'text-max-width': 7,
      'text-padding': 16,
    },
    paint: { 'text-color': palettes[theme].text, 'text-halo-color': palettes[theme].halo, 'text-halo-width': 1.8 },
  },
})

function areas(source: 'compounds' | 'renovations', field: string, props: BuildProps): readonly SlottedLayer[] {
  const colour = colourBy(source, field, props.theme)
  const base = { source, 'source-layer': source }
  return [
    {
      slot: 'dataArea',
      spec: {
        ...base,
        id: source,
        type: 'fill',
        paint: { 'fill-color': colour, 'fill-opacity': ['case', hovered, 0.5, source === 'compounds' ? 0.28 : 0.38] },
      },
    },
    {
      slot: 'dataLine',
      spec: {
        ...base,
        id: `${source}-edge`,
        type: 'line',
        minzoom: 12.5,
        ...(source === 'renovations' ? { filter: ['!=', ['get', field], 'preparing'] as ExpressionSpecification } : {}),
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 12.5, 0.6, 16, 1.8] },
      },
    },
    ...(source === 'renovations' ? [dashedEdge(field, colour)] : []),
    nameLabel(source, props),
  ]
}

/** Not begun yet: a dashed edge, so that stage is not said by colour alone. */
const dashedEdge = (field: string, colour: ExpressionSpecification): SlottedLayer => ({
  slot: 'dataLine',
  spec: {
    id: 'renovations-edge-preparing',
    type: 'line',
    source: 'renovations',
    'source-layer': 'renovations',
    minzoom: 12.5,
    filter: ['==', ['get', field], 'preparing'],
    paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 12.5, 0.8, 16, 2], 'line-dasharray': [2.4, 1.6] },
  },
})

export const compoundsLayer: LayerDescriptor = {
  key: 'compounds',
  group: 'register',
  sources: ['compounds'],
  dataOf: 'compounds',
  minZoom: 11,
  build: (props) => areas('compounds', 'type', props),
}

export const renovationsLayer: LayerDescriptor = {
  key: 'renovations',
  group: 'register',
  sources: ['renovations'],
  dataOf: 'renovations',
  minZoom: 11,
  build: (props) => areas('renovations', 'group', props),
}
