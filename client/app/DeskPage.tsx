// The shell of a page that works on one sub-district: its head, and before its desk everything that is waiting, refusal or emptiness.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import type { CallId } from '../api/operations.ts'
import { subdistrictsQuery } from '../api/queries.ts'
import { LiveBadge } from './LiveBadge.tsx'
import { NoRights } from './NoRights.tsx'
import { PageHead } from './PageHead.tsx'
import { usePageTitle } from './page-title.ts'
import { NoSubdistrict, Refused, Waiting } from './ServiceState.tsx'
import { scopeIsEmpty } from './scope-words.ts'
import { useMay, useSession } from './session.ts'

type Props = {
  readonly title: string
  /** Who may not ask this has nothing to do here. */
  readonly needs: CallId
  readonly className: string
  readonly testId: string
  /** Beside the title. */
  readonly tools?: ReactNode
  readonly children: (subdistrict: Subdistrict) => ReactNode
}

export function DeskPage({ title, needs, className, testId, tools, children }: Props) {
  const may = useMay()
  const session = useSession()
  const query = useQuery(subdistrictsQuery())
  const subdistrict = query.data?.subdistricts[0]
  usePageTitle(title)
  if (!may(needs)) return <NoRights missing="role" />
  if (scopeIsEmpty(session.scope)) return <NoRights missing="scope" />
  if (!query.data) {
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  }
  if (!subdistrict) return <NoSubdistrict />
  return (
    <div className={`page ${className}`} data-testid={testId}>
      <PageHead title={title}>
        <LiveBadge />
        {tools}
      </PageHead>
      {children(subdistrict)}
    </div>
  )
}
