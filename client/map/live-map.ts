// One MapLibre map on one element, from creation to destruction. MapView decides what it shows; this class knows how to get it there.
import { type GeoJSONSource, Map as MapLibreMap, type MapMouseEvent, Marker, type VectorTileSource } from 'maplibre-gl'
import type { Box, Camera } from './camera.ts'
import type { PatrolOverlay, PatrolRoute } from './deck/patrol-overlay.ts'
import { dragPlace } from './drag-place.ts'
import { stationIcons } from './icons.ts'
import { type BuildProps, selectedId, type TileSourceId } from './layer.ts'
import { circleFeatures } from './layers/circles.ts'
import { frameOf } from './layers/frame.ts'
import { newIssueFeatures } from './layers/heat.ts'
import { heatFeatures } from './layers/heat-areas.ts'
import { fontFamily } from './library.ts'
import type { CameraWish, Insets, View } from './MapView.tsx'
import { type MapPicture, pngOf } from './map-picture.ts'
import { type Picked, pickAt } from './pick.ts'
import { type Applied, addAnchors, reconcileLayers } from './reconcile.ts'
import { buildLayers } from './registry.ts'

/** The map, for tests in a browser and for the picture of a scene: `window.fangyuan.map`. */
declare global {
  interface Window {
    fangyuan?: { map: MapLibreMap | null }
  }
}

const tileMaxZoom = 16
/** Left free around what is flown to. */
const airPixels = 40
/** How long a lost graphics context may take to come back before the map is made anew. */
const patienceMs = 1000
const mostRings = 12

export type LiveMapOptions = {
  readonly bounds: Box
  readonly home: Box
  readonly insets: Insets
  readonly nearest: number
  readonly camera: Camera | null
  readonly label: string
  readonly onView: (view: View, initial: boolean) => void
  readonly onHover: (picked: Picked | null, at: { x: number; y: number } | null) => void
  readonly onPick: (picked: Picked | null, at: { readonly lng: number; readonly lat: number }) => void
  readonly onDrag: (at: { readonly lng: number; readonly lat: number }) => void
  readonly onSourceError: (source: string) => void
  readonly onLost: (lost: boolean) => void
  readonly onGone: () => void
  readonly onDrawn: ((picture: MapPicture) => void) | undefined
}

const calm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches

export class LiveMap {
  private readonly map: MapLibreMap
  private readonly options: LiveMapOptions
  private applied: Applied = new Map()
  private readonly addresses = new Map<string, string>()
  private ready = false
  private destroyed = false
  private pending: readonly [BuildProps, Readonly<Partial<Record<TileSourceId, string>>>, readonly PatrolRoute[]] | null = null
  private shownHeat: BuildProps['heat'] = null
  private shownIssues: BuildProps['newIssues'] = []
  private shownCircles: BuildProps['circles'] = null
  private shownPicked: BuildProps['picked'] = null
  private hovered: Picked['feature'] = null
  private hoveredRoute = -1
  private overlay: PatrolOverlay | null = null
  private overlayWanted = false
  private loadingOverlay = false
  private lostTimer: ReturnType<typeof setTimeout> | undefined
  private frame = 0

  constructor(element: HTMLElement, options: LiveMapOptions) {
    this.options = options
    const [west, south, east, north] = options.bounds
    const margin = 2 * Math.max(east - west, north - south)
    const { camera, home } = options
    this.map = new MapLibreMap({
      container: element,
      style: { version: 8, sources: {}, layers: [] },
      attributionControl: false,
      localIdeographFontFamily: fontFamily,
      fadeDuration: calm() ? 0 : 200,
      maxPitch: 60,
      minZoom: 8,
      maxZoom: 20,
      maxBounds: [west - margin, south - margin, east + margin, north + margin],
      renderWorldCopies: false,
      // a wall of several screens is wider than what a map draws in its own pixels unless told so
      maxCanvasSize: [8192, 8192],
      dragRotate: true,
      ...(camera
        ? { center: [camera.lng, camera.lat], zoom: camera.zoom, bearing: camera.bearing, pitch: camera.pitch }
        : { bounds: [...home] as Box4, fitBoundsOptions: { padding: { ...options.insets } } }),
    })
    if (!camera && this.map.getZoom() < options.nearest) this.map.setZoom(options.nearest)
    window.fangyuan = { map: this.map }
    this.setLabel(options.label)
    this.map.once('style.load', () => this.start())
    this.map.on('moveend', () => this.report(false))
    this.map.on('mousemove', (event) => this.hover(event))
    this.map.on('mouseout', () => this.leave())
    dragPlace(this.map, (at) => options.onDrag(at))
    this.map.on('click', (event) => options.onPick(this.pick(event.point), event.lngLat))
    this.map.on('error', (event) => {
      if ('sourceId' in event && typeof event.sourceId === 'string') options.onSourceError(event.sourceId)
      else console.error(event.error)
    })
    const canvas = this.map.getCanvas()
    canvas.addEventListener('webglcontextlost', this.lost, { capture: true })
    canvas.addEventListener('webglcontextrestored', this.restored, { capture: true })
  }

  private start(): void {
    if (this.destroyed) return
    addAnchors(this.map)
    for (const icon of stationIcons()) this.map.addImage(icon.name, icon.image, { pixelRatio: icon.pixelRatio })
    this.map.addSource('heat', { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, maxzoom: 16, buffer: 0, tolerance: 0 })
    this.map.addSource('circles', { type: 'geojson', data: circleFeatures(null), tolerance: 0.2 })
    this.map.addSource('newIssues', { type: 'geojson', data: newIssueFeatures([]) })
    this.map.addSource('frame', { type: 'geojson', data: frameOf(this.options.bounds), tolerance: 0 })
    this.map.addSource('picked', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
    this.ready = true
    if (this.pending) this.show(...this.pending)
    this.options.onLost(false)
    this.report(true)
    if (this.options.onDrawn) void this.tellDrawn(this.options.onDrawn)
  }

  private async tellDrawn(onDrawn: (picture: MapPicture) => void): Promise<void> {
    do await this.map.once('idle')
    while (!this.map.areTilesLoaded())
    const address = await pngOf(this.map)
    const [[west, south], [east, north]] = this.map.getBounds().toArray()
    if (!this.destroyed) onDrawn({ address, box: [west, south, east, north] })
  }

  show(build: BuildProps, tiles: Readonly<Partial<Record<TileSourceId, string>>>, patrols: readonly PatrolRoute[]): void {
    this.pending = [build, tiles, patrols]
    if (!this.ready) return
    this.showSources(build, tiles)
    const layers = buildLayers(build).filter(({ spec }) => !('source' in spec) || this.map.getSource(String(spec.source)) !== undefined)
    this.applied = reconcileLayers(this.map, this.applied, layers)
    this.showPatrols(build, patrols)
  }

  private showSources(build: BuildProps, tiles: Readonly<Partial<Record<TileSourceId, string>>>): void {
    for (const [id, address] of Object.entries(tiles)) {
      if (address === undefined || this.addresses.get(id) === address) continue
      this.addresses.set(id, address)
      const source = this.map.getSource<VectorTileSource>(id)
      if (source) source.setTiles([address])
      else
        this.map.addSource(id, {
          type: 'vector',
          tiles: [address],
          minzoom: 8,
          maxzoom: tileMaxZoom,
          bounds: [...this.options.bounds] as Box4,
        })
    }
    if (build.picked !== this.shownPicked) {
      this.shownPicked = build.picked
      const geometry: GeoJSON.Geometry = build.picked ?? { type: 'GeometryCollection', geometries: [] }
      void this.map.getSource<GeoJSONSource>('picked')?.setData({ type: 'Feature', properties: {}, geometry })
    }
    if (build.newIssues !== this.shownIssues) {
      if (build.dots?.ring) this.ring(build.newIssues.filter(({ id, open }) => open && !this.shownIssues.some((one) => one.id === id)))
      this.shownIssues = build.newIssues
      void this.map.getSource<GeoJSONSource>('newIssues')?.setData(newIssueFeatures(build.newIssues))
    }
    if (build.circles !== this.shownCircles) {
      this.shownCircles = build.circles
      void this.map.getSource<GeoJSONSource>('circles')?.setData(circleFeatures(build.circles))
    }
    if (build.heat === this.shownHeat) return
    this.shownHeat = build.heat
    const data = build.heat ? heatFeatures(build.heat, build.latitude) : { type: 'FeatureCollection' as const, features: [] }
    void this.map.getSource<GeoJSONSource>('heat')?.setData(data)
  }

  /** What is new appears once with a ring; what comes all at once is a picture, not news. */
  private ring(issues: BuildProps['newIssues']): void {
    if (calm() || issues.length > mostRings) return
    for (const { lng, lat } of issues) {
      const element = document.createElement('div')
      element.className = 'map-ring'
      const marker = new Marker({ element }).setLngLat([lng, lat]).addTo(this.map)
      element.addEventListener('animationend', () => marker.remove(), { once: true })
    }
  }

  private showPatrols(build: BuildProps, routes: readonly PatrolRoute[]): void {
    this.overlayWanted = build.on.has('patrols')
    if (!this.overlayWanted) {
      this.overlay?.remove()
      this.overlay = null
      return
    }
    this.overlay?.update({
      theme: build.theme,
      routes,
      selectedId: selectedId(build.selection, 'patrol'),
      hoveredId: this.hoveredRoute,
      scale: build.scale ?? 1,
    })
    if (this.overlay === null && !this.loadingOverlay) void this.loadOverlay()
  }

  private async loadOverlay(): Promise<void> {
    this.loadingOverlay = true
    try {
      const { addPatrolOverlay } = await import('./deck/patrol-overlay.ts')
      if (this.destroyed || !this.overlayWanted) return
      this.overlay = addPatrolOverlay(this.map)
      if (this.pending) this.showPatrols(this.pending[0], this.pending[2])
    } catch (cause) {
      console.error(cause)
      this.options.onSourceError('patrols')
    } finally {
      this.loadingOverlay = false
    }
  }

  private pick(point: { x: number; y: number }): Picked | null {
    if (!this.ready) return null
    const exact = pickAt(this.map, point)
    if (exact?.selection.kind === 'station' || exact?.selection.kind === 'issue') return exact
    const route = this.overlay?.pick(point.x, point.y)
    if (route) return { selection: { kind: 'patrol', id: route.id }, thing: route, feature: null, properties: {} }
    return exact
  }

  private hover(event: MapMouseEvent): void {
    cancelAnimationFrame(this.frame)
    const { point } = event
    this.frame = requestAnimationFrame(() => {
      if (this.destroyed || this.map.isMoving()) return
      const picked = this.pick(point)
      this.mark(picked)
      this.map.getCanvas().style.cursor = picked ? 'pointer' : ''
      this.options.onHover(picked, { x: point.x, y: point.y })
    })
  }

  private leave(): void {
    cancelAnimationFrame(this.frame)
    this.mark(null)
    this.options.onHover(null, null)
  }

  private mark(picked: Picked | null): void {
    if (!this.ready) return
    const before = this.hovered
    const now = picked?.feature ?? null
    if (before && (before.id !== now?.id || before.source !== now.source)) this.setHover(before, false)
    if (now && (now.id !== before?.id || now.source !== before.source)) this.setHover(now, true)
    this.hovered = now
    const route = picked?.selection.kind === 'patrol' ? picked.selection.id : -1
    if (route === this.hoveredRoute) return
    this.hoveredRoute = route
    if (this.pending) this.showPatrols(this.pending[0], this.pending[2])
  }

  private setHover(feature: NonNullable<Picked['feature']>, hover: boolean): void {
    if (this.map.getSource(feature.source)) this.map.setFeatureState(feature, { hover })
  }

  private report(initial: boolean): void {
    const { lng, lat } = this.map.getCenter()
    const zoom = this.map.getZoom()
    const camera = { lng, lat, zoom, bearing: this.map.getBearing(), pitch: this.map.getPitch() }
    const metresPerPixel = (40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom)
    this.options.onView({ camera, metresPerPixel }, initial)
  }

  setLabel(label: string): void {
    this.map.getCanvas().setAttribute('aria-label', label)
  }

  moveTo(camera: Camera): void {
    const target = { center: [camera.lng, camera.lat] as [number, number], zoom: camera.zoom, bearing: camera.bearing, pitch: camera.pitch }
    this.map.easeTo({ ...target, duration: calm() ? 0 : 350 })
  }

  fulfil(wish: CameraWish, insets: Insets): void {
    switch (wish.kind) {
      case 'zoom':
        if (wish.by > 0) this.map.zoomIn()
        else this.map.zoomOut()
        return
      case 'north':
        this.map.resetNorthPitch()
        return
      case 'box': {
        const [west, south, east, north] = wish.box
        const { top, right, bottom, left } = insets
        const padding = { top: top + airPixels, right: right + airPixels, bottom: bottom + airPixels, left: left + airPixels }
        this.map.fitBounds([west, south, east, north], { padding, maxZoom: wish.maxZoom, duration: calm() || wish.instant ? 0 : 700 })
        return
      }
      default:
        wish satisfies never
    }
  }

  /**
   * What is shown is kept for when graphics are back. MapLibre (6.17) is not told: it would throw its style away without taking leave of its workers,
   * and a map that is removed after that stays in memory, here and there.
   */
  private readonly lost = (event: Event): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
    if (this.destroyed) return
    this.ready = false
    this.options.onLost(true)
    clearTimeout(this.lostTimer)
    this.lostTimer = setTimeout(this.options.onGone, patienceMs)
  }

  /** A map that is rebuilt from its style would want everything added that was added since: a new one is simpler and surely right. */
  private readonly restored = (event: Event): void => {
    event.stopImmediatePropagation()
    clearTimeout(this.lostTimer)
    if (!this.destroyed) this.options.onGone()
  }

  destroy(): void {
    this.destroyed = true
    clearTimeout(this.lostTimer)
    cancelAnimationFrame(this.frame)
    this.overlay?.remove()
    this.overlay = null
    if (window.fangyuan?.map === this.map) window.fangyuan = { map: null }
    this.map.remove()
  }
}

type Box4 = [number, number, number, number]
