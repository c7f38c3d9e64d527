// Issues of the period by day of the week and hour: seven rows of twenty-four, the darker the more.
import { weekdayNames } from '../../app/shift-words.ts'
import { useTexts } from '../../i18n/text.ts'

const square = 10
const rowHeight = 12
const labelWidth = 20
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour)
const hourLabels = [0, 6, 12, 18] as const

export function HourWeek({ hours }: { readonly hours: readonly (readonly number[])[] }) {
  const { say, formats } = useTexts()
  const most = Math.max(...hours.flat())
  if (most <= 0) return <p className="scale-unit">{say('legend.heat.empty')}</p>
  const day = hours.findIndex((row) => row.includes(most))
  const hour = hours[day]?.indexOf(most) ?? 0
  const words = (weekday: number, at: number, count: number) =>
    say('heat.hours.one', { day: say(`weekday.${weekdayNames[weekday] ?? 'monday'}`), hour: at, count: formats.number(count) })
  return (
    <div className="hour-week">
      <svg
        viewBox={`0 0 ${labelWidth + 24 * square} ${7 * rowHeight + 12}`}
        role="img"
        aria-label={words(day, hour, most)}
        data-testid="hour-week"
      >
        {hours.map((row, weekday) => (
          <g key={weekdayNames[weekday]} transform={`translate(0 ${weekday * rowHeight})`}>
            <text x={0} y={rowHeight - 3} className="hour-week-label">
              {say(`weekday.short.${weekdayNames[weekday] ?? 'monday'}`)}
            </text>
            {hoursOfDay
              .map((at) => [at, row[at] ?? 0] as const)
              .map(([at, count]) => (
                <rect
                  key={at}
                  x={labelWidth + at * square}
                  y={0}
                  width={square - 1}
                  height={rowHeight - 1}
                  className="hour-week-square"
                  style={{ opacity: count === 0 ? 0.08 : 0.2 + (0.8 * count) / most }}
                >
                  <title>{words(weekday, at, count)}</title>
                </rect>
              ))}
          </g>
        ))}
        {hourLabels.map((at) => (
          <text key={at} x={labelWidth + at * square} y={7 * rowHeight + 10} className="hour-week-label">
            {at}
          </text>
        ))}
      </svg>
      <p className="scale-unit">{say('heat.hours.most', { words: words(day, hour, most) })}</p>
    </div>
  )
}
