// Where issues were reported, as a drawing that prints: outlines of grids, a dot for each spot by how many, and the places of the list numbered.
import type { GridFeature } from '#contract/registers.ts'
import type { PeriodReport } from '#contract/reports.ts'
import { useTexts } from '../../i18n/text.ts'

const width = 480
const margin = 10
/** Of latitude. */
const degreeMetres = 111_320

type Ring = readonly (readonly number[])[]
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
  if (spots.length === 0) return null
  const [west, east] = [Math.min(...spots.map(([lng = 0]) => lng)), Math.max(...spots.map(([lng = 0]) => lng))]
  const [south, north] = [Math.min(...spots.map(([, lat = 0]) => lat)), Math.max(...spots.map(([, lat = 0]) => lat))]
  const across = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = (width - 2 * margin) / Math.max((east - west) * across, 1e-6)
  const height = (north - south) * scale + 2 * margin
  const x = (lng: number) => margin + (lng - west) * across * scale
  const y = (lat: number) => margin + (north - lat) * scale
  const path = (rings: readonly Ring[]) =>
    rings.map((ring) => `M${ring.map(([lng = 0, lat = 0]) => `${x(lng).toFixed(1)} ${y(lat).toFixed(1)}`).join('L')}Z`).join('')
  const most = Math.max(1, ...report.points.map(([, , issues]) => issues))
  const metres = niceMetres(0.25 * (width / scale) * degreeMetres)
  const bar = (metres / degreeMetres) * scale
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
          <path d={`M${margin} ${height + 6}h${bar.toFixed(1)}`} />
          <text x={margin + bar + 6} y={height + 10}>
            {metres >= 1000 ? say('map.scale.kilometres', { value: metres / 1000 }) : say('map.scale.metres', { value: metres })}
          </text>
        </g>
      </svg>
      <p className="report-muted">{say('report.map.key')}</p>
    </figure>
  )
}

/** The largest of 1, 2, 5 × 10ⁿ that is not longer. */
function niceMetres(longest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, longest)))
  return power * ([5, 2].find((step) => step * power <= longest) ?? 1)
}
