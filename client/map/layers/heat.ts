// Issue density. Counts: MapLibre's own heatmap with a kernel in metres and a fixed domain, so that a colour means the same at every zoom.
// Squares and grids: heat-areas.ts.
import type { ExpressionSpecification } from 'maplibre-gl'
import { heatIntensity, heatRamp, heatScales, kernelRadiusMetres, pixelsOf } from '#domain/density/heat-scale.ts'
import { type BuildProps, type LayerDescriptor, legendColour, type NewIssue, type SlottedLayer } from '../layer.ts'
import { palettes, type Theme } from '../palette.ts'
import { heatGrids, heatSquares, isSmooth } from './heat-areas.ts'

/** From this zoom on the open issues themselves appear as dots. */
export const issueDotsZoom = 15

function kernel(theme: Theme, latitude: number, radius = kernelRadiusMetres): SlottedLayer {
  const ramp = heatRamp(heatScales.raw, theme).flat()
  const farZoom = 8
  const nearZoom = 22
  return {
    slot: 'heat',
    spec: {
      id: 'heat',
      type: 'heatmap',
      source: 'heat',
      paint: {
        'heatmap-weight': ['get', 'weight'],
        'heatmap-intensity': heatIntensity(heatScales.raw.top, radius),
        // Exponential base 2 between any two zooms is exact: pixels per metre double with each zoom.
        'heatmap-radius': [
          'interpolate',
          ['exponential', 2],
          ['zoom'],
          farZoom,
          pixelsOf(radius, latitude, farZoom),
          nearZoom,
          pixelsOf(radius, latitude, nearZoom),
        ],
        'heatmap-color': ['interpolate', ['linear'], ['heatmap-density'], ...ramp] as unknown as ExpressionSpecification,
        'heatmap-opacity': theme === 'dark' ? 0.82 : 0.75,
      },
    },
  }
}

/** Open issues as dots: those of the tiles, without what changed since, and what changed since. */
function dots({ theme, newIssues, dots: shown }: BuildProps, classes: readonly string[]): readonly SlottedLayer[] {
  const colour = legendColour('buildings', 'missing', theme)
  const wanted: ExpressionSpecification[] = [['to-boolean', ['get', 'open']]]
  if (classes.length > 0) wanted.push(['in', ['get', 'class'], ['literal', [...classes]]])
  const changed: ExpressionSpecification = ['!', ['in', ['id'], ['literal', newIssues.map(({ id }) => id)]]]
  const dot = {
    type: 'circle' as const,
    minzoom: shown?.fromZoom ?? issueDotsZoom,
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 13, 2.4, 15, 3, 18, 6] as ExpressionSpecification,
      'circle-color': ['case', ['==', ['get', 'severity'], 'urgent'], palettes[theme].warm, colour] as ExpressionSpecification,
      'circle-stroke-color': palettes[theme].halo,
      'circle-stroke-width': 1.4,
    },
  }
  const given: SlottedLayer = { slot: 'dataPoint', spec: { ...dot, id: 'new-issue-dots', source: 'newIssues', filter: ['all', ...wanted] } }
  if (shown?.onlyGiven) return [given]
  return [
    {
      slot: 'dataPoint',
      spec: { ...dot, id: 'issue-dots', source: 'issues', 'source-layer': 'issues', filter: ['all', ...wanted, changed] },
    },
    given,
  ]
}

export const heatLayer: LayerDescriptor = {
  key: 'heat',
  group: 'issue',
  sources: ['issues', 'grids'],
  dataOf: 'issues',
  minZoom: 8,
  build: (props) => {
    const { theme, language, heat, latitude } = props
    return [
      ...(heat === null
        ? []
        : heat.view === 'grids'
          ? heatGrids(theme, language, heat)
          : isSmooth(heat)
            ? [kernel(theme, latitude, heat.kernelMetres)]
            : heatSquares(theme, heat)),
      ...dots(props, heat?.classes ?? []),
    ]
  },
}

/** The issues that changed, for the source `newIssues`. */
export const newIssueFeatures = (issues: readonly NewIssue[]) => ({
  type: 'FeatureCollection' as const,
  features: issues.map(({ id, lng, lat, ...properties }) => ({
    type: 'Feature' as const,
    id,
    properties,
    geometry: { type: 'Point' as const, coordinates: [lng, lat] },
  })),
})
