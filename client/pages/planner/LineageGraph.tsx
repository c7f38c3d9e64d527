// Where a grid came from and what became of it, over all generations: lanes over time, and the same as a list for those who cannot see them.
import type { GridHistory } from '../../api/plans.ts'
import { useTexts } from '../../i18n/text.ts'
import { lineageLayout } from './lineage-layout.ts'

type Props = { readonly history: GridHistory; readonly onChoose: (code: string) => void }

const rowHeight = 30
const labelWidth = 72
const headHeight = 26
/** In pixels; the drawing is as wide as its panel where the changes have room, and is scrolled where they have not. */
const leastColumn = 78
const panelWidth = 312

const short = (code: string): string => `${code.slice(9, 12)}-${code.slice(12)}`

export function LineageGraph({ history, onChoose }: Props) {
  const { say, name, formats } = useTexts()
  const { gridCode, lineage, lineageIsWhole, grids } = history
  const { days, lanes, steps } = lineageLayout(history)
  const column = Math.max(leastColumn, (panelWidth - labelWidth) / (days.length + 1))
  const width = labelWidth + column * (days.length + 1)
  const height = headHeight + lanes.length * rowHeight
  const xOf = (at: number): number => labelWidth + column * at
  const yOf = (row: number): number => headHeight + (row + 0.5) * rowHeight
  const nameOf = new Map(grids.map((grid) => [grid.gridCode, name(grid)]))
  return (
    <section>
      <h3>{say('borders.lineage')}</h3>
      {lineageIsWhole ? null : <p className="planner-note">{say('borders.lineage.cut')}</p>}
      <div className="lineage-scroll">
        <svg
          className="lineage"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={say('borders.lineage')}
        >
          {days.map((day, k) => (
            <g key={day}>
              <line className="lineage-day" x1={xOf(k + 1)} x2={xOf(k + 1)} y1={headHeight - 6} y2={height} />
              <text className="lineage-date" x={xOf(k + 1)} y={14} textAnchor="middle">
                {day}
              </text>
            </g>
          ))}
          {lanes.map(({ code, row, from, to }) => (
            <g key={code} className={code === gridCode ? 'lineage-self' : undefined}>
              <title>{`${code} ${nameOf.get(code) ?? ''}`}</title>
              <text className="lineage-code" x={0} y={yOf(row) + 4}>
                {short(code)}
              </text>
              <line
                className="lineage-lane"
                x1={from === 0 ? labelWidth : xOf(from)}
                x2={to === null ? width - 8 : xOf(to)}
                y1={yOf(row)}
                y2={yOf(row)}
              />
              {to === null ? <path className="lineage-tip" d={`M${width - 8} ${yOf(row) - 4}l8 4l-8 4z`} /> : null}
            </g>
          ))}
          {steps.map(({ fromRow, toRow, column: at, kind }) => {
            const [x, y, goal] = [xOf(at), yOf(fromRow), yOf(toRow)]
            return (
              <g key={`${fromRow} ${toRow} ${at}`} className="lineage-step">
                <title>{say(`lineage.${kind}`)}</title>
                <path d={`M${x - 12} ${y}C${x} ${y} ${x} ${y} ${x} ${y + (goal - y) / 2}S${x} ${goal} ${x + 12} ${goal}`} />
                <circle cx={x + 12} cy={goal} r={3} />
              </g>
            )
          })}
        </svg>
      </div>
      <ul className="lineage-list">
        {lineage.map(({ ancestorCode, descendantCode, changeKind, effectiveOn }) => {
          const other = ancestorCode === gridCode ? descendantCode : ancestorCode
          const words =
            ancestorCode === gridCode
              ? say('borders.became', { grid: descendantCode })
              : descendantCode === gridCode
                ? say('borders.cameFrom', { grid: ancestorCode })
                : say('borders.step', { from: ancestorCode, to: descendantCode })
          return (
            <li key={`${ancestorCode} ${descendantCode} ${effectiveOn}`}>
              <button type="button" className="panel-link" onClick={() => onChoose(other)}>
                <span>{words}</span>
                <span>
                  {say(`lineage.${changeKind}`)} · {formats.day(effectiveOn)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
