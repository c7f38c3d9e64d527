// How far the list has come: the share that is covered today, and its line over the last year.
import { useQuery } from '@tanstack/react-query'
import type { VacancyList } from '#domain/appointments/vacancy-lists.ts'
import { coverageHistoryQuery } from '../../api/people.ts'
import type { Scope } from '../../api/queries.ts'
import { basisWords } from '../../app/borders-basis.ts'
import { useTexts } from '../../i18n/text.ts'

const months = 12
const [width, height, margin] = [220, 44, 4]

const kindOf = (list: VacancyList) => (list === 'unitHead' || list === 'gridStaffing' ? list : 'buildingHead')

export function CoverageLine({ scope, list, grid, ready }: { scope: Scope; list: VacancyList; grid: string | undefined; ready: boolean }) {
  const texts = useTexts()
  const { say, formats } = texts
  const kind = kindOf(list)
  const { data } = useQuery({ ...coverageHistoryQuery(scope, { kind, months, ...(grid && { grid }) }), enabled: ready })
  const points = data?.points ?? []
  const basis = basisWords(data?.borders, texts)
  const last = points.at(-1)
  const first = points[0]
  if (last === undefined || first === undefined) return <div className="register-line" />
  const { numerator, denominator } = last.rate
  const shares = points.flatMap(({ on, rate }) => (rate.denominator === 0 ? [] : [{ on, share: rate.numerator / rate.denominator }]))
  const [start, end] = [Date.parse(first.on), Math.max(Date.parse(last.on), Date.parse(first.on) + 1)]
  const lowest = Math.max(0, Math.min(...shares.map(({ share }) => share)) - 0.05)
  const highest = Math.min(1, Math.max(...shares.map(({ share }) => share)) + 0.05)
  const x = (on: string) => margin + ((width - 2 * margin) * (Date.parse(on) - start)) / (end - start)
  const y = (share: number) => height - margin - ((height - 2 * margin) * (share - lowest)) / Math.max(highest - lowest, 0.01)
  const title = say('register.line', {
    kind: say(`coverage.title.${kind}`),
    from: formats.day(first.on),
    before: formats.percent(first.rate),
    now: formats.percent(last.rate),
  })
  return (
    <figure className="register-line" data-testid="coverage-line">
      <figcaption>
        <span className="register-line-kind">{say(`coverage.title.${kind}`)}</span>
        <strong data-testid="coverage-now">{formats.percent(last.rate)}</strong>
        <span className="register-line-figure">
          {say(`coverage.value.${data?.unit ?? 'building'}`, {
            numerator: formats.number(numerator),
            denominator: formats.number(denominator),
          })}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        <title>{title}</title>
        <polyline points={shares.map(({ on, share }) => `${x(on).toFixed(1)},${y(share).toFixed(1)}`).join(' ')} />
        {shares.slice(-1).map(({ on, share }) => (
          <circle key={on} cx={x(on)} cy={y(share)} r="3" />
        ))}
      </svg>
      <span className="register-line-since">
        {say('register.line.since', { from: formats.day(first.on), before: formats.percent(first.rate) })}
        {basis && ` · ${basis}`}
      </span>
    </figure>
  )
}
