import { type LayerSpecification, validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'
import { coverageClasses, coverageNone } from '#domain/coverage/coverage-scale.ts'
import { boxOfCells, cellAt, cellMetres } from '#domain/density/density-cell.ts'
import { type BuildProps, type CoverageData, type HeatData, heatViews } from '../../../client/map/layer.ts'
import { layerKeys } from '../../../client/map/layer-keys.ts'
import { coverageColour, coverageLabel } from '../../../client/map/layers/coverage.ts'
import { heatFeatures, rateOfGrid } from '../../../client/map/layers/heat-areas.ts'
import { buildLayers, registry, sourcesFor } from '../../../client/map/registry.ts'
import { slots } from '../../../client/map/slots.ts'

const grid = { gridCode: '510123001001001', issues: 40, households: 300, areaM2: 80_000 }
const cells: HeatData = {
  view: 'kernel',
  per: 'raw',
  days: 60,
  cellMetres: 33,
  cellZoom: 20,
  squareZoom: 18,
  classes: [],
  cells: [
    [104, 30, 6],
    [104.00035, 30, 2],
  ],
  grids: [grid],
}
const coverage: CoverageData = {
  kind: 'unitHead',
  figures: new Map([
    ['510123001001001', { numerator: 12, denominator: 31 }],
    ['510123001001002', { numerator: 0, denominator: 0 }],
  ]),
}
const props = (change: Partial<BuildProps> = {}): BuildProps => ({
  theme: 'light',
  language: 'zh-CN',
  on: new Set(layerKeys),
  selection: { kind: 'grid', code: '510123001001001' },
  selectedLevel: 3,
  picked: null,
  coverage,
  heat: cells,
  newIssues: [],
  circles: null,
  latitude: 30.67,
  ...change,
})

const styleOf = (layers: LayerSpecification[]) => ({
  version: 8 as const,
  glyphs: 'https://example.invalid/{fontstack}/{range}',
  sources: {
    ...Object.fromEntries(
      ['base', 'grids', 'compounds', 'renovations', 'stations', 'issues'].map((id) => [id, { type: 'vector' as const }]),
    ),
    picked: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } },
    frame: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } },
    newIssues: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } },
    circles: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } },
    heat: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } },
  },
  layers,
})

describe('the layers of the map', () => {
  it('are valid in both themes, both languages, both measures and every view of the heat', () => {
    for (const theme of ['light', 'dark'] as const)
      for (const language of ['zh-CN', 'en'] as const)
        for (const per of ['raw', 'households'] as const)
          for (const view of heatViews) {
            const layers = buildLayers(props({ theme, language, heat: { ...cells, per, view } })).map(({ spec }) => spec)
            expect(validateStyleMin(styleOf(layers)).map(({ message }) => message)).toEqual([])
          }
  })
  it('have each id once and stand in the order of the slots', () => {
    const layers = buildLayers(props())
    const ids = layers.map(({ spec }) => spec.id)
    expect(new Set(ids).size).toBe(ids.length)
    const order = layers.map(({ slot }) => slots.indexOf(slot))
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })
  it('are the same for the same props', () => {
    expect(buildLayers(props())).toEqual(buildLayers(props()))
  })
  it('ask only for the sources of layers that are on', () => {
    expect(sourcesFor(new Set())).toEqual(['base'])
    expect(sourcesFor(new Set(['grids', 'coverage']))).toEqual(['base', 'grids'])
    expect(
      buildLayers(props({ on: new Set(), heat: null, selection: null })).every(
        ({ spec }) => !('source' in spec) || ['base', 'frame', 'picked'].includes(String(spec.source)),
      ),
    ).toBe(true)
  })
  it('keep the order of the menu and of the number keys', () => {
    expect(registry.map((layer) => layer.key)).toEqual([...layerKeys])
  })
  it('use no raster, no address and no glyph server', () => {
    expect(JSON.stringify(buildLayers(props()))).not.toMatch(/https?:|raster/)
  })
  it('look as they did (change on purpose only)', () => {
    const summary = buildLayers(props()).map(({ slot, spec }) => `${slot} ${spec.type} ${spec.id}`)
    expect(summary).toMatchSnapshot()
  })
})

describe('the coverage of a grid', () => {
  it('is a class of the legend; a grid with nothing to cover, or without a figure, is in none and has no number', () => {
    expect(coverageColour('light', coverage)).toEqual([
      'step',
      ['match', ['get', 'gridCode'], '510123001001001', 12 / 31, '510123001001002', -1, -1],
      coverageNone.light,
      ...coverageClasses.flatMap(({ from, light }) => [from, light]),
    ])
    expect(coverageLabel(coverage)).toEqual(['match', ['get', 'gridCode'], '510123001001001', '12 / 31', '510123001001002', '—', ''])
    const none = { ...coverage, figures: new Map() }
    for (const change of [{ coverage: none }, { coverage: null }])
      expect(validateStyleMin(styleOf(buildLayers(props(change)).map(({ spec }) => spec)))).toEqual([])
  })
})

describe('heat cells', () => {
  it('become points that weigh what they would in 30 days', () => {
    const [feature] = heatFeatures(cells, 30).features
    expect(feature?.properties).toEqual({ weight: 3 })
  })
  it('become squares, the cells themselves, when they are a ratio', () => {
    const [feature] = heatFeatures({ ...cells, per: 'households' }, 30).features
    const [x, y] = cellAt(104, 30, 20)
    expect(feature?.properties).toEqual({ rate: 3, number: '3.0', place: `20/${x}/${y}` })
    const [west, south, east, north] = boxOfCells({ cellZoom: 20, x0: x, y0: y, across: 1, down: 1 })
    expect(feature?.geometry.coordinates).toEqual([
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ])
  })
  it('add up to coarser squares from afar, with their number and the density that it means', () => {
    const { features } = heatFeatures({ ...cells, view: 'cells' }, 30)
    expect(features.map(({ properties }) => ('number' in properties ? properties.number : ''))).toEqual(['8'])
    const area = (cellMetres(18, 30) / 1000) ** 2
    expect(features[0]?.properties).toMatchObject({ rate: expect.closeTo(4 / area, 6) })
  })
})

describe('the heat of a grid', () => {
  it('is issues of 30 days per km² or per 100 households, and untold where it could point at somebody', () => {
    expect(rateOfGrid({ per: 'raw', days: 60 }, grid)).toBeCloseTo(250, 9)
    expect(rateOfGrid({ per: 'households', days: 60 }, grid)).toBeCloseTo(20 / 3, 9)
    for (const change of [{ issues: 2 }, { households: 2 }, { households: 0 }, { issues: '<3' as const }])
      expect(rateOfGrid({ per: 'households', days: 60 }, { ...grid, ...change })).toBeNull()
  })
})
