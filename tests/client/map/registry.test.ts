import { type LayerSpecification, validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'
import type { BuildProps } from '../../../client/map/layer.ts'
import { layerKeys } from '../../../client/map/layer-keys.ts'
import { heatFeatures } from '../../../client/map/layers/heat.ts'
import { buildLayers, registry, sourcesFor } from '../../../client/map/registry.ts'
import { slots } from '../../../client/map/slots.ts'

const cells = { per: 'raw', days: 60, cellMetres: 33, classes: [], cells: [[104, 30, 6]] } as const
const props = (change: Partial<BuildProps> = {}): BuildProps => ({
  theme: 'light',
  language: 'zh-CN',
  on: new Set(layerKeys),
  selection: { kind: 'grid', code: '510123001001001' },
  selectedLevel: 3,
  picked: null,
  heat: cells,
  newIssues: [],
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
    heat: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } },
  },
  layers,
})

describe('the layers of the map', () => {
  it('are valid in both themes, both languages and both measures', () => {
    for (const theme of ['light', 'dark'] as const)
      for (const language of ['zh-CN', 'en'] as const)
        for (const per of ['raw', 'households'] as const) {
          const layers = buildLayers(props({ theme, language, heat: { ...cells, per } })).map(({ spec }) => spec)
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

describe('heat cells', () => {
  it('become points that weigh what they would in 30 days', () => {
    const [feature] = heatFeatures(cells, 30).features
    expect(feature?.properties).toEqual({ weight: 3 })
  })
  it('become squares as wide as a cell when they are a ratio', () => {
    const [feature] = heatFeatures({ ...cells, per: 'households' }, 60).features
    const ring = feature?.geometry.type === 'Polygon' ? feature.geometry.coordinates[0] : undefined
    const corner = (index: number): [number, number] => ring?.[index] ?? [0, 0]
    const [southWest, southEast, northEast] = [corner(0), corner(1), corner(2)] as const
    expect((northEast[1] - southEast[1]) * 111_320).toBeCloseTo(33, 3)
    expect((southEast[0] - southWest[0]) * 111_320 * 0.5).toBeCloseTo(33, 3)
  })
})
