// Places of the report's ground that had more issues in the last days of the period than their own past makes likely (domain/density/hot-spot.ts).
import { useQuery } from '@tanstack/react-query'
import type { GridFeature } from '#contract/registers.ts'
import type { PeriodReport } from '#contract/reports.ts'
import { reportHotSpotsQuery } from '../../api/reports.ts'
import { basisWords } from '../../app/borders-basis.ts'
import { useTexts } from '../../i18n/text.ts'

const mostShown = 6

/** The grids of the ground and all that lie below them, as they hang together today. */
function groundCodes({ ground }: PeriodReport, grids: readonly GridFeature[]): ReadonlySet<string> {
  const codes = new Set(ground.map(({ code }) => code))
  for (let before = -1; before !== codes.size; ) {
    before = codes.size
    for (const { properties } of grids)
      if (properties.parentCode !== null && codes.has(properties.parentCode)) codes.add(properties.gridCode)
  }
  return codes
}

export function HotSpots({ report, grids }: { report: PeriodReport; grids: readonly GridFeature[] }) {
  const texts = useTexts()
  const { say, name, formats } = texts
  const { data, isError } = useQuery(reportHotSpotsQuery(report.through))
  const basis = basisWords(data?.borders, texts)
  const codes = groundCodes(report, grids)
  const whole = report.ground.some(({ level }) => level === 0)
  const spots = (data?.cells ?? []).filter(({ gridCode }) => whole || (gridCode !== null && codes.has(gridCode)))
  return (
    <section data-testid="report-hot-spots">
      <h3>{say('report.hotSpots')}</h3>
      {data === undefined ? (
        <p className="report-muted">{isError ? say('layers.failed') : say('state.loading')}</p>
      ) : spots.length === 0 ? (
        <p className="report-muted">{say('report.hotSpots.none')}</p>
      ) : (
        <table className="report-table">
          <thead>
            <tr>
              <th scope="col">{say('report.hotSpots.place')}</th>
              <th scope="col">{say('report.hotSpots.recent', { days: data.recentDays })}</th>
              <th scope="col">{say('report.hotSpots.expected')}</th>
            </tr>
          </thead>
          <tbody>
            {spots.slice(0, mostShown).map((spot) => (
              <tr key={`${spot.x}/${spot.y}`}>
                <th scope="row">{spot.gridCode === null ? say('heat.spots.outside') : name(spot)}</th>
                <td>{formats.number(spot.recent)}</td>
                <td>{formats.decimal(Number(spot.expected.toFixed(1)))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {basis && <p className="report-muted">{basis}</p>}
      {data ? (
        <p className="report-muted">
          {say('heat.spots.how', {
            recentDays: data.recentDays,
            weeks: data.pastDays / 7,
            share: formats.percent({ numerator: data.falseDiscoveryRate, denominator: 1 }),
          })}
        </p>
      ) : null}
    </section>
  )
}
