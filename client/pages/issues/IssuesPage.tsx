// The page `/issues`: the queues of the desk.
import './issues.css'
import { Link } from 'react-router'
import { DeskPage } from '../../app/DeskPage.tsx'
import { useLook } from '../../app/look.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { IssuesDesk } from './IssuesDesk.tsx'

export default function IssuesPage() {
  const { say } = useTexts()
  const may = useMay()
  const { search } = useLook()
  const toReport = may('reportIssue') ? (
    <Link className="button issues-report" to={`/issues/report${search}`} data-testid="to-report">
      {say('reporting.title')}
    </Link>
  ) : null
  return (
    <DeskPage title={say('issues.title')} needs="issueQueues" className="issues-page" testId="issues" tools={toReport}>
      {(subdistrict) => <IssuesDesk subdistrict={subdistrict} />}
    </DeskPage>
  )
}
