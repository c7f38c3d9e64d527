// Where issues were reported, to be read and printed: the picture that the map of the wall draws, with the places of the list numbered on it. Until it is
// taken, and where no map can be drawn: outlines of grids and a dot for each spot by how many.
import { lazy, Suspense, useState } from 'react'
import type { GridFeature, Subdistrict } from '#contract/registers.ts'
import type { PeriodReport } from '#contract/reports.ts'
import { heatScales } from '#domain/density/heat-scale.ts'
import { flatMap, pictureMap, type Ring } from '../../app/flat-map.ts'
import { useTexts } from '../../i18n/text.ts'
import type { MapPicture } from '../../map/map-picture.ts'
import { hasWebgl } from '../../map/webgl.ts'

const ReportPicture = lazy(() => import('./ReportPicture.tsx'))

const width = 480
const margin = 10
/** The picture is as high as the ground asks for, within these. */
const [lowest, highest] = [240, 520]
/** It is drawn so many times as large as it stands: sharp on paper. */
const times = 2

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

export function ReportMap({ report, grids, own }: { report: PeriodReport; grids: readonly GridFeature[]; own: Subdistrict | undefined }) {
  const { say } = useTexts()
  const [webgl] = useState(hasWebgl)
  const [taken, setTaken] = useState<{ readonly of: PeriodReport; readonly picture: MapPicture } | null>(null)
  const drawn = drawnGrids(
    grids,
    report.ground.map(({ code }) => code),
  )
  const flat = flatMap(drawn.flatMap(ringsOf).flat(), width, margin)
  if (flat === null) return null
  // what a report says is its picture's: another report wants another picture
  const picture = taken?.of === report ? taken.picture : null
  const pictureHeight = Math.round(Math.min(highest, Math.max(lowest, flat.height)))
  const height = picture ? pictureHeight : Math.ceil(flat.height)
  const { x, y, bar } = picture ? pictureMap(picture.box, width, height) : flat
  const most = Math.max(1, ...report.points.map(([, , issues]) => issues))
  return (
    <figure className="report-map" data-testid="report-map" data-drawn={picture ? 'map' : 'outlines'}>
      <figcaption>
        <h3>{say('report.map')}</h3>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height + 18}`} role="img" aria-label={say('report.map')}>
        {picture ? (
          <image href={picture.address} width={width} height={height} />
        ) : (
          <>
            {[3, 2, 1].map((level) =>
              drawn
                .filter(({ properties }) => properties.level === level)
                .map((feature) => (
                  <path key={feature.properties.gridCode} className={`report-grid report-grid-${level}`} d={flat.path(ringsOf(feature))} />
                )),
            )}
            {report.points.map(([lng, lat, issues]) => (
              <circle key={`${lng} ${lat}`} className="report-dot" cx={x(lng)} cy={y(lat)} r={1.2 + 3 * Math.sqrt((issues - 1) / most)} />
            ))}
          </>
        )}
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
      {picture ? (
        <p className="report-ramp report-muted">
          {say('wall.legend.few')}
          {heatScales.raw.classes.map(({ light }) => (
            <span key={light} style={{ background: light }} aria-hidden="true" />
          ))}
          {say('wall.legend.many')}
        </p>
      ) : null}
      <p className="report-muted">{say(picture ? 'report.map.pictureKey' : 'report.map.key')}</p>
      {webgl && own && picture === null ? (
        <Suspense fallback={null}>
          <ReportPicture
            key={report.asOf}
            report={report}
            subdistrict={own}
            box={flat.box}
            times={times}
            width={width}
            height={pictureHeight}
            onPicture={(made) => setTaken({ of: report, picture: made })}
          />
        </Suspense>
      ) : null}
    </figure>
  )
}
