// One plan: read with what this device still keeps of it, then drawn on.
import './planner.css'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import type { JournalStep } from '#domain/plans/journal.ts'
import { keptSteps } from '../../api/plan-keeper.ts'
import { planFactsQuery, planQuery } from '../../api/plans.ts'
import { subdistrictsQuery } from '../../api/queries.ts'
import { Failure } from '../../app/Failure.tsx'
import { NotFound } from '../../app/NotFound.tsx'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { useSession } from '../../app/session.ts'
import { planAt } from '../../app/way.ts'
import { useTexts } from '../../i18n/text.ts'
import { hasWebgl } from '../../map/webgl.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Editor } from './Editor.tsx'

export default function PlanPage() {
  const plan = planAt(useLocation().pathname)
  return plan === null ? <NotFound /> : <Plan id={plan} />
}

function Plan({ id }: { id: number }) {
  const { say } = useTexts()
  const { accountId } = useSession()
  const plan = useQuery(planQuery(id))
  const places = useQuery(subdistrictsQuery())
  const version = plan.data?.plan.version
  // read anew for every version: what was kept of the one before is with the service by then, or was given up
  const [kept, setKept] = useState<{ readonly version: number; readonly steps: readonly JournalStep[] } | null>(null)
  useEffect(() => {
    if (version !== undefined) void keptSteps(id, accountId).then((steps) => setKept({ version, steps }))
  }, [id, accountId, version])
  // while the plan is on its way
  useEffect(() => void hasWebgl(), [])
  // after the borders, which are what is waited for: the service, the page and its map share the same few cores
  const [drawn, setDrawn] = useState(false)
  const onDrawn = useCallback(() => setDrawn(true), [])
  const facts = useQuery({ ...planFactsQuery(id), enabled: drawn })
  const title = plan.data?.plan.title ?? say('planner.title')
  usePageTitle(title)
  const subdistrict = places.data?.subdistricts[0]
  const error = plan.error ?? places.error
  if (error)
    return (
      <div className="page">
        <PageHead title={say('planner.title')} />
        <Failure error={error} retry={() => void plan.refetch()} />
      </div>
    )
  if (plan.data === undefined || kept === null || kept.version !== version || subdistrict === undefined)
    return (
      <div className="page">
        <PageHead title={say('planner.title')} />
        <Skeleton height={420} />
      </div>
    )
  return (
    <Editor
      // another version is another page: what was drawn is kept apart from it
      key={`${plan.data.plan.planId}/${plan.data.plan.version}`}
      opened={plan.data}
      kept={kept.steps}
      sentFacts={facts.data ?? null}
      factsFailed={facts.error}
      subdistrict={subdistrict}
      onDrawn={onDrawn}
      reopen={() => void plan.refetch()}
    />
  )
}
