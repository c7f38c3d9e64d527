// The session of a plan in this page: what is drawn goes to the device and to the service, what others draw comes in.
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { JournalStep } from '#domain/plans/journal.ts'
import { unpackTopology } from '#domain/topology/pack.ts'
import type { ErrorDetail } from '../../api/errors.ts'
import { planKeeper, type Saving } from '../../api/plan-keeper.ts'
import { type OpenedPlan, planJournalQuery } from '../../api/plans.ts'
import { openSession, type PlanSession, type PlanView } from '../../editor/plan-session.ts'

export type Refusal = { readonly reason: string; readonly at: readonly [number, number] | null }
export type LiveSession = {
  readonly session: PlanSession
  readonly view: PlanView
  readonly saving: Saving
  readonly present: readonly { readonly username: string; readonly name: string }[]
  /** The plan went on to another desk, or to newer borders, while it was open. */
  readonly moved: boolean
  /** Other borders were put in force since it was begun, perhaps while it was open. */
  readonly stale: boolean
  /** The service did not take something: what was drawn stays undone, and this says why. */
  readonly refused: Refusal | null
  readonly forgetRefusal: () => void
  /** Nothing waits any more. */
  readonly forgetHeld: () => void
}

export function useSession(
  opened: OpenedPlan,
  kept: readonly JournalStep[],
  who: { readonly username: string; readonly accountId: number },
): LiveSession {
  const { planId, version } = opened.plan
  const [saving, setSaving] = useState<Saving>(() => ({ state: 'saved', at: Date.parse(opened.plan.changedAt) }))
  const [refused, setRefused] = useState<Refusal | null>(null)
  const after = useRef(opened.journal.lastEntry)
  const keeper = useRef<ReturnType<typeof planKeeper> | null>(null)
  // for as long as the page shows this version: what is read anew meanwhile, such as rules, begins no other session
  const [session] = useState(() =>
    openSession({
      base: unpackTopology(opened.base),
      author: who.username,
      confirmed: opened.journal.entries,
      waiting: kept,
      newId: () => crypto.randomUUID(),
      now: () => new Date().toISOString(),
      onWaiting: (steps) => keeper.current?.keep([...steps]),
    }),
  )
  useEffect(() => {
    const made = planKeeper(planId, who.accountId, {
      after: () => after.current,
      onSaving: setSaving,
      onJournal: (journal) => {
        after.current = Math.max(after.current, journal.lastEntry)
        session.receive(journal.entries)
      },
      onRefused: (step, details) => {
        // what was drawn after it may stand on it: it is tried again by itself
        setRefused(refusalOf(details))
        session.giveUp([step])
      },
    })
    keeper.current = made
    const { waiting } = session.view()
    if (waiting.length > 0) made.keep([...waiting])
    return () => {
      made.stop()
      keeper.current = null
    }
  }, [planId, who.accountId, session])
  const view = useSyncExternalStore(session.subscribe, session.view)
  const { data } = useQuery(planJournalQuery(planId, () => after.current))
  useEffect(() => {
    if (data === undefined) return
    after.current = Math.max(after.current, data.lastEntry)
    session.receive(data.entries)
  }, [data, session])
  const forgetRefusal = useCallback(() => setRefused(null), [])
  const forgetHeld = useCallback(() => setSaving({ state: 'saved', at: Date.now() }), [])
  return useMemo(
    () => ({
      ...{ session, view, saving, refused, forgetRefusal, forgetHeld },
      present: data?.present ?? [],
      moved: data !== undefined && data.version > version,
      stale: data?.stale ?? opened.plan.stale,
    }),
    [session, view, saving, refused, forgetRefusal, forgetHeld, data, version, opened.plan.stale],
  )
}

function refusalOf(details: readonly ErrorDetail[]): Refusal {
  const place = details.find(({ path }) => path.endsWith('.at'))?.problem
  const [x, y] = place === undefined ? [] : (JSON.parse(place) as number[])
  return { reason: details[0]?.problem ?? 'unknown', at: x === undefined || y === undefined ? null : [x, y] }
}
