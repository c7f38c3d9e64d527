// Panels that are charts: classes, days, hours of the week, coverage over time, stages of renovation.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { issueClasses } from '#contract/words.ts'
import { drawnCount } from '#domain/privacy/small-count.ts'
import { renovationStages } from '#domain/renovation/stages.ts'
import { coverageHistoryQuery } from '../../../api/people.ts'
import { issueTimesQuery } from '../../../api/queries.ts'
import { wallFiguresQuery, wallRenovationQuery, watchedByWall } from '../../../api/wall.ts'
import { measureWords } from '../../../app/borders-basis.ts'
import { weekdayNames } from '../../../app/shift-words.ts'
import { calendarDateOf, daysBefore, ratioOf } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Chart, type ChartOption } from '../Chart.tsx'
import { useWall } from '../context.ts'
import { useInk } from './ink.ts'
import { Empty, Panel } from './Panel.tsx'

export function ClassMix() {
  const { say, formats } = useTexts()
  const { open } = useWall()
  const answer = useQuery(wallFiguresQuery())
  const counted = new Map(answer.data?.classes.map((one) => [one.class, one.issues]))
  const rows = issueClasses.map((name) => ({ name, issues: counted.get(name) ?? 0 }))
  const most = Math.max(1, ...rows.map(({ issues }) => drawnCount(issues)))
  return (
    <Panel
      name="classMix"
      title={say('wall.panel.classMix')}
      measure={say('wall.days7')}
      answer={answer}
      dataTime={answer.data?.dataTime ?? null}
    >
      <ol className="wall-ranking wall-ranking-whole">
        {rows.map(({ name, issues }) => (
          <li key={name}>
            <button type="button" onClick={() => open({ list: 'class', class: name })}>
              <span className="wall-ranking-name">{say(`issueClass.${name}`)}</span>
              <span className="wall-bar" aria-hidden="true">
                <span style={{ width: `${(drawnCount(issues) / most) * 100}%` }} data-class={name} />
              </span>
              <span className="wall-ranking-value">{formats.count(issues)}</span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

export function IssueDays() {
  const { say } = useTexts()
  const ink = useInk()
  const answer = useQuery(wallFiguresQuery())
  const { data } = answer
  const [reported, closed] = [say('wall.reported'), say('wall.closed')]
  const option = useMemo((): ChartOption => {
    const days = data?.days ?? []
    const names = days.map(({ day }) => `${Number(day.slice(5, 7))}/${Number(day.slice(8))}`)
    return {
      ...ink.base,
      xAxis: { type: 'category', data: names, ...ink.axis, axisLabel: { ...ink.text, interval: 3 } },
      yAxis: { type: 'value', ...ink.value, splitNumber: 2, minInterval: 1 },
      series: [
        {
          name: reported,
          type: 'bar',
          data: days.map((day) => drawnCount(day.reported)),
          itemStyle: { color: ink.have },
          barCategoryGap: '35%',
        },
        {
          name: closed,
          type: 'line',
          data: days.map((day) => drawnCount(day.closed)),
          symbol: 'none',
          lineStyle: { color: ink.accent, width: ink.px(4) },
        },
      ],
    }
  }, [data, ink, reported, closed])
  return (
    <Panel name="issueDays" title={say('wall.panel.issueDays')} answer={answer} dataTime={data?.dataTime ?? null}>
      <p className="wall-key">
        <span data-mark="bar">{reported}</span>
        <span data-mark="line">{closed}</span>
      </p>
      <Chart option={option} label={say('wall.panel.issueDays')} />
    </Panel>
  )
}

/** Seven rows of twenty-four squares; how strong a square is, is its share of the strongest. */
export function HourWeek() {
  const { say, formats } = useTexts()
  const { scope } = useWall()
  const ink = useInk()
  const today = calendarDateOf(Date.now())
  const answer = useQuery(watchedByWall(issueTimesQuery(scope, { from: daysBefore(today, 27), to: today })))
  const { data } = answer
  const most = Math.max(1, ...(data?.hours.flat() ?? []).map(drawnCount))
  const colour = (count: number): string => ink.ramp[Math.min(ink.ramp.length - 1, Math.ceil((count / most) * (ink.ramp.length - 1)))] ?? ''
  return (
    <Panel name="hourWeek" title={say('wall.panel.hourWeek')} measure={say('wall.days28')} answer={answer} dataTime={data?.asOf ?? null}>
      <table className="wall-hours">
        <tbody>
          {data?.hours.map((hours, day) => (
            <tr key={weekdayNames[day]}>
              <th scope="row">{say(`weekday.${weekdayNames[day] ?? 'monday'}`)}</th>
              {[...hours.entries()].map(([hour, count]) => (
                <td key={hour} style={{ background: colour(drawnCount(count)) }}>
                  <span className="unseen">{formats.count(count)}</span>
                </td>
              ))}
            </tr>
          ))}
          <tr className="wall-hours-key">
            <th scope="row" />
            {[0, 6, 12, 18].map((hour) => (
              <th key={hour} colSpan={6} scope="colgroup">
                {hour}
              </th>
            ))}
          </tr>
        </tbody>
      </table>
    </Panel>
  )
}

export function CoverageLine() {
  const texts = useTexts()
  const { say, formats } = texts
  const { scope } = useWall()
  const ink = useInk()
  const answer = useQuery(watchedByWall(coverageHistoryQuery(scope, { kind: 'buildingHead', months: 12 })))
  const { data } = answer
  const option = useMemo((): ChartOption => {
    const points = data?.points ?? []
    const shares = points.map(({ rate }) => {
      const ratio = ratioOf(rate)
      return ratio === null ? null : Math.round(ratio * 1000) / 10
    })
    const least = Math.max(0, Math.floor(Math.min(80, ...shares.filter((share) => share !== null)) / 20 - 0.5) * 20)
    return {
      ...ink.base,
      xAxis: {
        type: 'category',
        data: points.map(({ on }) => `${Number(on.slice(5, 7))}/${Number(on.slice(8))}`),
        ...ink.axis,
        axisLabel: { ...ink.text, interval: 3 },
      },
      yAxis: {
        type: 'value',
        min: least,
        max: 100,
        interval: (100 - least) / 2,
        ...ink.value,
        axisLabel: { ...ink.text, formatter: '{value}%' },
      },
      series: [
        {
          type: 'line',
          data: shares,
          symbol: 'none',
          lineStyle: { color: ink.accent, width: ink.px(4) },
        },
      ],
    }
  }, [data, ink])
  const last = data?.points.at(-1)
  return (
    <Panel
      name="coverageLine"
      title={say('wall.panel.coverageLine')}
      {...(last && { measure: measureWords(formats.percent(last.rate), data?.borders, texts) })}
      answer={answer}
      dataTime={data?.asOf ?? null}
    >
      <Chart option={option} label={say('wall.panel.coverageLine')} />
    </Panel>
  )
}

export function RenovationStages() {
  const { say, formats } = useTexts()
  const { open } = useWall()
  const answer = useQuery(wallRenovationQuery())
  const counted = new Map(answer.data?.stages.map(({ stage, projects }) => [stage, projects]))
  const most = Math.max(1, ...counted.values())
  return (
    <Panel
      name="renovationStages"
      title={say('wall.panel.renovationStages')}
      answer={answer}
      dataTime={answer.data?.dataTime ?? answer.data?.asOf ?? null}
    >
      {answer.data?.stages.every(({ projects }) => projects === 0) ? <Empty>{say('wall.empty.renovations')}</Empty> : null}
      <ol className="wall-ranking wall-ranking-whole wall-ranking-long">
        {renovationStages.map((stage) => (
          <li key={stage}>
            <button type="button" onClick={() => open({ list: 'renovations', stage })}>
              <span className="wall-ranking-name">{say(`stage.${stage}`)}</span>
              <span className="wall-bar" aria-hidden="true">
                <span style={{ width: `${((counted.get(stage) ?? 0) / most) * 100}%` }} />
              </span>
              <span className="wall-ranking-value">{formats.number(counted.get(stage) ?? 0)}</span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
