// Beside the map: what changes while comparing, the grid that is chosen, what is wrong, what was done, and the way of the plan.
import { memo, useEffect, useMemo, useState } from 'react'
import type { PlannedFacts } from '#domain/plans/figures.ts'
import { lostOnRebase } from '#domain/plans/journal.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import type { Box, GridId, Topology } from '#domain/topology/topology.ts'
import type { OpenedPlan } from '../../api/plans.ts'
import { changesOf } from '../../editor/changes.ts'
import { useTexts } from '../../i18n/text.ts'
import { ChangeList } from './ChangeList.tsx'
import { GridPanel } from './GridPanel.tsx'
import { HistoryList } from './HistoryList.tsx'
import { ProblemList } from './ProblemList.tsx'
import type { Figures } from './use-figures.ts'
import type { Hand } from './use-pen.ts'
import type { LiveSession } from './use-session.ts'
import { WayPanel } from './WayPanel.tsx'

export type Remark = OpenedPlan['steps'][number]['remarks'][number]
/** Of when it was sent back last: those before were answered by handing it on. */
export const lastRemarks = ({ steps }: OpenedPlan): readonly Remark[] => steps.findLast(({ to }) => to === 'draft')?.remarks ?? []

export type PanelProps = {
  readonly opened: OpenedPlan
  readonly live: LiveSession
  readonly pen: Hand
  readonly figures: Figures | null
  readonly mayDraw: boolean
  readonly facts: PlannedFacts | null
  /** streets and banks */
  readonly guideLines: readonly (readonly LatticePoint[])[]
  /** outer rings of compounds */
  readonly compounds: readonly (readonly LatticePoint[])[]
  /** borders as they might be, drawn over those that are */
  readonly show: (topology: Topology | null) => void
  readonly perform: (...operations: readonly Operation[]) => Refused | null
  readonly onRefused: (refused: Refused | null) => void
  readonly stepTo: (id: string | null) => void
  readonly showGrid: (grid: GridId) => void
  readonly showPlace: (at: LatticePoint) => void
  readonly showBox: (box: Box) => void
  readonly comparing: boolean
  readonly remarks: readonly Remark[]
  readonly setRemarks: (remarks: readonly Remark[]) => void
  readonly remarking: boolean
  readonly setRemarking: (on: boolean) => void
}

const tabs = ['grid', 'problems', 'history', 'way'] as const
type Tab = (typeof tabs)[number] | 'changes'

/** What a planner must know first: what newer borders took away, why the plan came back. */
function firstTab({ opened, live }: PanelProps): Tab {
  if (lostOnRebase(live.view.done).length > 0) return 'history'
  return opened.plan.stage === 'draft' && opened.steps.length > 0 ? 'way' : 'grid'
}

export const EditorPanel = memo(function EditorPanel(props: PanelProps) {
  const { say, formats } = useTexts()
  const [tab, setTab] = useState<Tab>(() => firstTab(props))
  const { comparing, live } = props
  // what is hatched on the map is listed beside it, for as long as it is
  useEffect(() => setTab(comparing ? 'changes' : (was) => (was === 'changes' ? 'grid' : was)), [comparing])
  const { base, topology, changed } = live.view
  const changes = useMemo(() => (comparing ? changesOf(base, topology, changed) : []), [comparing, base, topology, changed])
  const shown: readonly Tab[] = comparing ? ['changes', ...tabs] : tabs
  const counts: Partial<Record<Tab, number>> = {
    problems: props.figures?.problems.length ?? 0,
    changes: changes.length,
    way: lastRemarks(props.opened).length,
  }
  return (
    <aside className="editor-panel" aria-label={say('planner.panel')}>
      <div role="tablist" className="panel-tabs" aria-label={say('planner.panel')}>
        {shown.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`panel-tab-${one}`}
            aria-selected={tab === one}
            aria-controls="panel-content"
            className="panel-tab"
            data-testid={`panel-${one}`}
            onClick={() => setTab(one)}
          >
            {say(`planner.tab.${one}`)}
            {(counts[one] ?? 0) > 0 ? <span className={`panel-count panel-count-${one}`}>{formats.number(counts[one] ?? 0)}</span> : null}
          </button>
        ))}
      </div>
      <div id="panel-content" role="tabpanel" aria-labelledby={`panel-tab-${tab}`} className="panel-content">
        {tab === 'changes' ? (
          <ChangeList changes={changes} {...props} />
        ) : tab === 'grid' ? (
          <GridPanel {...props} />
        ) : tab === 'problems' ? (
          <ProblemList {...props} />
        ) : tab === 'history' ? (
          <HistoryList {...props} />
        ) : (
          <WayPanel {...props} />
        )}
      </div>
    </aside>
  )
})
