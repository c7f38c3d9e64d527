// A map beside a list of issues: the issues of the list and no others, the one that is open, the one that is pointed at; and a place to report
// from, where one is chosen by a press on the map.
import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'
import { type ExpressionSpecification, type GeoJSONSource, Map as MapLibreMap, Marker, type VectorTileSource } from 'maplibre-gl'
import { memo, useEffect, useRef, useState } from 'react'
import type { Language } from '../i18n/language.ts'
import { useTexts } from '../i18n/text.ts'
import { type Box, boxOf } from './camera.ts'
import type { SlottedLayer, TileSourceId } from './layer.ts'
import { frameOf } from './layers/frame.ts'
import { fontFamily } from './library.ts'
import { palettes, type Theme } from './palette.ts'
import { type Applied, addAnchors, reconcileLayers } from './reconcile.ts'
import { buildLayers } from './registry.ts'
import { hasWebgl } from './webgl.ts'

export type ListedPoint = {
  readonly id: number
  readonly lng: number
  readonly lat: number
  readonly lamp: 'none' | 'green' | 'amber' | 'red'
  readonly ended: boolean
}
/** A map that something may be drawn on. */
export type DrawnMap = MapLibreMap
export type Place = { readonly lng: number; readonly lat: number }

type Props = {
  readonly bounds: Box
  readonly tiles: Readonly<Partial<Record<TileSourceId, string>>>
  readonly theme: Theme
  readonly language: Language
  readonly points: readonly ListedPoint[]
  readonly chosen: number | null
  /** Pointed at in the list. */
  readonly hovered: number | null
  readonly place: Place | null
  /** What is flown to; a new object each time it is asked. */
  readonly fit: { readonly box: Box } | null
  readonly label: string
  readonly onHover?: (id: number | null) => void
  readonly onOpen?: (id: number) => void
  readonly onPlace?: (place: Place) => void
  readonly onView?: (box: Box) => void
  /** The map once it can be drawn on, and null when it is gone. */
  readonly onMap?: (map: MapLibreMap | null) => void
}

const source = 'listed'
/** Houses can be told apart. */
const nearEnough = 16.5
const still = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches
const hitPixels = 8
const lamp: ExpressionSpecification = ['get', 'lamp']

function pointLayers({ theme, chosen, hovered }: Props): readonly SlottedLayer[] {
  const { warm, halo, accent, muted } = palettes[theme]
  const amber = theme === 'light' ? '#D97706' : '#F59E0B'
  const urgent = theme === 'light' ? '#B91C1C' : '#F87171'
  const colour: ExpressionSpecification = ['match', lamp, 'red', urgent, 'amber', amber, ['case', ['get', 'ended'], muted, accent]]
  return [
    {
      slot: 'dataPoint',
      spec: {
        id: 'listed',
        type: 'circle',
        source,
        layout: { 'circle-sort-key': ['match', lamp, 'red', 3, 'amber', 2, 1] },
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 12, ['match', lamp, 'red', 5, 3.5], 17, ['match', lamp, 'red', 9, 7]],
          'circle-color': colour,
          'circle-stroke-color': halo,
          'circle-stroke-width': 1.5,
        },
      },
    },
    {
      slot: 'selection',
      spec: {
        id: 'listed-pointed',
        type: 'circle',
        source,
        filter: ['in', ['id'], ['literal', [chosen ?? -1, hovered ?? -1]]],
        paint: {
          'circle-radius': 14,
          'circle-color': 'rgba(0,0,0,0)',
          'circle-stroke-color': ['case', ['==', ['id'], chosen ?? -1], accent, warm],
          'circle-stroke-width': 3,
        },
      },
    },
  ]
}

const featuresOf = (points: readonly ListedPoint[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: points.map(({ id, lng, lat, ...properties }) => ({
    type: 'Feature',
    id,
    properties,
    geometry: { type: 'Point', coordinates: [lng, lat] },
  })),
})

/** Sources, then layers; what has no source yet waits for the next time. */
function show(map: MapLibreMap, applied: Applied, props: Props): Applied {
  for (const [id, address] of Object.entries(props.tiles)) {
    const present = map.getSource<VectorTileSource>(id)
    if (address === undefined || present?.tiles?.[0] === address) continue
    if (present) present.setTiles([address])
    else map.addSource(id, { type: 'vector', tiles: [address], minzoom: 8, maxzoom: 16, bounds: [...props.bounds] })
  }
  const { theme, language, bounds } = props
  const base = buildLayers({
    theme,
    language,
    on: new Set(['grids']),
    selection: null,
    selectedLevel: null,
    picked: null,
    coverage: null,
    heat: null,
    newIssues: [],
    circles: null,
    latitude: (bounds[1] + bounds[3]) / 2,
  })
  const wanted = [...base, ...pointLayers(props)].filter(
    ({ spec }) => !('source' in spec) || map.getSource(String(spec.source)) !== undefined,
  )
  return reconcileLayers(map, applied, wanted)
}

function idAt(map: MapLibreMap, { x, y }: { x: number; y: number }): number | null {
  if (!map.getLayer('listed')) return null
  const [found] = map.queryRenderedFeatures(
    [
      [x - hitPixels, y - hitPixels],
      [x + hitPixels, y + hitPixels],
    ],
    { layers: ['listed'] },
  )
  return typeof found?.id === 'number' ? found.id : null
}

export const IssueMap = memo(function IssueMap(props: Props) {
  const { say } = useTexts()
  const [webgl] = useState(hasWebgl)
  return webgl ? <Drawn {...props} /> : <p className="scope-map-name">{say('map.noWebgl.title')}</p>
})

function Drawn(props: Props) {
  const holder = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const ready = useRef<{ readonly map: MapLibreMap; applied: Applied } | null>(null)
  const marker = useRef<Marker | null>(null)
  // a lost graphics context that does not come back is answered with a new map
  const [generation, setGeneration] = useState(0)

  useEffect(() => {
    const element = holder.current
    if (!element) return
    element.dataset.generation = String(generation)
    const { bounds, fit } = latest.current
    const [west, south, east, north] = fit?.box ?? bounds
    const map = new MapLibreMap({
      container: element,
      style: { version: 8, sources: {}, layers: [] },
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: 40, maxZoom: 17 },
      attributionControl: false,
      localIdeographFontFamily: fontFamily,
      renderWorldCopies: false,
      fadeDuration: 0,
      minZoom: 8,
      maxZoom: 20,
      dragRotate: false,
      pitchWithRotate: false,
    })
    window.fangyuan = { map }
    map.touchZoomRotate.disableRotation()
    let under: number | null = null
    map.once('style.load', () => {
      addAnchors(map)
      map.addSource('frame', { type: 'geojson', data: frameOf(latest.current.bounds) as GeoJSON.FeatureCollection, tolerance: 0 })
      map.addSource(source, { type: 'geojson', data: featuresOf(latest.current.points) })
      ready.current = { map, applied: show(map, new Map(), latest.current) }
      latest.current.onMap?.(map)
    })
    map.on('mousemove', ({ point }) => {
      // nothing to point at: whoever draws on the map has the cursor
      if (latest.current.points.length === 0 && under === null) return
      const id = idAt(map, point)
      if (id === under) return
      under = id
      map.getCanvas().style.cursor = id !== null ? 'pointer' : latest.current.onPlace ? 'crosshair' : ''
      latest.current.onHover?.(id)
    })
    map.on('click', ({ point, lngLat }) => {
      const id = latest.current.onOpen ? idAt(map, point) : null
      if (id !== null) latest.current.onOpen?.(id)
      else if (latest.current.onPlace) {
        latest.current.onPlace({ lng: lngLat.lng, lat: lngLat.lat })
        // from far away a press means an area: closer, so that the pin can be put right
        if (map.getZoom() < nearEnough) map.easeTo({ center: lngLat, zoom: nearEnough, animate: !still() })
      }
    })
    map.on('moveend', () => latest.current.onView?.(map.getBounds().toArray().flat() as unknown as Box))
    let gone: ReturnType<typeof setTimeout> | undefined
    map.on('webglcontextlost', () => {
      gone = setTimeout(() => setGeneration((count) => count + 1), 3000)
    })
    map.on('webglcontextrestored', () => clearTimeout(gone))
    return () => {
      clearTimeout(gone)
      latest.current.onMap?.(null)
      ready.current = null
      marker.current = null
      map.remove()
      if (window.fangyuan?.map === map) window.fangyuan = { map: null }
    }
  }, [generation])

  const { points, place, fit, label, theme } = props
  useEffect(() => {
    void ready.current?.map.getSource<GeoJSONSource>(source)?.setData(featuresOf(points))
  }, [points])
  useEffect(() => {
    const present = ready.current
    if (present) present.applied = show(present.map, present.applied, props)
  })
  useEffect(() => {
    const map = ready.current?.map
    if (!fit || !map) return
    const [west, south, east, north] = fit.box
    map.fitBounds([west, south, east, north], { padding: 40, maxZoom: 17, animate: !still() })
  }, [fit])
  useEffect(() => {
    marker.current?.remove()
    marker.current = null
    const map = ready.current?.map
    if (!place || !map) return
    const pin = new Marker({ color: palettes[theme].accent, draggable: latest.current.onPlace !== undefined })
      .setLngLat([place.lng, place.lat])
      .addTo(map)
    pin.on('dragend', () => {
      const { lng, lat } = pin.getLngLat()
      latest.current.onPlace?.({ lng, lat })
    })
    marker.current = pin
  }, [place, theme])
  useEffect(() => ready.current?.map.getCanvas().setAttribute('aria-label', label))

  return <div ref={holder} className="map" data-testid="issue-map" />
}

/** The box around issues, with room; null when there are none. */
export function boxOfPoints(points: readonly Place[]): Box | null {
  const box = boxOf(points.map(({ lng, lat }) => [lng, lat]))
  if (box === null) return null
  const room = 0.0008
  return [box[0] - room, box[1] - room, box[2] + room, box[3] + room]
}
