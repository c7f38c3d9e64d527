// How figures of a report are written: a share with its parts, a change with its sign, a time in working days and hours.
import type { Rate } from '#contract/fields.ts'
import { type Texts, useTexts } from '../../i18n/text.ts'

/** “—” where nothing is known, or where there is nothing to share. */
export function RateCell({ rate }: { rate: Rate | undefined }) {
  const { formats } = useTexts()
  if (rate === undefined) return <td>—</td>
  return (
    <td>
      {formats.percent(rate)}
      <span className="report-parts">
        {formats.number(rate.numerator)}/{formats.number(rate.denominator)}
      </span>
    </td>
  )
}

/** What it was then, and by how much it changed; from nothing there is no share of change. */
export function Change({ now, then }: { now: number; then: number | undefined }) {
  const { formats } = useTexts()
  if (then === undefined) return <td>—</td>
  const sign = now > then ? '+' : now < then ? '−' : '±'
  const change = then === 0 ? formats.number(Math.abs(now - then)) : formats.percent({ numerator: Math.abs(now - then), denominator: then })
  return (
    <td>
      {formats.number(then)}
      <span className="report-parts">
        {sign}
        {now === then ? '0' : change}
      </span>
    </td>
  )
}

export function durationWords(minutes: number | null, workingDayMinutes: number, { say, formats }: Texts): string {
  if (minutes === null) return '—'
  return minutes < workingDayMinutes
    ? say('report.workHours', { hours: formats.decimal(minutes / 60) })
    : say('report.workDays', { days: formats.decimal(Math.round((10 * minutes) / workingDayMinutes) / 10) })
}
