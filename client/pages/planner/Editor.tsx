// The editor: the map in front, tools on the left with their keys, what is wrong and what it comes to on the right, the plan's state on top.
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { insideOf, stoppingProblems } from '#domain/plans/checks.ts'
import type { JournalStep } from '#domain/plans/journal.ts'
import { fromLattice, type LatticePoint, toLattice } from '#domain/topology/lattice.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { type Arc, type GridId, OUTSIDE, pointsBox, type Topology } from '#domain/topology/topology.ts'
import type { OpenedPlan, PlanFactsSent } from '../../api/plans.ts'
import { useLook } from '../../app/look.ts'
import { useSession as useAccount } from '../../app/session.ts'
import { useGroundTiles } from '../../app/use-ground-tiles.ts'
import { compareGrids } from '../../editor/compare.ts'
import { boxOf, type FileOutline } from '../../editor/file-outline.ts'
import { indexGuides } from '../../editor/snap.ts'
import { traceGraph } from '../../editor/trace.ts'
import { nameInBoth, useTexts } from '../../i18n/text.ts'
import { type DrawnMap, IssueMap } from '../../map/IssueMap.tsx'
import { type PlanMark, pressAtCentre, usePlanDrawing } from '../../map/use-plan-drawing.ts'
import { EditorHead } from './EditorHead.tsx'
import { EditorPanel, type Remark } from './EditorPanel.tsx'
import { Notice } from './Notice.tsx'
import { PenCue } from './PenCue.tsx'
import { PenFigures } from './PenFigures.tsx'
import { ToolRail } from './ToolRail.tsx'
import { useEditorKeys } from './use-editor-keys.ts'
import { factsIn, guidesIn, useFigures } from './use-figures.ts'
import { usePen } from './use-pen.ts'
import { useSession } from './use-session.ts'
import { useWhenIdle } from './use-when-idle.ts'

type Props = {
  readonly opened: OpenedPlan
  readonly kept: readonly JournalStep[]
  readonly sentFacts: PlanFactsSent | null
  readonly factsFailed: Error | null
  readonly subdistrict: Subdistrict
  readonly reopen: () => void
}

const nothing = { gained: [], lost: [] } as const
const noPoints = [] as const

/** Borders of one topology that are not in the other as they are. */
const newBorders = (before: Topology, after: Topology): readonly Arc[] =>
  [...after.arcs].flatMap(([id, arc]) => (before.arcs.get(id) === arc ? [] : [arc]))

/** What reads and writes files comes with the first file. */
const BordersDialog = lazy(() => import('./BordersDialog.tsx').then((module) => ({ default: module.BordersDialog })))

const outlineArcs = ({ polygons }: FileOutline): readonly Arc[] =>
  polygons.flat().map((ring) => ({ points: ring.map(toLattice), left: OUTSIDE, right: OUTSIDE }))

export function Editor({ opened, kept, sentFacts, factsFailed, subdistrict, reopen }: Props) {
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
  const [refused, setRefused] = useState<Refused | null>(null)
  /** A later step stands on the one that was to be taken back. */
  const [stuck, setStuck] = useState(false)
  const [filing, setFiling] = useState(false)
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
      const answer = session.perform(...operations)
      if (answer === null) nextNumber.current += operations.filter(({ kind }) => kind === 'splitGrid' || kind === 'transferArea').length
      return answer
    },
    [session],
  )
  const openFile = useCallback(() => setFiling(true), [])
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
  const pen = usePen({ view, guides, trace, naming, mayDraw, perform, onRefused: setRefused, onPlace })

  const zoomTo = useCallback((box: readonly [number, number, number, number]) => {
    const [west, south] = fromLattice([box[0], box[1]])
    const [east, north] = fromLattice([box[2], box[3]])
    setFit({ box: [west - 0.0004, south - 0.0004, east + 0.0004, north + 0.0004] })
  }, [])
  const showGrid = useCallback(
    (grid: GridId) => {
      pen.choose([grid])
      const points = gridPolygons(view.topology, grid).flat(2)
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
          : kind === 'severalParts' || kind === 'notCompact'
            ? [{ at, tone: 'warn' }]
            : [],
      ),
      ...[...remarks, ...opened.steps.flatMap((step) => step.remarks)].map(
        ({ lng, lat }): PlanMark => ({ at: [Math.round(lng * 1e7), Math.round(lat * 1e7)], tone: 'remark' }),
      ),
      ...(refused?.at === undefined ? [] : [{ at: refused.at, tone: 'stop' as const }]),
    ],
    [figures, remarks, opened.steps, refused],
  )
  const names = useCallback(
    (grid: GridId) => {
      const known = view.topology.grids.get(grid)
      return known === undefined ? null : { text: name(known), at: insideOf(gridPolygons(view.topology, grid)) }
    },
    [view.topology, name],
  )
  const cue = useMemo(() => (pen.cue === null ? null : { at: pen.cue.point, isSnapped: pen.cue.kind !== 'free' }), [pen.cue])
  const draft = useMemo(
    () => (pen.line === null ? null : { line: pen.line.points, ring: pen.tool !== 'split' && pen.tool !== 'reshape' }),
    [pen.line, pen.tool],
  )
  const suggestedArcs = useMemo(() => (suggested === null ? null : newBorders(view.topology, suggested)), [view.topology, suggested])
  const tiles = useGroundTiles(subdistrict.subdistrictCode)
  const baseTiles = useMemo(() => (tiles.base === undefined ? {} : { base: tiles.base }), [tiles])
  usePlanDrawing({
    ...{ map, theme, names, marks, draft, cue, ...compared },
    ...{ topology: view.topology, touched: view.touched, revision: view.revision },
    ...{ chosen: pen.chosen, hovered: pen.hovered, preview: suggestedArcs ?? laid ?? noPoints, stroke: pen.preview, handles: pen.handles },
    cursor: remarking || pen.tool !== 'select' ? 'crosshair' : pen.hovered === null ? '' : 'pointer',
    ...{ onMove: pen.onMove, onPress: pen.onPress, onDouble: pen.onDouble, onGrab: pen.onGrab, onDrag: pen.onDrag, onDrop: pen.onDrop },
  })
  useEffect(() => {
    if (live.refused?.at) showPlace(live.refused.at)
  }, [live.refused, showPlace])

  return (
    <div className="editor" data-testid="editor" data-revision={view.revision} data-saving={live.saving.state}>
      <EditorHead opened={opened} live={live} reopen={reopen} problems={figures?.problems ?? null} remarks={remarks} />
      <div className="editor-body">
        <ToolRail
          pen={pen.hand}
          session={session}
          openFile={openFile}
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
          <PenFigures pen={pen} view={view} facts={facts} figures={figures} rules={opened.rules} />
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
            show: setSuggested,
            perform,
            stepTo,
            showGrid,
            showPlace,
            remarks,
            setRemarks,
            remarking,
            setRemarking,
            onRefused: setRefused,
          }}
        />
      </div>
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
            onClose={() => setFiling(false)}
          />
        </Suspense>
      ) : null}
    </div>
  )
}
