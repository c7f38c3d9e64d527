// A small map of nothing but grids, to choose among them: the level shown can be clicked, what is chosen is filled.
import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'
import { type ExpressionSpecification, type GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import type { GridFeature } from '#contract/registers.ts'
import { type Language, nameIn } from '../i18n/language.ts'
import { useTexts } from '../i18n/text.ts'
import type { Box } from './camera.ts'
import { fonts, nameField } from './layer.ts'
import { fontFamily } from './library.ts'
import { palettes, type Theme } from './palette.ts'
import { hasWebgl } from './webgl.ts'

type Props = {
  readonly grids: readonly GridFeature[]
  readonly bounds: Box
  readonly level: 1 | 2 | 3
  /** Codes that are chosen, or included by a chosen one. */
  readonly chosen: readonly string[]
  readonly whole: boolean
  readonly theme: Theme
  readonly language: Language
  readonly label: string
  readonly onToggle: (code: string) => void
}

const source = 'grids'
const labels = 'labels'
const widths = { 1: 2.4, 2: 1.4, 3: 0.7 } as const

type Points = {
  type: 'FeatureCollection'
  features: { type: 'Feature'; properties: object; geometry: { type: 'Point'; coordinates: number[] } }[]
}

const labelPoints = (grids: readonly GridFeature[]): Points => ({
  type: 'FeatureCollection',
  features: grids.map(({ properties }) => ({
    type: 'Feature',
    properties: { level: properties.level, name: properties.name, nameEn: properties.nameEn },
    geometry: { type: 'Point', coordinates: [...properties.labelPoint] },
  })),
})

function addLayers(map: MapLibreMap, grids: readonly GridFeature[]): void {
  map.addSource(source, {
    type: 'geojson',
    promoteId: 'gridCode',
    data: { type: 'FeatureCollection', features: grids as unknown as GeoJSON.Feature[] },
  })
  map.addSource(labels, { type: 'geojson', data: labelPoints(grids) as GeoJSON.FeatureCollection })
  map.addLayer({ id: 'ground', type: 'background' })
  map.addLayer({ id: 'area', type: 'fill', source })
  for (const level of [3, 2, 1] as const)
    map.addLayer({
      id: `line-${level}`,
      type: 'line',
      source,
      filter: ['==', ['get', 'level'], level],
      layout: { 'line-join': 'round' },
      paint: { 'line-width': widths[level] },
    })
  map.addLayer({ id: 'name', type: 'symbol', source: labels, layout: { 'text-font': fonts.regular, 'text-size': 12, 'text-padding': 4 } })
}

/** Everything that depends on props, set as a whole: it is little. */
function paint(map: MapLibreMap, { level, chosen, whole, theme, language }: Props): void {
  const colour = palettes[theme]
  const ofLevel = ['==', ['get', 'level'], level] as ExpressionSpecification
  const isChosen = (whole ? ['literal', true] : ['in', ['get', 'gridCode'], ['literal', [...chosen]]]) as ExpressionSpecification
  const hovered = ['boolean', ['feature-state', 'hover'], false] as ExpressionSpecification
  map.setPaintProperty('ground', 'background-color', colour.land)
  map.setFilter('area', ofLevel)
  map.setPaintProperty('area', 'fill-color', colour.accent)
  map.setPaintProperty('area', 'fill-opacity', ['case', isChosen, ['case', hovered, 0.55, 0.42], ['case', hovered, 0.16, 0]])
  for (const one of [1, 2, 3] as const) {
    map.setPaintProperty(`line-${one}`, 'line-color', one === 3 ? colour.muted : colour.accent)
    map.setLayoutProperty(`line-${one}`, 'visibility', one <= level ? 'visible' : 'none')
  }
  map.setFilter('name', ofLevel)
  map.setLayoutProperty('name', 'text-field', nameField(language) as unknown as ExpressionSpecification)
  map.setPaintProperty('name', 'text-color', colour.text)
  map.setPaintProperty('name', 'text-halo-color', colour.halo)
  map.setPaintProperty('name', 'text-halo-width', 1.6)
}

export function ScopeMap(props: Props) {
  const { say } = useTexts()
  const [webgl] = useState(hasWebgl)
  return webgl ? <GridMap {...props} /> : <p className="scope-map-name">{say('map.noWebgl.title')}</p>
}

function GridMap(props: Props) {
  const holder = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const ready = useRef<MapLibreMap | null>(null)
  const [under, setUnder] = useState<string | null>(null)

  useEffect(() => {
    const element = holder.current
    if (!element) return
    const [west, south, east, north] = latest.current.bounds
    const map = new MapLibreMap({
      container: element,
      style: { version: 8, sources: {}, layers: [] },
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: 12 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      localIdeographFontFamily: fontFamily,
      renderWorldCopies: false,
      fadeDuration: 0,
    })
    map.touchZoomRotate.disableRotation()
    let hovered: string | null = null
    const hover = (code: string | null): void => {
      if (code === hovered) return
      if (hovered !== null) map.setFeatureState({ source, id: hovered }, { hover: false })
      if (code !== null) map.setFeatureState({ source, id: code }, { hover: true })
      hovered = code
      map.getCanvas().style.cursor = code === null ? '' : 'pointer'
      setUnder(code)
    }
    map.once('style.load', () => {
      addLayers(map, latest.current.grids)
      paint(map, latest.current)
      ready.current = map
    })
    map.on('mousemove', 'area', ({ features }) => hover(String(features?.[0]?.properties.gridCode ?? '') || null))
    map.on('mouseleave', 'area', () => hover(null))
    map.on('click', 'area', ({ features }) => {
      const code = features?.[0]?.properties.gridCode
      if (code !== undefined) latest.current.onToggle(String(code))
    })
    return () => {
      ready.current = null
      map.remove()
    }
  }, [])

  useEffect(() => {
    void ready.current?.getSource<GeoJSONSource>(source)?.setData({
      type: 'FeatureCollection',
      features: props.grids as unknown as GeoJSON.Feature[],
    })
  }, [props.grids])
  useEffect(() => {
    if (ready.current) paint(ready.current, props)
  })
  useEffect(() => ready.current?.getCanvas().setAttribute('aria-label', props.label))

  const named = under === null ? undefined : props.grids.find(({ properties }) => properties.gridCode === under)
  return (
    <>
      <div ref={holder} className="map" data-testid="scope-map" />
      {named ? (
        <p className="scope-map-name" aria-hidden="true">
          {nameIn(props.language, named.properties)}
        </p>
      ) : null}
    </>
  )
}
