// The page `/issues/report`: where, what, a picture. Made for a thumb: one column, large targets, the button at the bottom. What is sent is kept on
// the device first, so that a dropped connection costs nothing.
import './issues.css'
import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { Link } from 'react-router'
import type { Subdistrict } from '#contract/registers.ts'
import { arrivedAs, outboxNow, putReport, type Report, subscribeOutbox } from '../../api/outbox.ts'
import { subdistrictsQuery } from '../../api/queries.ts'
import { useLook } from '../../app/look.ts'
import { NoRights } from '../../app/NoRights.tsx'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { NoSubdistrict, Refused, Waiting } from '../../app/ServiceState.tsx'
import { useMay, useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { OutboxNote } from './OutboxNote.tsx'
import { ReportForm } from './ReportForm.tsx'

export default function ReportPage() {
  const { say } = useTexts()
  const may = useMay()
  const query = useQuery(subdistrictsQuery())
  const subdistrict = query.data?.subdistricts[0]
  const title = say('reporting.title')
  usePageTitle(title)
  if (!may('reportIssue')) return <NoRights missing="role" />
  if (!query.data) {
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  }
  if (!subdistrict) return <NoSubdistrict />
  return (
    <div className="page" data-testid="report">
      <PageHead title={title} />
      <main className="report-main">
        <OutboxNote />
        <Reporting subdistrict={subdistrict} />
      </main>
    </div>
  )
}

function Reporting({ subdistrict }: { subdistrict: Subdistrict }) {
  const { accountId } = useSession()
  const { say } = useTexts()
  const [sent, setSent] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const send = async (report: Report, photos: readonly Blob[]): Promise<void> => {
    const key = crypto.randomUUID()
    setFailed(false)
    try {
      await putReport(accountId, report, photos, key, Date.now())
      setSent(key)
      window.scrollTo(0, 0)
    } catch {
      // no room on the device, or a browser that keeps nothing
      setFailed(true)
    }
  }
  if (sent !== null) return <Sent name={sent} again={() => setSent(null)} />
  return (
    <>
      <ReportForm subdistrict={subdistrict} onSend={(report, photos) => void send(report, photos)} />
      {failed ? (
        <p className="form-error" role="alert">
          {say('reporting.notKept')}
        </p>
      ) : null}
    </>
  )
}

function Sent({ name, again }: { name: string; again: () => void }) {
  const { say } = useTexts()
  const { search } = useLook()
  const waiting = useSyncExternalStore(subscribeOutbox, outboxNow)
  const id = arrivedAs(name)
  const mine = waiting.find(({ key }) => key === name)
  return (
    <div className="message message-page" role="status" data-testid="report-sent" data-arrived={id ?? undefined}>
      <h2 className="message-title">{say(id === null ? 'reporting.kept' : 'reporting.arrived')}</h2>
      <p className="message-body">
        {id !== null
          ? say('reporting.arrived.body', { id })
          : mine && mine.photos.length > 0
            ? say('reporting.kept.photos', { sent: mine.photosSent, all: mine.photos.length })
            : say('reporting.kept.body')}
      </p>
      <div className="message-actions">
        <button type="button" className="button" onClick={again} data-testid="report-again">
          {say('reporting.another')}
        </button>
        {id === null ? null : (
          <Link className="button-quiet" to={`/issues${search === '' ? '?' : `${search}&`}tab=all&pick=${id}`}>
            {say('reporting.look')}
          </Link>
        )}
      </div>
    </div>
  )
}
