// The map of one sub-district with its panels: search and details beside it, layers over it, a sheet below it on a phone.
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import type { Address, TriedPlace } from '../../app/address.ts'
import { KeyList } from '../../app/KeyList.tsx'
import { LiveBadge } from '../../app/LiveBadge.tsx'
import { useNarrow } from '../../app/media.ts'
import { PanelSkeleton } from '../../app/panel/parts.tsx'
import { useMay } from '../../app/session.ts'
import type { ChangeAddress } from '../../app/use-address.ts'
import { useCoverage } from '../../app/use-coverage.ts'
import { useLayerStates, useNewIssues, usePatrols, useTiles } from '../../app/use-map-data.ts'
import { useScopeGrids } from '../../app/use-scope-grids.ts'
import { calendarDateOf } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Box } from '../../map/camera.ts'
import type { BuildProps } from '../../map/layer.ts'
import { type LayerKey, layerKeys } from '../../map/layer-keys.ts'
import { type CameraWish, type Insets, MapView, type View } from '../../map/MapView.tsx'
import type { Theme } from '../../map/palette.ts'
import type { Picked } from '../../map/pick.ts'
import { registry } from '../../map/registry.ts'
import { type Selection, selectionKey } from '../../map/selection.ts'
import { hasWebgl } from '../../map/webgl.ts'
import { DetailsProvider } from './details/context.ts'
import { DetailsPanel } from './details/DetailsPanel.tsx'
import { LayerPanel } from './LayerPanel.tsx'
import { Credits, DemoStamp, HoverCard, MapButtons, ScaleBar } from './MapFurniture.tsx'
import { MapSheet, type SheetTab } from './MapSheet.tsx'
import { offersDetails } from './offered.ts'
import { SearchBox } from './SearchBox.tsx'
import { StaleNote } from './StaleNote.tsx'
import { TopTools } from './TopTools.tsx'
import { useCircles } from './use-circles.ts'
import { useHeat } from './use-heat.ts'
import { mapKeys, useKeys } from './use-keys.ts'
import { useOffered } from './use-offered.ts'
import { useParent } from './use-parent.ts'
import { useSelected } from './use-selected.ts'

type Props = {
  subdistrict: Subdistrict
  address: Address
  change: ChangeAddress
  theme: Theme
}

const noSources: ReadonlySet<string> = new Set()
const cameraPauseMs = 250
const openSheetShare = 0.52
const layerCardPixels = 288
/** From here on there are buildings on the map; a phone starts no further away. */
const buildingsZoom = 13.05

/** A tenth of a metre is near enough for a station. */
const placed = ({ lng, lat }: TriedPlace): TriedPlace => ({ lng: Number(lng.toFixed(6)), lat: Number(lat.toFixed(6)) })

/** Layers that mark the selected thing themselves, from tiles, without waiting for an answer. */
const drawnAsSelected = ({ kind }: Selection, on: ReadonlySet<LayerKey>): boolean =>
  kind === 'building' || (kind === 'grid' && on.has('grids')) || (kind === 'patrol' && on.has('patrols'))

export function MapDesk({ subdistrict, address, change, theme }: Props) {
  const { say, name, language } = useTexts()
  const narrow = useNarrow()
  const [webgl] = useState(hasWebgl)
  const [now] = useState(Date.now)
  const [view, setView] = useState<View | null>(null)
  const [wish, setWish] = useState<CameraWish | null>(null)
  const [hovered, setHovered] = useState<{ picked: Picked; at: { x: number; y: number } } | null>(null)
  const [failure, setFailure] = useState<{ readonly tiles: object; readonly sources: ReadonlySet<string> } | null>(null)
  const [lost, setLost] = useState(false)
  const [help, setHelp] = useState(false)
  /** Presses on the map choose where a station is tried. */
  const [wantsTrying, setTrying] = useState(false)
  const [tab, setTab] = useState<SheetTab>('details')
  const [open, setOpen] = useState(address.selection !== null)
  const searchInput = useRef<HTMLInputElement>(null)

  const may = useMay()
  const { subdistrictCode, bbox } = subdistrict
  const { query: layersAnswer, states, scope } = useLayerStates(subdistrictCode)
  const scopeGrids = useScopeGrids(scope, bbox)
  const home = scopeGrids.box
  const offered = useOffered(states)
  const layersText = address.layers.join()
  const on = useMemo(
    () => new Set(layerKeys.filter((key) => layersText.split(',').includes(key) && offered.has(key))),
    [layersText, offered],
  )
  // An imported base map has buildings but no register of heads: painting them as lacking one would be a lie.
  const hasRegister = subdistrict.source !== 'openstreetmap'
  const drawn = useMemo(() => (hasRegister ? on : new Set([...on].filter((key) => key !== 'heads'))), [on, hasRegister])
  const selection = address.selection && offersDetails(address.selection, may) ? address.selection : null
  const patrolsOn = on.has('patrols')
  const tiles = useTiles(states, subdistrictCode, on)
  const zoom = view?.camera.zoom ?? address.camera?.zoom ?? 13
  const coverage = useCoverage(scope, address.coverageKind, on.has('coverage'))
  const heat = useHeat({ scope, states, bbox, address, on: on.has('heat'), now, zoom })
  const newIssues = useNewIssues()
  const trying = wantsTrying && on.has('circles')
  const circles = useCircles(scope, address, selection, on.has('circles'))
  const patrols = usePatrols(scope, patrolsOn, name)
  const selected = useSelected(scope, selection)
  const parent = useParent(scope, selection)

  const build = useMemo(
    (): BuildProps => ({
      theme,
      language,
      on: drawn,
      selection,
      selectedLevel: selected.level,
      picked: selection === null || drawnAsSelected(selection, drawn) ? null : selected.geometry,
      coverage: coverage.coverage,
      heat: heat.heat,
      newIssues,
      circles,
      latitude: (bbox[1] + bbox[3]) / 2,
    }),
    [theme, language, drawn, selection, selected.level, selected.geometry, coverage.coverage, heat.heat, newIssues, circles, bbox],
  )
  const deferredBuild = useDeferredValue(build)

  // Flying to what was chosen in a list: at once where its box is known, otherwise when its answer is there.
  const flight = useRef<string | null>(address.camera === null && selection !== null ? selectionKey(selection) : null)
  useEffect(() => {
    if (flight.current === null || flight.current !== selectionKey(selection) || selected.box === null) return
    flight.current = null
    setWish({ kind: 'box', box: selected.box, maxZoom: selected.maxZoom })
  }, [selection, selected])
  const showAll = useCallback(() => setWish({ kind: 'box', box: home ?? bbox, maxZoom: 18 }), [home, bbox])
  const go = useCallback(
    (next: Selection | null, box?: Box) => {
      flight.current = box || next === null ? null : selectionKey(next)
      if (box) setWish({ kind: 'box', box, maxZoom: 17 })
      if (next === null) showAll()
      change({ selection: next })
    },
    [change, showAll],
  )

  const cameraTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const onView = useCallback(
    (next: View, initial: boolean) => {
      setView(next)
      if (initial) return
      clearTimeout(cameraTimer.current)
      cameraTimer.current = setTimeout(() => change({ camera: next.camera }, 'replace'), cameraPauseMs)
    },
    [change],
  )
  useEffect(() => () => clearTimeout(cameraTimer.current), [])

  const onPick = useCallback(
    (picked: Picked | null, at: TriedPlace) => {
      flight.current = null
      if (trying) {
        change({ tried: placed(at) })
        return
      }
      change({ selection: picked?.selection ?? null })
      if (picked) {
        setTab('details')
        setOpen(true)
      }
    },
    [change, trying],
  )
  const onHover = useCallback(
    (picked: Picked | null, at: { x: number; y: number } | null) => setHovered(picked && at ? { picked, at } : null),
    [],
  )
  // What failed belongs to the addresses that were tried: a new version of the data is a new attempt.
  const failed = failure?.tiles === tiles ? failure.sources : noSources
  const onSourceError = useCallback(
    (source: string) => setFailure((before) => ({ tiles, sources: new Set(before?.tiles === tiles ? before.sources : []).add(source) })),
    [tiles],
  )

  const toggle = useCallback(
    (key: LayerKey, wanted: boolean) => change({ layers: layerKeys.filter((one) => (one === key ? wanted : on.has(one))) }),
    [change, on],
  )
  const onPlan = (plan: Address['plan']): void =>
    change({ plan, layers: layerKeys.filter((one) => one === 'circles' || address.layers.includes(one)) })
  const onDrag = useCallback((at: TriedPlace) => change({ tried: placed(at) }, 'replace'), [change])
  const back = (): void => {
    if (narrow && open) setOpen(false)
    else if (selection !== null) go(parent)
  }
  useKeys({
    search: () => searchInput.current?.focus(),
    back,
    showAll,
    help: () => setHelp(true),
    layer: (index) => {
      const layer = registry[index]
      if (layer && offered.has(layer.key)) toggle(layer.key, !on.has(layer.key))
    },
  })

  const choose = (next: Selection, box?: Box): void => {
    go(next, box)
    setTab('details')
    setOpen(true)
  }
  const search = may('search') ? <SearchBox subdistrict={subdistrictCode} inputRef={searchInput} onChoose={choose} /> : null
  const details = scope ? (
    <DetailsProvider
      value={{
        scope,
        subdistrict,
        scopeGrids,
        go,
        today: calendarDateOf(now),
        counted: heat.filter,
        coverage: coverage.coverage,
        plan: address.plan,
        onPlan,
      }}
    >
      <DetailsPanel selection={selection} />
    </DetailsProvider>
  ) : (
    <PanelSkeleton />
  )
  const layers = (
    <LayerPanel
      on={on}
      offered={offered}
      states={states}
      hasRegister={hasRegister}
      failed={failed}
      theme={theme}
      zoom={zoom}
      scope={scope}
      address={address}
      coverage={coverage}
      heat={heat}
      onToggle={toggle}
      onFilter={(filter) => change(filter)}
      trying={trying}
      onTrying={setTrying}
      onGo={choose}
    />
  )
  const tools = <TopTools address={address} theme={theme} change={change} onHelp={() => setHelp(true)} />
  const insets: Insets = narrow
    ? { top: 64, right: 8, bottom: open ? Math.round(window.innerHeight * openSheetShare) : 64, left: 8 }
    : { top: 16, right: layerCardPixels, bottom: 16, left: 16 }

  return (
    <div className={narrow ? 'desk desk-narrow' : 'desk'} data-testid="desk">
      <a className="skip" href="#details">
        {say('app.skip')}
      </a>
      <header className="desk-head">
        <div className="brand">
          <h1>{say('app.name')}</h1>
          {narrow ? null : <p>{say('app.tagline')}</p>}
        </div>
        {search}
        {narrow ? tools : null}
      </header>
      {narrow ? null : (
        <aside id="details" className="desk-details" aria-label={say('details.title')} data-testid="details" tabIndex={-1}>
          {details}
        </aside>
      )}
      <main className="desk-map">
        {!webgl ? (
          <div className="message no-webgl" role="status" data-testid="no-webgl">
            <p className="message-title">{say('map.noWebgl.title')}</p>
            <p className="message-body">{say('map.noWebgl.body')}</p>
          </div>
        ) : home === null && address.camera === null ? null : (
          <MapView
            build={deferredBuild}
            tiles={tiles}
            bounds={bbox}
            home={home ?? bbox}
            camera={address.camera}
            wish={wish}
            patrols={patrols}
            insets={insets}
            nearest={narrow ? buildingsZoom : 0}
            label={say('map.label')}
            onView={onView}
            onHover={onHover}
            onPick={onPick}
            onDrag={onDrag}
            onSourceError={onSourceError}
            onLost={setLost}
          />
        )}
        {hovered && !narrow ? <HoverCard picked={hovered.picked} at={hovered.at} coverage={coverage.coverage} /> : null}
        {subdistrict.source === 'demo' ? <DemoStamp /> : null}
        <div className="map-notes" role="status">
          {lost ? <p className="map-note">{say('map.lost')}</p> : null}
          <StaleNote query={layersAnswer} />
        </div>
        <div className="map-foot">
          <Credits attribution={subdistrict.source === 'demo' ? say('app.demo.note') : subdistrict.attribution} />
          <LiveBadge />
          {view && webgl ? <ScaleBar metresPerPixel={view.metresPerPixel} /> : null}
        </div>
        {webgl ? <MapButtons view={view} onWish={setWish} onFit={showAll} /> : null}
      </main>
      {narrow ? (
        <MapSheet tab={tab} open={open} onTab={setTab} onOpen={setOpen} details={details} layers={layers} />
      ) : (
        <aside className="desk-side" aria-label={say('layers.title')}>
          {tools}
          <details className="layer-card" open>
            <summary>{say('layers.title')}</summary>
            {layers}
          </details>
        </aside>
      )}
      {help ? <KeyList keys={mapKeys} onClose={() => setHelp(false)} /> : null}
    </div>
  )
}
