// The editor: the map in front, tools on the left with their keys, what is wrong and what it comes to on the right, the plan's state on top.
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { insideOf, stoppingProblems } from '#domain/plans/checks.ts'
import type { PlannedFacts } from '#domain/plans/figures.ts'
import type { JournalStep } from '#domain/plans/journal.ts'
import { indexWalls } from '#domain/plans/wall-crossing.ts'
import { fromLattice, type LatticePoint, toLattice } from '#domain/topology/lattice.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { type Arc, ancestorOf, type GridId, OUTSIDE, pointsBox, type Topology } from '#domain/topology/topology.ts'
import type { OpenedPlan, PlanFactsSent } from '../../api/plans.ts'
import { KeyList } from '../../app/KeyList.tsx'
import { useLook } from '../../app/look.ts'
import { useSession as useAccount } from '../../app/session.ts'
import { useGroundTiles } from '../../app/use-ground-tiles.ts'
import { type Block, blocksOf } from '../../editor/block-at.ts'
import { compareGrids } from '../../editor/compare.ts'
import { pressedAt } from '../../editor/drawn-line.ts'
import { boxOf, type FileOutline } from '../../editor/file-outline.ts'
import type { Lines } from '../../editor/offences.ts'
import { indexGuides } from '../../editor/snap.ts'
import { isRing } from '../../editor/tools.ts'
import { traceGraph } from '../../editor/trace.ts'
import { nameInBoth, useTexts } from '../../i18n/text.ts'
import { type DrawnMap, IssueMap } from '../../map/IssueMap.tsx'
import { type PlanMark, pressAtCentre, usePlanDrawing } from '../../map/use-plan-drawing.ts'
import { useSeen } from '../../map/watch-view.ts'
import { EditorHead } from './EditorHead.tsx'
import { EditorPanel, lastRemarks, type Remark } from './EditorPanel.tsx'
import { Notice, type Told } from './Notice.tsx'
import { PenCue } from './PenCue.tsx'
import { PenFigures } from './PenFigures.tsx'
import { ToolRail } from './ToolRail.tsx'
import { plannerKeys, useEditorKeys } from './use-editor-keys.ts'
import { compoundsIn, factsIn, guidesIn, useFigures } from './use-figures.ts'
import { usePen } from './use-pen.ts'
import { useSession } from './use-session.ts'
import { useWhenIdle } from './use-when-idle.ts'

type Props = {
  readonly opened: OpenedPlan
  readonly kept: readonly JournalStep[]
  readonly sentFacts: PlanFactsSent | null
  readonly factsFailed: Error | null
  readonly subdistrict: Subdistrict
  /** Once, when the borders stand on the map, or there is no map to wait for. */
  readonly onDrawn: () => void
  readonly reopen: () => void
}

/** What lies on the ground is asked for then at the latest. */
const longestDrawingMs = 8000
const nothing = { gained: [], lost: [] } as const
const noPoints = [] as const

/** Borders of one topology that are not in the other as they are. */
const newBorders = (before: Topology, after: Topology): readonly Arc[] =>
  [...after.arcs].flatMap(([id, arc]) => (before.arcs.get(id) === arc ? [] : [arc]))

const isUnder = (topology: Topology, grid: GridId, above: string): boolean =>
  ancestorOf(topology, grid, 2) === above || ancestorOf(topology, grid, 1) === above

/** What reads and writes files comes with the first file. */
const BordersDialog = lazy(() => import('./BordersDialog.tsx').then((module) => ({ default: module.BordersDialog })))

const outlineArcs = ({ polygons }: FileOutline): readonly Arc[] =>
  polygons.flat().map((ring) => ({ points: ring.map(toLattice), left: OUTSIDE, right: OUTSIDE }))

/** What goes to a grid by one press. */
const outlinesIn = (facts: PlannedFacts | null, compounds: readonly (readonly LatticePoint[])[]): Block[] => [
  ...(facts?.buildings ?? []).flatMap(({ walls }) => walls.map((ring): Block => ({ kind: 'building', ring }))),
  ...compounds.map((ring): Block => ({ kind: 'compound', ring })),
]

export function Editor({ opened, kept, sentFacts, factsFailed, subdistrict, onDrawn, reopen }: Props) {
  const { say, language, name } = useTexts()
  const { theme } = useLook()
  const account = useAccount()
  const live = useSession(opened, kept, account)
  const { session, view } = live
  const ground = useWhenIdle(sentFacts)
  const facts = useMemo(() => (ground === null ? null : factsIn(ground)), [ground])
  const lines = useMemo(() => (ground === null ? [] : guidesIn(ground)), [ground])
  const guides = useMemo(() => indexGuides(lines), [lines])
  const ways = useMemo(() => lines.filter(({ kind }) => kind !== 'wall'), [lines])
  const guideLines = useMemo(() => ways.map(({ line }) => line), [ways])
  const trace = useMemo(() => traceGraph(ways), [ways])
  const [suggested, setSuggested] = useState<Topology | null>(null)
  const figures = useFigures(view, facts, opened)
  const [refused, setRefused] = useState<Told | null>(null)
  /** A later step stands on the one that was to be taken back. */
  const [stuck, setStuck] = useState(false)
  const [filing, setFiling] = useState(false)
  const [help, setHelp] = useState(false)
  /** What stands in the way, as the service or the cleaning of a file found it, until something is drawn. */
  const [faults, setFaults] = useState<Lines>(noPoints)
  /** The outlines of a file as they lie, before anything comes of them. */
  const [laid, setLaid] = useState<readonly Arc[] | null>(null)
  const [comparing, setComparing] = useState(false)
  const [remarks, setRemarks] = useState<readonly Remark[]>([])
  const [remarking, setRemarking] = useState(false)
  const [map, setMap] = useState<DrawnMap | null>(null)
  const [fit, setFit] = useState<{ box: readonly [number, number, number, number] } | null>(null)
  const mayDraw = opened.plan.stage === 'draft' && account.role === 'planner'

  const nextNumber = useRef(1)
  const naming = useMemo(
    () => ({
      newId: () => `new-${crypto.randomUUID().slice(0, 18)}`,
      nameOf: (n: number) => nameInBoth('planner.newGrid', { number: nextNumber.current + n - 1 }),
    }),
    [],
  )
  const perform = useCallback(
    (...operations: readonly Operation[]): Refused | null => {
      setFaults(noPoints)
      const answer = session.perform(...operations)
      if (answer === null) nextNumber.current += operations.filter(({ kind }) => kind === 'splitGrid' || kind === 'transferArea').length
      return answer
    },
    [session],
  )
  const openFile = useCallback(() => setFiling(true), [])
  const openKeys = useCallback(() => setHelp(true), [])
  const undo = useCallback(() => setStuck(session.undo() === 'neededLater'), [session])
  const stepTo = useCallback((id: string | null) => setStuck(session.stepTo(id) === 'neededLater'), [session])
  const onPlace = useCallback(
    (at: LatticePoint) => {
      if (!remarking) return
      const [lng, lat] = fromLattice(at)
      setRemarks((before) => [...before, { lng, lat, note: '' }])
      setRemarking(false)
    },
    [remarking],
  )
  const seen = useSeen(map)
  const compounds = useMemo(() => (ground === null ? [] : compoundsIn(ground)), [ground])
  const blocks = useMemo(() => blocksOf(outlinesIn(facts, compounds), guideLines), [facts, compounds, guideLines])
  const blockAt = useCallback((at: LatticePoint) => blocks(view.topology, at), [blocks, view.topology])
  const pen = usePen({ view, guides, trace, naming, mayDraw, seen, blockAt, perform, onRefused: setRefused, onPlace })

  const zoomTo = useCallback((box: readonly [number, number, number, number]) => {
    const [west, south] = fromLattice([box[0], box[1]])
    const [east, north] = fromLattice([box[2], box[3]])
    setFit({ box: [west - 0.0004, south - 0.0004, east + 0.0004, north + 0.0004] })
  }, [])
  const showGrid = useCallback(
    (grid: GridId) => {
      const { grids } = view.topology
      // a grid of a level above is those that hang under it; they are not chosen, so that no key edits them all
      const within = grids.has(grid) ? [grid] : [...grids.keys()].filter((one) => isUnder(view.topology, one, grid))
      pen.choose(grids.has(grid) ? within : [])
      const points = within.flatMap((one) => gridPolygons(view.topology, one).flat(2))
      if (points.length > 0) zoomTo(pointsBox(points))
    },
    [pen.choose, view.topology, zoomTo],
  )
  const lay = useCallback((outlines: readonly FileOutline[] | null) => {
    setLaid(outlines === null || outlines.length === 0 ? null : outlines.flatMap(outlineArcs))
    if (outlines === null || outlines.length === 0) return
    const [west, south, east, north] = boxOf(outlines)
    // beside the dialog, which stands over the left half of the map
    setFit({ box: [west - (window.innerWidth > 900 ? (east - west) * 0.7 : 0), south, east, north] })
  }, [])
  const showFaults = useCallback(
    (all: Lines, near: Lines) => {
      setFaults(all)
      if (near.length === 0) return
      const [west, south, east, north] = pointsBox(near.flat())
      zoomTo([west - 4000, south - 4000, east + 4000, north + 4000])
    },
    [zoomTo],
  )
  const showPlace = useCallback(([x, y]: LatticePoint) => zoomTo([x - 9000, y - 9000, x + 9000, y + 9000]), [zoomTo])

  useEditorKeys({
    pen,
    session,
    undo,
    mayDraw,
    chosen: pen.chosen,
    perform,
    onRefused: setRefused,
    compare: () => setComparing((on) => !on),
    atCentre: () => (map === null ? null : pressAtCentre(map)),
    bring: (at) => {
      const place = fromLattice(at)
      if (map !== null && !map.getBounds().contains(place)) map.jumpTo({ center: place })
    },
    help: () => setHelp(true),
  })

  const compared = useMemo(
    () => (comparing ? compareGrids(view.base, view.topology, pen.chosen.length > 0 ? pen.chosen : view.changed) : nothing),
    [comparing, view, pen.chosen],
  )
  const marks = useMemo(
    (): readonly PlanMark[] => [
      ...(figures?.problems ?? []).flatMap(({ kind, at }): PlanMark[] =>
        stoppingProblems.has(kind)
          ? [{ at, tone: 'stop' }]
          : kind === 'severalParts' || kind === 'notCompact' || kind === 'otherCommunity'
            ? [{ at, tone: 'warn' }]
            : [],
      ),
      ...[...remarks, ...lastRemarks(opened)].map(
        ({ lng, lat }): PlanMark => ({ at: [Math.round(lng * 1e7), Math.round(lat * 1e7)], tone: 'remark' }),
      ),
      ...(refused?.at === undefined ? [] : [{ at: refused.at, tone: 'stop' as const }]),
    ],
    [figures, remarks, opened, refused],
  )
  const names = useCallback(
    (grid: GridId) => {
      const known = view.topology.grids.get(grid)
      return known === undefined ? null : { text: name(known), at: insideOf(gridPolygons(view.topology, grid)) }
    },
    [view.topology, name],
  )
  const cue = useMemo(() => {
    if (pen.cue !== null) return { at: pen.cue.point, isSnapped: pen.cue.kind !== 'free' }
    const at = pen.held?.byKeys === true ? pen.held.to : pen.walked?.at
    return at === undefined ? null : { at, isSnapped: true }
  }, [pen.cue, pen.held, pen.walked])
  const draft = useMemo(() => {
    if (pen.block !== null) return { line: pen.block.ring, corners: noPoints, ring: true }
    if (pen.line === null || pen.drawn === null) return null
    return { line: pen.drawn.points, corners: pressedAt(pen.line), ring: isRing(pen.tool) }
  }, [pen.block, pen.line, pen.drawn, pen.tool])
  const crossedBy = useMemo(() => indexWalls(facts?.buildings ?? []), [facts])
  const crossings = useMemo(() => {
    // what of the drawing becomes a border; before it comes to anything, all of it
    const lines = pen.trial?.result.ok === true ? pen.preview.map(({ points }) => points) : pen.drawn === null ? [] : [pen.drawn.points]
    return crossedBy(lines).filter(({ building }) => figures?.before.cut.has(building) !== true)
  }, [crossedBy, pen.trial, pen.preview, pen.drawn, figures])
  const crossed = useMemo(() => crossings.map(({ stretch }) => stretch), [crossings])
  const suggestedArcs = useMemo(() => (suggested === null ? null : newBorders(view.topology, suggested)), [view.topology, suggested])
  const tiles = useGroundTiles(subdistrict.subdistrictCode)
  useEffect(() => {
    const wait = setTimeout(onDrawn, longestDrawingMs)
    map?.once('idle', onDrawn)
    return () => {
      clearTimeout(wait)
      map?.off('idle', onDrawn)
    }
  }, [map, onDrawn])
  const baseTiles = useMemo(() => (tiles.base === undefined ? {} : { base: tiles.base }), [tiles])
  usePlanDrawing({
    ...{ map, theme, names, marks, draft, cue, faults, ...compared },
    ...{ topology: view.topology, touched: view.touched, revision: view.revision },
    ...{ chosen: pen.chosen, hovered: pen.hovered, preview: suggestedArcs ?? laid ?? noPoints, stroke: pen.preview, crossed },
    handles: pen.handles.shown,
    cursor: remarking || pen.tool !== 'select' ? 'crosshair' : pen.hovered === null ? '' : 'pointer',
    ...{ onMove: pen.onMove, onPress: pen.onPress, onDouble: pen.onDouble, onCancel: pen.cancel },
    ...{ onGrab: pen.onGrab, onDrag: pen.onDrag, onDrop: pen.onDrop },
  })
  useEffect(() => {
    if (live.refused?.at) showPlace(live.refused.at)
  }, [live.refused, showPlace])

  return (
    <div className="editor" data-testid="editor" data-revision={view.revision} data-saving={live.saving.state}>
      <EditorHead opened={opened} live={live} reopen={reopen} problems={figures?.problems ?? null} {...{ remarks, showFaults }} />
      <div className="editor-body">
        <ToolRail
          pen={pen.hand}
          session={session}
          openFile={openFile}
          openKeys={openKeys}
          undo={undo}
          view={view}
          mayDraw={mayDraw}
          comparing={comparing}
          setComparing={setComparing}
          perform={perform}
          onRefused={setRefused}
        />
        <div className="editor-map">
          <IssueMap
            bounds={subdistrict.bbox}
            tiles={baseTiles}
            theme={theme}
            language={language}
            points={noPoints}
            chosen={null}
            hovered={null}
            place={null}
            fit={fit}
            label={say('planner.map')}
            onMap={setMap}
          />
          <span className="editor-cross" aria-hidden="true" />
          <PenCue pen={pen} map={map} />
          <PenFigures
            pen={pen}
            view={view}
            facts={facts}
            figures={figures}
            rules={opened.rules}
            crossed={new Set(crossings.map(({ building }) => building)).size}
          />
          <Notice
            refused={refused ?? (stuck ? { reason: 'neededLater' } : live.refused)}
            isLate={refused === null && !stuck && live.refused !== null}
            factsFailed={factsFailed !== null}
            onClose={() => {
              setRefused(null)
              setStuck(false)
              live.forgetRefusal()
            }}
          />
        </div>
        <EditorPanel
          {...{
            opened,
            live,
            pen: pen.hand,
            figures,
            mayDraw,
            facts,
            guideLines,
            compounds,
            show: setSuggested,
            perform,
            stepTo,
            showGrid,
            showPlace,
            showBox: zoomTo,
            comparing,
            remarks,
            setRemarks,
            remarking,
            setRemarking,
            onRefused: setRefused,
          }}
        />
      </div>
      {help ? <KeyList keys={plannerKeys} onClose={() => setHelp(false)} /> : null}
      {filing ? (
        <Suspense>
          <BordersDialog
            view={view}
            title={opened.plan.title}
            mayDraw={mayDraw}
            perform={perform}
            onRefused={setRefused}
            show={setSuggested}
            lay={lay}
            showFaults={showFaults}
            onClose={() => setFiling(false)}
          />
        </Suspense>
      ) : null}
    </div>
  )
}
