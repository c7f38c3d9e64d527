// The plan's name, where it is on its way, whether everything is saved, who else is at it, and where it can go from here.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { memo, useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { PlanProblem } from '#domain/plans/checks.ts'
import { lostOnRebase } from '#domain/plans/journal.ts'
import type { PlanStage } from '#domain/plans/stages.ts'
import type { Saving } from '../../api/plan-keeper.ts'
import { type OpenedPlan, rebasePlanMutation } from '../../api/plans.ts'
import { AccountMenu } from '../../app/AccountMenu.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { LookTools } from '../../app/LookTools.tsx'
import { useLook } from '../../app/look.ts'
import { useSession } from '../../app/session.ts'
import type { Lines } from '../../editor/offences.ts'
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
  /** Draws what stands in the way of a step, and goes to some of it. */
  readonly showFaults: (all: Lines, near: Lines) => void
}

export const EditorHead = memo(function EditorHead({ opened, live, problems, remarks, reopen, showFaults }: Props) {
  const { say, formats } = useTexts()
  const { search, theme, change } = useLook()
  const client = useQueryClient()
  const { role } = useSession()
  const [going, setGoing] = useState<PlanStage | null>(null)
  const [open, setOpen] = useState<'impact' | 'walk' | null>(null)
  const { plan, ways } = opened
  const rebase = useMutation(rebasePlanMutation(client, plan.planId))
  const lost = lostOnRebase(live.view.done).length
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
      {live.saving.state === 'held' && live.saving.because !== 'signedOut' ? <GiveUp live={live} /> : null}
      {live.present.length === 0 ? null : (
        <span className="editor-present" data-testid="present">
          {say('planner.present', { who: live.present.map(({ name }) => name).join(say('planner.and')) })}
        </span>
      )}
      <div className="editor-ways">
        {live.moved ? (
          <button type="button" className="button" data-testid="reopen" disabled={unsaved && live.saving.state !== 'held'} onClick={reopen}>
            {say('planner.moved')}
          </button>
        ) : null}
        {live.stale ? (
          <span className="editor-present planner-stale" role="status" data-testid="stale">
            {say('planner.stale')}
          </span>
        ) : null}
        {live.stale && plan.stage === 'draft' && role === 'planner' ? (
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
        {lost === 0 ? null : (
          <span className="editor-present" role="status" data-testid="rebase-lost">
            {say('planner.rebase.lost', { count: formats.number(lost) })}
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
      {going === null ? null : <StepDialog {...{ opened, problems, remarks, showFaults }} to={going} onClose={() => setGoing(null)} />}
      {open === 'impact' ? <ImpactDialog opened={opened} view={live.view} onClose={() => setOpen(null)} /> : null}
      {open === 'walk' ? <WalkDialog opened={opened} view={live.view} onClose={() => setOpen(null)} /> : null}
    </header>
  )
})

/** What the service will not take can be let go, once somebody has said so. */
function GiveUp({ live }: { live: LiveSession }) {
  const { say, formats } = useTexts()
  const [asking, setAsking] = useState(false)
  const { session, view } = live
  return (
    <>
      <button type="button" className="button-quiet" data-testid="give-up-steps" onClick={() => setAsking(true)}>
        {say('planner.held.giveUp')}
      </button>
      {asking ? (
        <FormDialog
          name="give-up-steps"
          title={say('planner.held.giveUp.title')}
          confirm={say('planner.held.giveUp.confirm')}
          pending={false}
          failure={null}
          onConfirm={() => {
            session.giveUp(view.waiting.map(({ id }) => id))
            live.forgetHeld()
            setAsking(false)
          }}
          onClose={() => setAsking(false)}
        >
          <p>{say('planner.held.giveUp.note', { steps: formats.number(view.waiting.length) })}</p>
        </FormDialog>
      ) : null}
    </>
  )
}

const everyMs = 1000

function SavedNote({ saving, waiting }: { saving: Saving; waiting: number }) {
  const { say, formats } = useTexts()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [])
  const words = (): string => {
    const steps = formats.number(waiting)
    if (saving.state === 'offline') return say(saving.kept ? 'planner.offline' : 'planner.offline.notKept', { steps })
    if (saving.state === 'held') return say(`planner.held.${saving.because}`, { steps })
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
