// Party-mass service centres and stations: a disc with a sign per kind, grey and struck through while closed. The images are drawn in icons.ts.
import type { ExpressionSpecification } from 'maplibre-gl'
import { type BuildProps, fonts, type LayerDescriptor, legendColour, nameField, type SlottedLayer } from '../layer.ts'
import { palettes } from '../palette.ts'

/** From here on every station has its sign; further away only the centres do, the rest are dots. */
const signZoom = 14.5

const size: ExpressionSpecification = ['match', ['get', 'kind'], 'streetCenter', 1.15, 'communityCenter', 1, 0.8]

function build({ theme, language }: BuildProps): readonly SlottedLayer[] {
  const colour = palettes[theme]
  const image: ExpressionSpecification = [
    'concat',
    'station-',
    ['case', ['==', ['get', 'status'], 'closed'], 'closed', ['get', 'kind']],
    `-${theme}`,
  ]
  return [
    {
      slot: 'dataPoint',
      spec: {
        id: 'station-dots',
        type: 'circle',
        source: 'stations',
        'source-layer': 'stations',
        maxzoom: signZoom,
        filter: ['==', ['get', 'kind'], 'station'],
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 2, signZoom, 4],
          'circle-color': [
            'case',
            ['==', ['get', 'status'], 'closed'],
            legendColour('stations', 'closed', theme),
            legendColour('stations', 'station', theme),
          ],
          'circle-stroke-color': colour.halo,
          'circle-stroke-width': 1.2,
        },
      },
    },
    {
      slot: 'labels',
      spec: {
        id: 'station-centres',
        type: 'symbol',
        source: 'stations',
        'source-layer': 'stations',
        maxzoom: signZoom,
        filter: ['!=', ['get', 'kind'], 'station'],
        layout: {
          'icon-image': image,
          'icon-size': ['interpolate', ['linear'], ['zoom'], 11, ['*', 0.45, size], signZoom, ['*', 0.75, size]],
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
          'symbol-sort-key': ['match', ['get', 'kind'], 'streetCenter', 2, 1],
        },
      },
    },
    {
      slot: 'labels',
      spec: {
        id: 'stations',
        type: 'symbol',
        source: 'stations',
        'source-layer': 'stations',
        minzoom: signZoom,
        layout: {
          'icon-image': image,
          'icon-size': ['interpolate', ['linear'], ['zoom'], signZoom, ['*', 0.75, size], 16, size],
          'icon-allow-overlap': true,
          'icon-padding': 1,
          'symbol-sort-key': ['match', ['get', 'kind'], 'streetCenter', 0, 'communityCenter', 1, 2],
          'text-field': ['step', ['zoom'], '', 15.4, nameField(language) as unknown as ExpressionSpecification],
          'text-font': fonts.medium,
          'text-size': 11.5,
          'text-optional': true,
          'text-variable-anchor': ['top', 'bottom', 'right', 'left'],
          'text-radial-offset': 1.35,
          'text-justify': 'auto',
          'text-max-width': 9,
          'text-padding': 4,
        },
        paint: { 'text-color': colour.text, 'text-halo-color': colour.halo, 'text-halo-width': 1.8 },
      },
    },
  ]
}

export const stationsLayer: LayerDescriptor = {
  key: 'stations',
  group: 'register',
  sources: ['stations'],
  dataOf: 'stations',
  minZoom: 10,
  build,
}
