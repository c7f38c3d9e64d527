// The page `/issues`: the queues of the desk. Everything before that is waiting, refusal or emptiness.
import './issues.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { subdistrictsQuery } from '../../api/queries.ts'
import { LiveBadge } from '../../app/LiveBadge.tsx'
import { useLook } from '../../app/look.ts'
import { NoRights } from '../../app/NoRights.tsx'
import { PageHead } from '../../app/PageHead.tsx'
import { NoSubdistrict, Refused, Waiting } from '../../app/ServiceState.tsx'
import { scopeIsEmpty } from '../../app/scope-words.ts'
import { useMay, useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { IssuesDesk } from './IssuesDesk.tsx'

export default function IssuesPage() {
  const { say } = useTexts()
  const may = useMay()
  const session = useSession()
  const { search } = useLook()
  const query = useQuery(subdistrictsQuery())
  const subdistrict = query.data?.subdistricts[0]
  const title = say('issues.title')
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  if (!may('issueQueues')) return <NoRights missing="role" />
  if (scopeIsEmpty(session.scope)) return <NoRights missing="scope" />
  if (!query.data) {
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  }
  if (!subdistrict) return <NoSubdistrict />
  return (
    <div className="page issues-page" data-testid="issues">
      <PageHead title={title}>
        <LiveBadge />
        {may('reportIssue') ? (
          <Link className="button issues-report" to={`/issues/report${search}`} data-testid="to-report">
            {say('reporting.title')}
          </Link>
        ) : null}
      </PageHead>
      <IssuesDesk subdistrict={subdistrict} />
    </div>
  )
}
