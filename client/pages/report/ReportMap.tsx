// Where issues were reported, as a drawing that prints: outlines of grids, a dot for each spot by how many, and the places of the list numbered.
import type { GridFeature } from '#contract/registers.ts'
import type { PeriodReport } from '#contract/reports.ts'
import { flatMap, type Ring } from '../../app/flat-map.ts'
import { useTexts } from '../../i18n/text.ts'

const width = 480
const margin = 10

const ringsOf = ({ geometry }: GridFeature): readonly Ring[] => geometry.coordinates.flat()

/** Grids inside those the report is of, themselves included; all of them where it is of the whole sub-district. */
function drawnGrids(grids: readonly GridFeature[], codes: readonly string[]): readonly GridFeature[] {
  const wanted = new Set(codes)
  // parents stand before their children by level
  for (const { properties } of [...grids].sort((a, b) => a.properties.level - b.properties.level))
    if (properties.parentCode !== null && wanted.has(properties.parentCode)) wanted.add(properties.gridCode)
  const inside = grids.filter(({ properties }) => wanted.has(properties.gridCode))
  return inside.length > 0 ? inside : grids
}

export function ReportMap({ report, grids }: { report: PeriodReport; grids: readonly GridFeature[] }) {
  const { say } = useTexts()
  const drawn = drawnGrids(
    grids,
    report.ground.map(({ code }) => code),
  )
  const spots = drawn.flatMap(ringsOf).flat()
  const flat = flatMap(spots, width, margin)
  if (flat === null) return null
  const { height, x, y, path, bar } = flat
  const most = Math.max(1, ...report.points.map(([, , issues]) => issues))
  return (
    <figure className="report-map" data-testid="report-map">
      <figcaption>
        <h3>{say('report.map')}</h3>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${Math.ceil(height) + 18}`} role="img" aria-label={say('report.map')}>
        {[3, 2, 1].map((level) =>
          drawn
            .filter(({ properties }) => properties.level === level)
            .map((feature) => (
              <path key={feature.properties.gridCode} className={`report-grid report-grid-${level}`} d={path(ringsOf(feature))} />
            )),
        )}
        {report.points.map(([lng, lat, issues]) => (
          <circle key={`${lng} ${lat}`} className="report-dot" cx={x(lng)} cy={y(lat)} r={1.2 + 3 * Math.sqrt((issues - 1) / most)} />
        ))}
        {report.repeats.map(({ lng, lat, class: one }, index) => (
          <g key={`${lng} ${lat} ${one}`} className="report-mark">
            <circle cx={x(lng)} cy={y(lat)} r={7} />
            <text x={x(lng)} y={y(lat) + 3.2} textAnchor="middle">
              {index + 1}
            </text>
          </g>
        ))}
        <g className="report-scale">
          <path d={`M${margin} ${height + 6}h${bar.units.toFixed(1)}`} />
          <text x={margin + bar.units + 6} y={height + 10}>
            {bar.metres >= 1000
              ? say('map.scale.kilometres', { value: bar.metres / 1000 })
              : say('map.scale.metres', { value: bar.metres })}
          </text>
        </g>
      </svg>
      <p className="report-muted">{say('report.map.key')}</p>
    </figure>
  )
}
