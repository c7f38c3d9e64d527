// What the report is of: a grid of any level, a week, a month, or any days. Not printed.
import { type FormEvent, useId } from 'react'
import type { GridFeature } from '#contract/registers.ts'
import type { PeriodReport } from '#contract/reports.ts'
import { useTexts } from '../../i18n/text.ts'
import type { AskedReport } from './use-asked.ts'

type Props = {
  asked: AskedReport
  report: PeriodReport | undefined
  grids: readonly GridFeature[]
  onChange: (next: AskedReport) => void
}

export function ReportChoice({ asked, report, grids, onChange }: Props) {
  const { say, name } = useTexts()
  const id = useId()
  const { grid, preset = asked.to === undefined ? 'month' : undefined } = asked
  const kept = grid === undefined ? {} : { grid }
  const byLevel = [1, 2, 3].map((level) => grids.filter(({ properties }) => properties.level === level))
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [from, to] = [String(form.get('from') ?? ''), String(form.get('to') ?? '')]
    if (from !== '' && to !== '') onChange({ ...kept, from, to })
  }
  const step = (direction: -1 | 1): void => {
    if (report === undefined || preset === undefined) return
    const day = direction === -1 ? dayBeside(report.period.from, -1) : dayBeside(report.period.to, 1)
    onChange({ ...kept, preset, from: day })
  }
  const last = report !== undefined && report.through < report.period.to
  return (
    <form className="report-choice" onSubmit={submit} key={report ? `${report.period.from}${report.period.to}` : ''}>
      <label htmlFor={`${id}-grid`}>
        {say('report.grid')}
        <select
          id={`${id}-grid`}
          className="report-input"
          value={grid ?? ''}
          data-testid="report-grid"
          onChange={(event) => {
            const { grid: _, ...days } = asked
            onChange(event.target.value === '' ? days : { ...days, grid: event.target.value })
          }}
        >
          <option value="">{say('report.grid.all')}</option>
          {byLevel.map((level, index) =>
            level.length === 0 ? null : (
              <optgroup key={level[0]?.properties.level} label={say(`report.level.${(index + 1) as 1 | 2 | 3}`)}>
                {level.map(({ properties }) => (
                  <option key={properties.gridCode} value={properties.gridCode}>
                    {name(properties)}
                  </option>
                ))}
              </optgroup>
            ),
          )}
        </select>
      </label>
      <fieldset className="chips" aria-label={say('report.period')}>
        {(['week', 'month'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={preset === one}
            data-testid={`preset-${one}`}
            onClick={() => onChange({ ...kept, preset: one })}
          >
            {say(`report.preset.${one}`)}
          </button>
        ))}
        <button type="button" className="chip" disabled={preset === undefined} onClick={() => step(-1)} data-testid="period-before">
          {say('report.before')}
        </button>
        <button type="button" className="chip" disabled={preset === undefined || last} onClick={() => step(1)}>
          {say('report.after')}
        </button>
      </fieldset>
      <span className="report-days">
        <input className="report-input" type="date" name="from" aria-label={say('report.from')} defaultValue={report?.period.from} />
        <span aria-hidden="true">–</span>
        <input className="report-input" type="date" name="to" aria-label={say('report.to')} defaultValue={report?.period.to} />
        <button type="submit" className="button">
          {say('report.show')}
        </button>
      </span>
      <button
        type="button"
        className="button report-print"
        onClick={() => window.print()}
        disabled={report === undefined}
        data-testid="report-print"
      >
        {say('report.print')}
      </button>
    </form>
  )
}

const dayBeside = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
