// The form of a report.
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { issueClasses, type issueItems, issueSources } from '#contract/words.ts'
import { similarIssuesQuery } from '../../api/issues.ts'
import type { Report } from '../../api/outbox.ts'
import { Failure } from '../../app/Failure.tsx'
import { useSession } from '../../app/session.ts'
import { useIssueItems } from '../../app/use-issue-items.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { type PickedPlace, PlacePicker } from './PlacePicker.tsx'
import { ReportPhotos } from './ReportPhotos.tsx'

type Item = (typeof issueItems)[number]
type Source = (typeof issueSources)[number]

/** How reports of this role usually come. A sensor reports by itself. */
const usualSource: Readonly<Record<string, Source>> = {
  gridWorker: 'gridWorker',
  patrolLeader: 'patrol',
  secretary: 'resident',
  leader: 'superior',
}
const sourcesOffered = issueSources.filter((source) => source !== 'sensor')
const longest = 1000

export function ReportForm({
  subdistrict,
  onSend,
}: {
  subdistrict: Subdistrict
  onSend: (report: Report, photos: readonly Blob[]) => void
}) {
  const { say } = useTexts()
  const id = useId()
  const { items, nameOf, error, retry } = useIssueItems()
  const { role } = useSession()
  const [place, setPlace] = useState<PickedPlace | null>(null)
  const [item, setItem] = useState<Item | null>(null)
  const [source, setSource] = useState<Source>(usualSource[role ?? ''] ?? 'gridWorker')
  const [urgent, setUrgent] = useState(false)
  const [text, setText] = useState('')
  const [photos, setPhotos] = useState<readonly Blob[]>([])
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (place === null || item === null) {
      document.getElementById(place === null ? `${id}-place` : `${id}-item`)?.scrollIntoView({ block: 'start' })
      return
    }
    const { lng, lat, buildingId, address } = place
    const severity = urgent ? 'urgent' : 'normal'
    onSend({ lng, lat, item, source, severity, description: text.trim(), address, buildingId }, photos)
  }
  return (
    <form className="report-form" onSubmit={submit} noValidate>
      <section id={`${id}-place`} aria-labelledby={`${id}-where`}>
        <h2 id={`${id}-where`}>{say('reporting.where')}</h2>
        <PlacePicker subdistrict={subdistrict} place={place} onPlace={setPlace} />
        {tried && place === null ? (
          <p className="field-warning" role="alert">
            {say('reporting.where.missing')}
          </p>
        ) : null}
      </section>
      <section id={`${id}-item`} aria-labelledby={`${id}-what`}>
        <h2 id={`${id}-what`}>{say('reporting.what')}</h2>
        {items.length > 0 ? null : error ? <Failure error={error} retry={retry} /> : <Skeleton height={160} />}
        <div className="report-items">
          {issueClasses.map((one) => (
            <fieldset key={one}>
              <legend>{say(`issueClass.${one}`)}</legend>
              {items
                .filter((each) => each.class === one)
                .map(({ key }) => (
                  <button
                    key={key}
                    type="button"
                    className="report-item"
                    aria-pressed={item === key}
                    data-testid={`item-${key}`}
                    onClick={() => setItem(key)}
                  >
                    {nameOf(key)}
                  </button>
                ))}
            </fieldset>
          ))}
        </div>
        {tried && item === null ? (
          <p className="field-warning" role="alert">
            {say('reporting.what.missing')}
          </p>
        ) : null}
        {place !== null && item !== null ? (
          <Known subdistrict={subdistrict.subdistrictCode} lng={place.lng} lat={place.lat} item={item} />
        ) : null}
      </section>
      <section aria-labelledby={`${id}-photos`}>
        <h2 id={`${id}-photos`}>{say('photo.title')}</h2>
        <ReportPhotos photos={photos} onChange={setPhotos} />
      </section>
      <section className="report-more">
        <div className="field">
          <label className="field-label" htmlFor={`${id}-text`}>
            {say('reporting.text')}
          </label>
          <textarea
            id={`${id}-text`}
            className="field-input"
            rows={3}
            maxLength={longest}
            value={text}
            data-testid="report-text"
            onChange={({ target }) => setText(target.value)}
          />
          <p className="field-hint">{say('reporting.text.hint')}</p>
        </div>
        <Switch checked={urgent} testId="report-urgent" onChange={setUrgent}>
          {say('reporting.urgent')}
        </Switch>
        <div className="field">
          <label className="field-label" htmlFor={`${id}-source`}>
            {say('issue.source')}
          </label>
          <select
            id={`${id}-source`}
            className="field-input"
            value={source}
            onChange={({ target }) => setSource(sourcesOffered.find((one) => one === target.value) ?? source)}
          >
            {sourcesOffered.map((one) => (
              <option key={one} value={one}>
                {say(`issueSource.${one}`)}
              </option>
            ))}
          </select>
        </div>
      </section>
      <div className="report-send">
        <button type="submit" className="button" data-testid="report-send">
          {say('reporting.send')}
        </button>
      </div>
    </form>
  )
}

/** What was reported here already: told before it is reported once more. */
function Known(at: { subdistrict: string; lng: number; lat: number; item: Item }) {
  const { say, formats } = useTexts()
  const { lng, lat, item } = at
  const { data } = useQuery(similarIssuesQuery(at.subdistrict, { lng, lat, item }))
  const nearest = data?.issues[0]
  if (data === undefined || nearest === undefined) return null
  return (
    <p className="form-note" data-testid="report-known">
      {say('reporting.known', {
        count: data.issues.length,
        metres: formats.number(Math.round(nearest.distanceMetres)),
        status: say(`issueStatus.${nearest.issue.properties.status}`),
      })}
    </p>
  )
}
