// Where a grid came from and what became of it, as a small drawing: ancestors to the left, descendants to the right.
import type { GridLineage } from '../../api/plans.ts'
import { useTexts } from '../../i18n/text.ts'

type Props = { readonly code: string; readonly lineage: GridLineage; readonly onChoose: (code: string) => void }

const rowHeight = 44
const boxWidth = 92

export function LineageGraph({ code, lineage, onChoose }: Props) {
  const { say, formats } = useTexts()
  const ancestors = lineage.filter(({ descendantCode }) => descendantCode === code)
  const descendants = lineage.filter(({ ancestorCode }) => ancestorCode === code)
  const rows = Math.max(ancestors.length, descendants.length, 1)
  const height = rows * rowHeight
  const middle = height / 2
  const yOf = (i: number, count: number) => ((i + 0.5) * height) / Math.max(1, count)
  const box = (grid: string, x: number, y: number, note: string) => (
    <g key={`${grid}${x}`} transform={`translate(${x} ${y - 14})`} className={grid === code ? 'lineage-self' : 'lineage-box'}>
      <title>{`${grid} ${note}`}</title>
      <rect width={boxWidth} height={28} rx={6} />
      <text x={boxWidth / 2} y={18} textAnchor="middle">
        {`${grid.slice(9, 12)}-${grid.slice(12)}`}
      </text>
    </g>
  )
  return (
    <section>
      <h3>{say('borders.lineage')}</h3>
      <svg className="lineage" viewBox={`0 0 312 ${height}`} role="img" aria-label={say('borders.lineage')}>
        {ancestors.map((_, i) => (
          <path
            key={`a${_.ancestorCode}`}
            className="lineage-line"
            d={`M${boxWidth} ${yOf(i, ancestors.length)}C${boxWidth + 10} ${yOf(i, ancestors.length)} ${boxWidth + 8} ${middle} 110 ${middle}`}
          />
        ))}
        {descendants.map((_, i) => (
          <path
            key={`d${_.descendantCode}`}
            className="lineage-line"
            d={`M202 ${middle}C212 ${middle} 210 ${yOf(i, descendants.length)} 220 ${yOf(i, descendants.length)}`}
          />
        ))}
        {ancestors.map(({ ancestorCode, changeKind }, i) => box(ancestorCode, 0, yOf(i, ancestors.length), say(`lineage.${changeKind}`)))}
        {box(code, 110, middle, '')}
        {descendants.map(({ descendantCode, changeKind }, i) =>
          box(descendantCode, 220, yOf(i, descendants.length), say(`lineage.${changeKind}`)),
        )}
      </svg>
      <ul>
        {lineage.map(({ ancestorCode, descendantCode, changeKind, effectiveOn }) => {
          const other = ancestorCode === code ? descendantCode : ancestorCode
          return (
            <li key={`${ancestorCode} ${descendantCode}`}>
              <button type="button" className="panel-link" onClick={() => onChoose(other)}>
                <span>{say(ancestorCode === code ? 'borders.became' : 'borders.cameFrom', { grid: other })}</span>
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
