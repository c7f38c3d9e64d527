// The plan's name, where it is on its way, whether everything is saved, who else is at it, and where it can go from here.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { memo, useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { PlanProblem } from '#domain/plans/checks.ts'
import type { PlanStage } from '#domain/plans/stages.ts'
import { type OpenedPlan, rebasePlanMutation, type Saving } from '../../api/plans.ts'
import { AccountMenu } from '../../app/AccountMenu.tsx'
import { LookTools } from '../../app/LookTools.tsx'
import { useLook } from '../../app/look.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Remark } from './EditorPanel.tsx'
import { ImpactDialog } from './ImpactDialog.tsx'
import { StepDialog } from './StepDialog.tsx'
import type { LiveSession } from './use-session.ts'
import { WalkDialog } from './WalkDialog.tsx'

type Props = {
  readonly opened: OpenedPlan
  readonly live: LiveSession
  readonly problems: readonly PlanProblem[] | null
  readonly remarks: readonly Remark[]
  readonly reopen: () => void
}

export const EditorHead = memo(function EditorHead({ opened, live, problems, remarks, reopen }: Props) {
  const { say, formats } = useTexts()
  const { search, theme, change } = useLook()
  const client = useQueryClient()
  const [going, setGoing] = useState<PlanStage | null>(null)
  const [open, setOpen] = useState<'impact' | 'walk' | null>(null)
  const { plan, ways } = opened
  const rebase = useMutation(rebasePlanMutation(client, plan.planId))
  const unsaved = live.saving.state !== 'saved' || live.view.waiting.length > 0
  return (
    <header className="editor-head">
      <Link className="page-brand" to={`/planner${search}`} title={say('planner.toList')}>
        {say('planner.title')}
      </Link>
      <h1 className="editor-title">{plan.title}</h1>
      <span className={`planner-stage planner-stage-${plan.stage}`} data-testid="plan-stage">
        {say(`planStage.${plan.stage}`)}
      </span>
      <SavedNote saving={live.saving} waiting={live.view.waiting.length} />
      {live.present.length === 0 ? null : (
        <span className="editor-present" data-testid="present">
          {say('planner.present', { who: live.present.map(({ name }) => name).join(say('planner.and')) })}
        </span>
      )}
      <div className="editor-ways">
        {live.moved ? (
          <button type="button" className="button" data-testid="reopen" disabled={unsaved} onClick={reopen}>
            {say('planner.moved')}
          </button>
        ) : null}
        {plan.stale && plan.stage === 'draft' && ways.includes('withdrawn') ? (
          <button
            type="button"
            className="button"
            data-testid="rebase"
            disabled={unsaved || rebase.isPending}
            title={say('planner.rebase.note')}
            onClick={() => rebase.mutate(plan.version)}
          >
            {say('planner.rebase')}
          </button>
        ) : null}
        {rebase.data === undefined || rebase.data.conflicts.length === 0 ? null : (
          <span className="editor-present" role="status">
            {say('planner.rebase.lost', { count: formats.number(rebase.data.conflicts.length) })}
          </span>
        )}
        <button type="button" className="button-quiet" data-testid="impact" disabled={unsaved} onClick={() => setOpen('impact')}>
          {say('planner.impact')}
        </button>
        <button type="button" className="button-quiet" data-testid="walk" disabled={unsaved} onClick={() => setOpen('walk')}>
          {say('planner.walk')}
        </button>
        {ways.map((to) => (
          <button
            key={to}
            type="button"
            className={to === 'draft' || to === 'withdrawn' ? 'button-quiet' : 'button'}
            data-testid={`way-${to}`}
            disabled={unsaved || (to !== 'draft' && to !== 'withdrawn' && live.view.conflicts.size > 0)}
            onClick={() => setGoing(to)}
          >
            {say(`planWay.${to}`)}
          </button>
        ))}
        <LookTools theme={theme} onChange={change} />
        <AccountMenu search={search} />
      </div>
      {going === null ? null : (
        <StepDialog opened={opened} to={going} problems={problems} remarks={remarks} onClose={() => setGoing(null)} />
      )}
      {open === 'impact' ? <ImpactDialog opened={opened} view={live.view} onClose={() => setOpen(null)} /> : null}
      {open === 'walk' ? <WalkDialog opened={opened} view={live.view} onClose={() => setOpen(null)} /> : null}
    </header>
  )
})

const everyMs = 1000

function SavedNote({ saving, waiting }: { saving: Saving; waiting: number }) {
  const { say, formats } = useTexts()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [])
  const words = (): string => {
    if (saving.state === 'offline') return say('planner.offline', { steps: formats.number(waiting) })
    if (saving.state === 'saving' || waiting > 0) return say('planner.saving')
    const seconds = Math.max(0, Math.round((now - saving.at) / 1000))
    return seconds < 60
      ? say('planner.saved.seconds', { seconds: formats.number(seconds) })
      : say('planner.saved.at', { time: formats.moment(saving.at) })
  }
  return (
    <span className={`editor-saved editor-saved-${saving.state}`} data-testid="saved">
      {words()}
    </span>
  )
}
