// One wall on a canvas of a given size: scene after scene, each with its map and its panels, and whatever calls for somebody above them.
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { type WallLayout, wallLayout } from '#domain/wall/layout.ts'
import { type SceneSetting, sceneSeconds, type WallPanel, type WallScene, type WallSetting } from '#domain/wall/scenes.ts'
import { useDisplayWord } from '../../api/live.ts'
import { gridsQuery, type Scope } from '../../api/queries.ts'
import type { PlaceAsked } from '../../api/wall.ts'
import { KeyList } from '../../app/KeyList.tsx'
import { useMay, useSession } from '../../app/session.ts'
import type { LayerStates } from '../../app/use-map-data.ts'
import { useScopeGrids } from '../../app/use-scope-grids.ts'
import { useTexts } from '../../i18n/text.ts'
import { type Box, boxOf } from '../../map/camera.ts'
import type { Theme } from '../../map/palette.ts'
import type { Selection } from '../../map/selection.ts'
import { hasWebgl } from '../../map/webgl.ts'
import { AlarmBand } from './AlarmBand.tsx'
import type { Behind } from './behind.ts'
import { WallProvider, type Wall as WallValue } from './context.ts'
import { ListOverlay } from './ListOverlay.tsx'
import { Pairing } from './Pairing.tsx'
import { PictureDialog } from './PictureDialog.tsx'
import { PlacePanel } from './PlacePanel.tsx'
import { panelTable } from './panels/panel-table.tsx'
import { Ranking } from './panels/Ranking.tsx'
import { placed } from './placed.ts'
import { ReducedMap, reducedScenes } from './ReducedMap.tsx'
import { Ticker } from './Ticker.tsx'
import { useAlarms, useDrawnMark } from './use-alarms.ts'
import { useFrameLooks, useTooSlow } from './use-drawing-speed.ts'
import { useOccasions } from './use-occasions.ts'
import { useTour } from './use-tour.ts'
import { lightAt, useClock } from './use-unattended.ts'
import { useWallKeys } from './use-wall-keys.ts'
import { useWallMap } from './use-wall-map.ts'
import { WallHead } from './WallHead.tsx'
import { WallLegend } from './WallLegend.tsx'
import { WallMap } from './WallMap.tsx'
import { wallKeys } from './wall-keys.ts'

export type WallProps = {
  readonly subdistrict: Subdistrict
  readonly scope: Scope
  readonly states: LayerStates
  readonly setting: WallSetting
  readonly allowed: readonly WallScene[]
  readonly theme: Theme
  readonly width: number
  readonly height: number
  /** Of the settings page: one scene, no keys, no alarms. */
  readonly still?: WallScene
}

const closestZoom = { all: 18, grid: 16, near: 18 } as const

export function Wall({ subdistrict, scope, states, setting, allowed, theme, width, height, still }: WallProps) {
  const { say } = useTexts()
  const { role } = useSession()
  const may = useMay()
  const [hasMap] = useState(hasWebgl)
  const [tooSlow, tellTooSlow] = useTooSlow(still === undefined ? setting.reduced : 'off')
  const webgl = hasMap && setting.reduced !== 'on' && !tooSlow
  const root = useRef<HTMLDivElement>(null)
  const scenes = useMemo(
    () =>
      setting.scenes.filter(
        ({ scene, shown }) =>
          (still === undefined ? shown : scene === still) && allowed.includes(scene) && (webgl || reducedScenes.includes(scene)),
      ),
    [setting, allowed, webgl, still],
  )
  const names = useMemo(() => scenes.map(({ scene }) => scene), [scenes])
  const { across, down } = setting.screens
  const alarms = useAlarms(names, setting.calls, setting.sound && still === undefined)
  useDrawnMark(alarms.waiting)
  const occasions = useOccasions(scope, setting.calls)
  const [behind, setBehind] = useState<Behind | null>(null)
  const [place, setPlace] = useState<PlaceAsked | null>(null)
  const [placeBox, setPlaceBox] = useState<{ readonly box: Box; readonly level: number | null } | null>(null)
  const [dialog, setDialog] = useState<'keys' | 'picture' | null>(null)
  const [lost, setLost] = useState(false)
  const home = useScopeGrids(scope, subdistrict.bbox).box ?? subdistrict.bbox
  const goHome = useCallback(() => {
    setBehind(null)
    setPlace(null)
    setPlaceBox(null)
  }, [])
  const rest = useCallback(() => {
    goHome()
    setDialog(null)
  }, [goHome])
  const cameras = useMemo(() => Object.fromEntries(scenes.map(({ scene, camera }) => [scene, camera])), [scenes])
  const [stage, hands] = useTour(
    {
      scenes,
      alarms: still === undefined ? alarms.stage : [],
      occasions: still === undefined ? occasions : [],
      idleSeconds: setting.idleSeconds,
      cameras,
    },
    still === undefined,
    rest,
  )
  const scene = scenes.find((one) => one.scene === stage.scene) ?? scenes[0]
  const panels = panelsOf(scene, may)
  const placedPanels = place === null ? panels.length : Math.max(3, panels.length)
  const layout = useMemo(
    () => wallLayout({ width, height, screens: { across, down }, panels: placedPanels }),
    [width, height, across, down, placedPanels],
  )
  const shownAlarm = stage.why.kind === 'alarm' ? stage.why.alarmId : null
  const alarm = alarms.waiting.find(({ alarmId }) => alarmId === shownAlarm) ?? null
  const drill = useCallback((next: PlaceAsked) => {
    setPlaceBox(null)
    setPlace(next)
  }, [])
  const selection = selectionOf(place)
  const alarmPlace = useMemo(
    (): GeoJSON.Geometry | null =>
      alarm?.lng != null && alarm.lat != null ? { type: 'Point', coordinates: [alarm.lng, alarm.lat] } : null,
    [alarm],
  )
  const shown = useWallMap({
    scope,
    states,
    bbox: subdistrict.bbox,
    scene: stage.scene,
    layers: scene?.layers ?? [],
    theme,
    unit: layout.unit,
    replayDays: setting.replayDays,
    selection,
    selectedLevel: placeBox?.level ?? null,
    picked: alarmPlace,
  })
  const watched = webgl && still === undefined && setting.reduced === 'auto'
  useFrameLooks(watched ? `${stage.scene} ${stage.stop.at} ${shown.frame}` : null, tellTooSlow)
  const news = stage.why.kind === 'occasion' ? stage.why.news.place : null
  const view = useView(scope, home, place !== null ? placeBox : null, alarmPlace, news?.gridCode ?? stage.stop.at)
  const value = useMemo(
    (): WallValue => ({ scope, subdistrict, setting, theme, unit: layout.unit, open: setBehind, drill }),
    [scope, subdistrict, setting, theme, layout.unit, drill],
  )

  const back = (): void => {
    if (dialog) setDialog(null)
    else if (behind) setBehind(null)
    else if (place) {
      const above = root.current?.querySelector<HTMLElement>('.wall-path button:last-child')
      if (above) above.click()
      else goHome()
    } else if (stage.why.kind === 'meeting') hands.meet(false)
  }
  const mayAnswer = may('acknowledgeAlarms')
  useWallKeys(
    still !== undefined
      ? null
      : {
          step: (by) => hands.step(by, 'hand'),
          pause: () => hands.pause(!stage.paused),
          answer: () => {
            const next = alarm ?? alarms.waiting[0]
            if (next && mayAnswer) alarms.answer([next.alarmId])
          },
          meeting: () => hands.meet(stage.why.kind !== 'meeting'),
          picture: () => setDialog('picture'),
          back,
          home: () => (place === null ? drill({}) : goHome()),
          digit: (digit) => {
            const button = root.current?.querySelector<HTMLElement>(`[data-digit="${digit}"]`)
            if (button) button.click()
            else if (place === null && scenes[digit - 1]) hands.choose(scenes[digit - 1]?.scene ?? stage.scene, 'hand')
          },
          help: () => setDialog('keys'),
          touch: hands.touch,
        },
  )
  useRemote(hands, { home: goHome, back, drill })
  const light = lightAt(setting, useClock())

  return (
    <WallProvider value={value}>
      <div
        ref={root}
        className="wall"
        data-testid="wall"
        data-scene={stage.scene}
        data-why={stage.why.kind}
        data-aspect={layout.aspect}
        data-theme={theme}
        style={{ '--u': `${layout.unit}px`, width, height } as React.CSSProperties}
        onPointerDown={hands.touch}
      >
        <WallHead layout={layout} stage={stage} demo={subdistrict.source === 'demo'} tooSlow={tooSlow} />
        <main className="wall-map" style={placed(layout.map)}>
          {webgl ? (
            <WallMap shown={shown} view={view} home={home} covered={still === undefined && alarms.waiting.length > 0} onLost={setLost} />
          ) : (
            <ReducedMap scene={stage.scene} words={hasMap ? 'wall.reduced.chosen' : 'wall.reduced'} />
          )}
          {lost ? <p className="wall-map-note">{say('map.lost')}</p> : null}
        </main>
        <WallLegend
          box={layout.legend}
          layers={scene?.layers ?? []}
          frame={shown.frame}
          heatDays={shown.heatDays}
          changes={shown.changes}
        />
        <Slots
          layout={layout}
          panels={panels}
          stage={stage.scene}
          seconds={scene?.seconds ?? sceneSeconds.usual}
          halted={stage.paused}
          place={place}
          onGo={(next) => (next === null ? goHome() : drill(next))}
          onBox={(box, level) => setPlaceBox({ box, level })}
        />
        <Ticker parts={layout.ticker} />
        {still === undefined ? (
          <div className="wall-over" style={placed(layout.over)} data-snapshot="without">
            <AlarmBand alarms={alarms} shown={shownAlarm} mayAnswer={mayAnswer} />
            {behind ? <ListOverlay behind={behind} onClose={() => setBehind(null)} /> : null}
          </div>
        ) : null}
        {still === undefined && role === 'wall' ? (
          <div className="wall-corner" style={placed(layout.corner)} data-snapshot="without">
            <Pairing />
          </div>
        ) : null}
        {light < 1 ? <div className="wall-night" style={{ opacity: 1 - light }} data-testid="night" data-snapshot="without" /> : null}
        {dialog === 'keys' ? <KeyList keys={wallKeys} onClose={() => setDialog(null)} /> : null}
        {dialog === 'picture' && root.current ? (
          <PictureDialog element={root.current} scene={stage.scene} onClose={() => setDialog(null)} />
        ) : null}
      </div>
    </WallProvider>
  )
}

const panelsOf = (scene: SceneSetting | undefined, may: ReturnType<typeof useMay>) =>
  (scene?.panels ?? []).filter((panel) => panelTable[panel].asks.every((id) => may(id)))

/** A panel with room shows its figures larger, or its rows in two columns; one without shows no more than it must. */
const slotClass = ({ unit }: WallLayout, { width, height }: WallLayout['map']): string =>
  [
    'wall-slot wall-text',
    width > 800 * unit && 'wall-slot-wide',
    // a narrow one has no room for them beside each other
    height > 420 * unit && width > 600 * unit && 'wall-slot-tall',
    height > 640 * unit && 'wall-slot-high',
    height < 260 * unit && 'wall-slot-low',
  ]
    .filter(Boolean)
    .join(' ')

type SlotsProps = {
  readonly layout: WallLayout
  readonly panels: SceneSetting['panels']
  readonly stage: WallScene
  /** How long the scene stands. */
  readonly seconds: number
  readonly halted: boolean
  readonly place: PlaceAsked | null
  readonly onGo: (place: PlaceAsked | null) => void
  readonly onBox: (box: Box, level: number | null) => void
}

type SlotProps = { readonly layout: WallLayout; readonly box: WallLayout['map']; readonly stage: WallScene }

function Slot({ layout, box, stage, name }: SlotProps & { name: WallPanel }) {
  const { show: Show } = panelTable[name]
  return (
    <div className={slotClass(layout, box)} style={placed(box)}>
      {name === 'ranking' && stage === 'coverage' ? <Ranking measure="buildingHeadCoverage" /> : <Show />}
    </div>
  )
}

type TurnProps = SlotProps & Pick<SlotsProps, 'panels' | 'seconds' | 'halted'>

/** Panels that have no place of their own take turns in one, once while the scene stands, and not where the wall is halted. */
function SlotInTurn({ panels, seconds, halted, ...slot }: TurnProps) {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (panels.length < 2 || halted) return
    const timer = setInterval(() => setTurn((before) => before + 1), (seconds * 1000) / panels.length)
    return () => clearInterval(timer)
  }, [panels.length, seconds, halted])
  const name = panels[turn % panels.length]
  return name === undefined ? null : <Slot key={name} {...slot} name={name} />
}

/** Panels in their places; a place that was gone into takes the first two, so that its list has room. */
function Slots({ layout, panels, stage, seconds, halted, place, onGo, onBox }: SlotsProps) {
  const { slots } = layout
  const [first] = slots
  // not over a seam, which keeps them further apart
  const second = slots.find(
    ({ x, y }) => first !== undefined && x === first.x && y > first.y && y - first.y - first.height < 20 * layout.unit,
  )
  const wide = first && second ? { ...first, height: second.y + second.height - first.y } : first
  const rest = slots.filter((slot) => place === null || (slot !== first && slot !== second))
  const own = rest.slice(0, -1)
  const last = rest.at(-1)
  return (
    <>
      {place && wide ? (
        <div className="wall-slot wall-text" style={placed(wide)}>
          <PlacePanel asked={place} onGo={onGo} onBox={onBox} />
        </div>
      ) : null}
      {panels.slice(0, own.length).map((name, at) => {
        const box = own[at]
        return box && <Slot key={`${stage} ${name}`} layout={layout} box={box} stage={stage} name={name} />
      })}
      {last ? (
        <SlotInTurn
          key={stage}
          layout={layout}
          box={last}
          stage={stage}
          panels={panels.slice(own.length)}
          seconds={seconds}
          halted={halted}
        />
      ) : null}
    </>
  )
}

function selectionOf(place: PlaceAsked | null): Selection | null {
  if (place === null) return null
  if (place.grid !== undefined) return { kind: 'grid', code: place.grid }
  if (place.compound !== undefined) return { kind: 'compound', id: place.compound }
  return place.building === undefined ? null : { kind: 'building', id: place.building }
}

/** What the camera looks at: the place that was gone into, the alarm, the stop of the scene's way, or everything. */
function useView(
  scope: Scope,
  home: Box,
  place: { readonly box: Box; readonly level: number | null } | null,
  alarm: GeoJSON.Geometry | null,
  stop: string,
) {
  const grids = useQuery({ ...gridsQuery(scope, { level: 2 }), enabled: stop !== 'all' })
  const others = useQuery({ ...gridsQuery(scope, { level: 3 }), enabled: stop !== 'all' })
  const features = [...(grids.data?.features ?? []), ...(others.data?.features ?? [])]
  const at = stop === 'all' ? null : features.find(({ properties }) => properties.gridCode === stop)
  if (place) return { box: place.box, maxZoom: place.level === null ? closestZoom.near : closestZoom.grid + 1 }
  if (alarm?.type === 'Point') {
    const [lng = 0, lat = 0] = alarm.coordinates
    return { box: [lng - 0.004, lat - 0.003, lng + 0.004, lat + 0.003] as const, maxZoom: closestZoom.grid }
  }
  const box = at ? boxOf([at.geometry.coordinates]) : null
  return { box: box ?? home, maxZoom: box ? closestZoom.grid : closestZoom.all }
}

type RemoteHands = { readonly home: () => void; readonly back: () => void; readonly drill: (place: PlaceAsked) => void }

/** A second device presses; each press is done once. */
function useRemote(hands: ReturnType<typeof useTour>[1], { home, back, drill }: RemoteHands): void {
  const word = useDisplayWord()
  const acts = useRef({ home, back, drill })
  acts.current = { home, back, drill }
  const done = useRef(word?.at ?? 0)
  useEffect(() => {
    if (word === null || word.at === done.current) return
    done.current = word.at
    if (!('press' in word.word)) return
    const { press } = word.word
    if ('scene' in press) return hands.choose(press.scene, 'remote')
    hands.touch()
    if (!('step' in press)) return acts.current.drill(press)
    if (press.step === 'next') hands.step(1, 'remote')
    else if (press.step === 'previous') hands.step(-1, 'remote')
    else if (press.step === 'pause' || press.step === 'resume') hands.pause(press.step === 'pause')
    else if (press.step === 'meeting' || press.step === 'meetingEnd') hands.meet(press.step === 'meeting')
    else acts.current[press.step]()
  }, [word, hands])
}
