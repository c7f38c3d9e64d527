// One plan: what is different in it, its circles as a drawing that prints, and its figures.
import { useQuery } from '@tanstack/react-query'
import type { WalkFigures } from '#contract/circles.ts'
import type { SmallCount } from '#contract/fields.ts'
import { changesText, type StationChange } from '#domain/walk/station-changes.ts'
import { circlesQuery, type Scope, stationsQuery, type Walk } from '../../api/queries.ts'
import { reportGridsQuery } from '../../api/reports.ts'
import { flatMap, type Ring } from '../../app/flat-map.ts'
import { useChangeWords } from '../../app/use-change-words.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'

type Props = {
  scope: Scope
  walk: Walk
  plan: readonly StationChange[]
  name: string
  figures: WalkFigures | undefined
  meanMinutes: number | null
}

const width = 480
const margin = 10
/** Communities: the ground that people know by name. */
const outlineLevel = 2

export function PlanSheet({ scope, walk, plan, name, figures, meanMinutes }: Props) {
  const { say, formats } = useTexts()
  const words = useChangeWords(scope)
  return (
    <>
      {plan.length === 0 ? (
        <p className="compare-note">{say('compare.nothingDifferent')}</p>
      ) : (
        <ol className="compare-changes">
          {plan.map((one) => (
            <li key={changesText([one])}>{words(one, plan)}</li>
          ))}
        </ol>
      )}
      <PlanMap scope={scope} walk={walk} plan={plan} name={name} />
      {figures === undefined ? (
        <Skeleton height={72} />
      ) : (
        <dl className="compare-figures" data-testid="compare-figures">
          <Share of={figures.households} label={say('compare.households')} />
          <Share of={figures.residents60Plus} label={say('compare.elderly')} />
          <Share of={figures.buildings} label={say('compare.buildings')} />
          <div>
            <dt>{say('compare.meanMinutes')}</dt>
            <dd>{meanMinutes === null ? '—' : say('compare.minutes', { value: formats.decimal(meanMinutes) })}</dd>
          </div>
        </dl>
      )}
    </>
  )
}

function Share({ of: { covered, known }, label }: { of: { covered: SmallCount; known: SmallCount }; label: string }) {
  const { say, formats } = useTexts()
  const told = (count: SmallCount) => (count === '<3' ? say('details.fewerThan3') : formats.number(count))
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <strong>{formats.percent({ numerator: covered, denominator: known })}</strong> {told(covered)} / {told(known)}
      </dd>
    </div>
  )
}

function PlanMap({ scope, walk, plan, name }: Pick<Props, 'scope' | 'walk' | 'plan' | 'name'>) {
  const { say } = useTexts()
  const grids = useQuery(reportGridsQuery())
  const rings = useQuery(circlesQuery(scope, walk))
  const stations = useQuery(stationsQuery(scope))
  const outlines = (grids.data?.features ?? []).filter(({ properties }) => properties.level === outlineLevel)
  const outlineRings = outlines.map(({ geometry }) => geometry.coordinates.flat() as readonly Ring[])
  const flat = flatMap(outlineRings.flat(2), width, margin)
  if (flat === null || rings.data === undefined) return <Skeleton height={320} />
  const { x, y, path, height, bar } = flat
  const closed = new Set(plan.flatMap((one) => (one.change === 'close' ? [one.serviceStationId] : [])))
  const opened = plan.flatMap((one) => (one.change === 'open' ? [one] : []))
  return (
    <svg
      className="compare-map"
      viewBox={`0 0 ${width} ${Math.ceil(height) + 18}`}
      role="img"
      aria-label={say('compare.map', { plan: name })}
      data-testid="compare-map"
    >
      {rings.data.features.map(({ id, geometry, properties }) => (
        <path
          key={id}
          className={`compare-ring compare-ring-${properties.minutes}`}
          d={path(geometry.coordinates.flat() as readonly Ring[])}
        />
      ))}
      {outlineRings.map((ring, at) => (
        <path key={outlines[at]?.properties.gridCode} className="compare-outline" d={path(ring)} />
      ))}
      {(stations.data?.features ?? []).map(({ geometry, properties: { serviceStationId, status } }) => {
        const [lng = 0, lat = 0] = geometry.coordinates
        const isClosed = status === 'closed' || closed.has(serviceStationId)
        return isClosed ? (
          <path key={serviceStationId} className="compare-closed" d={`M${x(lng) - 4} ${y(lat) - 4}l8 8m0 -8l-8 8`} />
        ) : (
          <circle key={serviceStationId} className="compare-station" cx={x(lng)} cy={y(lat)} r={3} />
        )
      })}
      {opened.map(({ lng, lat }, at) => (
        <g key={`${lng} ${lat}`} className="compare-opened">
          <circle cx={x(lng)} cy={y(lat)} r={8} />
          <text x={x(lng)} y={y(lat) + 3.6} textAnchor="middle">
            {at + 1}
          </text>
        </g>
      ))}
      <g className="report-scale">
        <path d={`M${margin} ${height + 6}h${bar.units.toFixed(1)}`} />
        <text x={margin + bar.units + 6} y={height + 10}>
          {bar.metres >= 1000 ? say('map.scale.kilometres', { value: bar.metres / 1000 }) : say('map.scale.metres', { value: bar.metres })}
        </text>
      </g>
    </svg>
  )
}
