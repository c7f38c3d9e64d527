// The administration pages. This shell is light; what is on the tabs, with its component library, is loaded when it is wanted.
import './admin.css'
import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import { useLook } from '../../app/look.ts'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { mayAdminister, useMay, useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'

const AdminDesk = lazy(() => import('./AdminDesk.tsx').then((loaded) => ({ default: loaded.AdminDesk })))

export default function AdminPage() {
  const { say } = useTexts()
  const session = useSession()
  const title = say('admin.title')
  usePageTitle(title)
  return (
    <div className="page" data-testid="admin">
      <PageHead title={title} />
      <main className="admin-main">
        {mayAdminister(session) ? (
          <Suspense fallback={<DeskSkeleton />}>
            <AdminDesk />
          </Suspense>
        ) : (
          <NothingHere />
        )}
      </main>
    </div>
  )
}

function NothingHere() {
  const { say } = useTexts()
  const { search } = useLook()
  const may = useMay()
  return (
    <div className="message" data-testid="admin-nothing">
      <h2 className="message-title">{say('admin.nothing.title')}</h2>
      <p className="message-body">{say('admin.nothing.body')}</p>
      {may('layers') ? (
        <Link className="button" to={`/${search}`}>
          {say('app.notFound.home')}
        </Link>
      ) : null}
    </div>
  )
}

function DeskSkeleton() {
  const { say } = useTexts()
  return (
    <div className="admin-skeleton" role="status" aria-label={say('state.loading')}>
      <Skeleton width={280} height={36} />
      <Skeleton height={40} />
      <Skeleton height={40} />
      <Skeleton height={40} />
      <Skeleton height={40} />
    </div>
  )
}
