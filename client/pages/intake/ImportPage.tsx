// Taking in a file of hotline tickets. This shell is light; the desk, with its component library, is loaded when it may be used.
import './intake.css'
import { lazy, Suspense } from 'react'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'

const ImportDesk = lazy(() => import('./ImportDesk.tsx').then((loaded) => ({ default: loaded.ImportDesk })))

export default function ImportPage() {
  const { say } = useTexts()
  const may = useMay()
  const title = say('intake.title')
  usePageTitle(title)
  return (
    <div className="page" data-testid="intake">
      <PageHead title={title} />
      <main className="intake-main">
        {may('createImport') ? (
          <Suspense fallback={<Waiting />}>
            <ImportDesk />
          </Suspense>
        ) : (
          <p className="intake-empty">{say('intake.nobody')}</p>
        )}
      </main>
    </div>
  )
}

export function Waiting() {
  const { say } = useTexts()
  return (
    <div className="intake-waiting" role="status" aria-label={say('state.loading')}>
      <Skeleton height={160} />
      <Skeleton height={40} />
      <Skeleton height={40} />
    </div>
  )
}
