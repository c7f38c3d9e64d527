// The page `/register`: what is missing, as a list that wants to be shorter. Everything before that is waiting, refusal or emptiness.
import './register.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { subdistrictsQuery } from '../../api/queries.ts'
import { LiveBadge } from '../../app/LiveBadge.tsx'
import { NoRights } from '../../app/NoRights.tsx'
import { PageHead } from '../../app/PageHead.tsx'
import { RegisterNav } from '../../app/RegisterNav.tsx'
import { NoSubdistrict, Refused, Waiting } from '../../app/ServiceState.tsx'
import { scopeIsEmpty } from '../../app/scope-words.ts'
import { useMay, useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { RegisterDesk } from './RegisterDesk.tsx'

export default function RegisterPage() {
  const { say } = useTexts()
  const may = useMay()
  const session = useSession()
  const query = useQuery(subdistrictsQuery())
  const subdistrict = query.data?.subdistricts[0]
  const title = say('register.title')
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`
  }, [title, say])
  if (!may('vacancies')) return <NoRights missing="role" />
  if (scopeIsEmpty(session.scope)) return <NoRights missing="scope" />
  if (!query.data) {
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  }
  if (!subdistrict) return <NoSubdistrict />
  return (
    <div className="page register-page" data-testid="register">
      <PageHead title={title}>
        <LiveBadge />
      </PageHead>
      <RegisterNav here="posts" />
      <RegisterDesk subdistrict={subdistrict} />
    </div>
  )
}
