// The sheet itself: as it is read, so it is printed. Every share stands with what it is a share of; what is not known is “—”.
import { useQuery } from '@tanstack/react-query'
import type { GridFeature } from '#contract/registers.ts'
import type { PeriodFigures, PeriodReport } from '#contract/reports.ts'
import { issueClasses } from '#contract/words.ts'
import { subdistrictsQuery } from '../../api/queries.ts'
import { basisWords } from '../../app/borders-basis.ts'
import { useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Change, durationWords, RateCell } from './figures.tsx'
import { HotSpots } from './HotSpots.tsx'
import { ReportMap } from './ReportMap.tsx'

/** A scope of many grids is told by the first of them. */
const mostNamed = 3

export function ReportSheet({ report, grids }: { report: PeriodReport; grids: readonly GridFeature[] }) {
  const texts = useTexts()
  const { say, name, formats } = texts
  const basis = basisWords(report.borders, texts)
  const { figures, previousFigures: before, lastYearFigures: lastYear, period, through, ground } = report
  const { subdistrictCode } = useSession()
  const own = useQuery(subdistrictsQuery()).data?.subdistricts.find((one) => one.subdistrictCode === subdistrictCode)
  const named = ground.slice(0, mostNamed).map(name).join(say('scope.separator'))
  const days = ({ from, to }: { from: string; to: string }) => say('report.days', { from: formats.day(from), to: formats.day(to) })
  return (
    <article className="report-sheet" data-testid="report-sheet">
      <header className="report-head">
        <h2>{say('report.of', { name: ground.length > mostNamed ? `${named}…` : named })}</h2>
        {own?.source === 'demo' ? (
          <p className="report-stamp" title={say('app.demo.note')}>
            {say('app.demo')} · {say('app.demo.note')}
          </p>
        ) : null}
        <p>
          {days(period)}
          {through < period.to ? ` · ${say('report.unfinished', { date: formats.day(through) })}` : ''}
        </p>
        <p className="report-muted">
          {say('report.compared', { before: before ? days(report.previous) : '—', year: lastYear ? days(report.lastYear) : '—' })}
        </p>
        {basis && (
          <p className="report-muted" data-testid="borders-basis">
            {basis}
          </p>
        )}
      </header>
      <Summary report={report} />
      <div className="report-columns">
        <section>
          <h3>{say('report.intake')}</h3>
          <table className="report-table">
            <PeriodsHead what={say('report.class')} />
            <tbody>
              {issueClasses.map((one) => (
                <tr key={one}>
                  <th scope="row">
                    {say(`issueClass.${one}`)}
                    <span
                      className="report-bar"
                      style={{ width: `${figures.reported === 0 ? 0 : (100 * figures.byClass[one]) / figures.reported}%` }}
                      aria-hidden="true"
                    />
                  </th>
                  <td>{formats.number(figures.byClass[one])}</td>
                  <Change now={figures.byClass[one]} then={before?.byClass[one]} />
                  <Change now={figures.byClass[one]} then={lastYear?.byClass[one]} />
                </tr>
              ))}
              <tr className="report-total">
                <th scope="row">{say('report.total')}</th>
                <td>{formats.number(figures.reported)}</td>
                <Change now={figures.reported} then={before?.reported} />
                <Change now={figures.reported} then={lastYear?.reported} />
              </tr>
            </tbody>
          </table>
        </section>
        <Rates figures={figures} before={before} lastYear={lastYear} />
      </div>
      <div className="report-columns">
        <ReportMap report={report} grids={grids} own={own} />
        <div>
          <Repeats report={report} />
          <HotSpots report={report} grids={grids} />
        </div>
      </div>
      <footer className="report-notes">
        <p>{say('report.note.due')}</p>
        <p>{say('report.note.limit')}</p>
        <p>{say('report.note.time', { hours: formats.decimal(report.workingDayMinutes / 60) })}</p>
        <p>{say('report.note.repeat')}</p>
        {figures.closedUnfiled > 0 ? <p>{say('report.note.unfiled', { count: formats.number(figures.closedUnfiled) })}</p> : null}
        <p>{say('report.note.asOf', { time: formats.stamp(report.asOf) })}</p>
      </footer>
    </article>
  )
}

function Summary({ report }: { report: PeriodReport }) {
  const texts = useTexts()
  const { say, formats } = texts
  const { figures, workingDayMinutes } = report
  const time = (minutes: number | null) => durationWords(minutes, workingDayMinutes, texts)
  const share = ({ numerator, denominator }: { numerator: number; denominator: number }) =>
    `${formats.number(numerator)} / ${formats.number(denominator)}`
  const tiles = [
    { key: 'reported', value: formats.number(figures.reported), under: '' },
    {
      key: 'onTime',
      value: formats.percent(figures.onTimeCloseRate),
      under: say('report.ofDue', { share: share(figures.onTimeCloseRate) }),
    },
    { key: 'closed', value: formats.percent(figures.closeRate), under: say('report.ofDue', { share: share(figures.closeRate) }) },
    {
      key: 'median',
      value: time(figures.handling.medianMinutes),
      under: say('report.p90', { time: time(figures.handling.p90Minutes), cases: formats.number(figures.handling.cases) }),
    },
    { key: 'open', value: formats.number(figures.open), under: say('report.overdue', { count: formats.number(figures.overdue) }) },
  ] as const
  return (
    <dl className="report-tiles">
      {tiles.map(({ key, value, under }) => (
        <div key={key} className="report-tile" data-testid={`tile-${key}`}>
          <dt>{say(`report.tile.${key}`)}</dt>
          <dd>
            <strong>{value}</strong>
            <span className="report-muted">{under}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function PeriodsHead({ what }: { what: string }) {
  const { say } = useTexts()
  return (
    <thead>
      <tr>
        <th scope="col">{what}</th>
        <th scope="col">{say('report.now')}</th>
        <th scope="col">{say('report.previous')}</th>
        <th scope="col">{say('report.lastYear')}</th>
      </tr>
    </thead>
  )
}

const rates = ['onTimeCloseRate', 'closeRate', 'repeatRate', 'reworkRate', 'returnRate', 'extensionRate'] as const
type Compared = { figures: PeriodFigures; before: PeriodFigures | null; lastYear: PeriodFigures | null }

function Rates({ figures, before, lastYear }: Compared) {
  const { say, formats } = useTexts()
  const still = (kind: 'parked' | 'waiting') =>
    say('report.still', {
      cases: formats.number(kind === 'parked' ? figures.parkedCases : figures.waitingCases),
      days: formats.number((kind === 'parked' ? figures.parkedMinutes : figures.waitingMinutes) / 1440),
    })
  return (
    <section>
      <h3>{say('report.handling')}</h3>
      <table className="report-table">
        <PeriodsHead what={say('report.rate')} />
        <tbody>
          {rates.map((key) => (
            <tr key={key}>
              <th scope="row">{say(`report.rate.${key}`)}</th>
              <RateCell rate={figures[key]} />
              <RateCell rate={before?.[key]} />
              <RateCell rate={lastYear?.[key]} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="report-stood">
        <span>{say('report.parked')}</span> {still('parked')}
      </p>
      <p className="report-stood">
        <span>{say('report.waiting')}</span> {still('waiting')}
      </p>
    </section>
  )
}

function Repeats({ report }: { report: PeriodReport }) {
  const { say, formats } = useTexts()
  return (
    <section>
      <h3>{say('report.repeats')}</h3>
      {report.repeats.length === 0 ? (
        <p className="report-muted">{say('report.repeats.none')}</p>
      ) : (
        <table className="report-table" data-testid="report-repeats">
          <thead>
            <tr>
              <th scope="col">{say('report.place')}</th>
              <th scope="col">{say('report.class')}</th>
              <th scope="col">{say('report.issues')}</th>
              <th scope="col">{say('report.repeated')}</th>
            </tr>
          </thead>
          <tbody>
            {report.repeats.map((place, index) => (
              <tr key={`${place.lng} ${place.lat} ${place.class}`}>
                <th scope="row">
                  <span className="report-number">{index + 1}</span>
                  {place.address === '' ? `${place.lng.toFixed(4)}, ${place.lat.toFixed(4)}` : place.address}
                </th>
                <td>{say(`issueClass.${place.class}`)}</td>
                <td>{formats.number(place.issues)}</td>
                <td>{formats.number(place.repeats)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
