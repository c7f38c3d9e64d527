// The page `/register/renovations`. Everything before the desk is waiting, refusal or emptiness.
import '../register.css'
import './renovations.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { subdistrictsQuery } from '../../../api/queries.ts'
import { LiveBadge } from '../../../app/LiveBadge.tsx'
import { NoRights } from '../../../app/NoRights.tsx'
import { PageHead } from '../../../app/PageHead.tsx'
import { RegisterNav } from '../../../app/RegisterNav.tsx'
import { NoSubdistrict, Refused, Waiting } from '../../../app/ServiceState.tsx'
import { scopeIsEmpty } from '../../../app/scope-words.ts'
import { useMay, useSession } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { RenovationsDesk } from './RenovationsDesk.tsx'

export default function RenovationsPage() {
  const { say } = useTexts()
  const may = useMay()
  const session = useSession()
  const query = useQuery(subdistrictsQuery())
  const subdistrict = query.data?.subdistricts[0]
  const title = say('renovation.title')
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  if (!may('renovationSummary')) return <NoRights missing="role" />
  if (scopeIsEmpty(session.scope)) return <NoRights missing="scope" />
  if (!query.data) {
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  }
  if (!subdistrict) return <NoSubdistrict />
  return (
    <div className="page register-page" data-testid="renovations">
      <PageHead title={title}>
        <LiveBadge />
      </PageHead>
      <RegisterNav here="renovations" />
      <RenovationsDesk subdistrict={subdistrict} />
    </div>
  )
}
