// The period report: read on the screen, printed on A4 for the meeting. What is asked stands in the address.
import './report.css'
import { useQuery } from '@tanstack/react-query'
import { periodReportQuery, reportGridsQuery } from '../../api/reports.ts'
import { Failure } from '../../app/Failure.tsx'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ReportChoice } from './ReportChoice.tsx'
import { ReportSheet } from './ReportSheet.tsx'
import { useAsked } from './use-asked.ts'

export default function ReportPage() {
  const { say } = useTexts()
  const may = useMay()
  const title = say('report.title')
  usePageTitle(title)
  return (
    <div className="page" data-testid="report">
      <PageHead title={title} />
      <main className="report-main">{may('periodReport') ? <Report /> : <p className="report-empty">{say('report.nobody')}</p>}</main>
    </div>
  )
}

function Report() {
  const { say } = useTexts()
  const [asked, change] = useAsked()
  const query = useQuery(periodReportQuery(asked))
  const grids = useQuery(reportGridsQuery())
  return (
    <>
      <ReportChoice asked={asked} report={query.data} grids={grids.data?.features ?? []} onChange={change} />
      {query.data ? (
        <ReportSheet report={query.data} grids={grids.data?.features ?? []} />
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <div className="report-sheet" role="status" aria-label={say('state.loading')}>
          <Skeleton width={320} height={32} />
          <Skeleton height={110} />
          <Skeleton height={260} />
        </div>
      )}
    </>
  )
}
