// The outline of a compound with the doors of its houses, north up, for paper: no tiles, no canvas.
import { metresPerDegree } from '#domain/geo/local-plane.ts'
import type { CompoundSheet } from '../../../api/places.ts'
import { useTexts } from '../../../i18n/text.ts'
import { boxOf } from '../../../map/camera.ts'

const [width, height, margin] = [300, 240, 18]
/** More labels than this would lie on one another. */
const mostLabels = 40

export function CompoundPlan({ geometry, buildings }: Pick<CompoundSheet, 'geometry' | 'buildings'>) {
  const { say, name } = useTexts()
  const box = boxOf([...geometry.coordinates.flat(2), ...buildings.map(({ lng, lat }) => [lng, lat])] as [number, number][])
  if (box === null) return null
  const [west, south, east, north] = box
  const metres = metresPerDegree((south + north) / 2)
  const [wide, high] = [(east - west) * metres.lng, (north - south) * metres.lat]
  const scale = Math.min((width - 2 * margin) / Math.max(wide, 1), (height - 2 * margin) / Math.max(high, 1))
  const [left, top] = [(width - wide * scale) / 2, (height - high * scale) / 2]
  const at = (lng: number, lat: number): readonly [number, number] => [
    left + (lng - west) * metres.lng * scale,
    top + (north - lat) * metres.lat * scale,
  ]
  const path = geometry.coordinates
    .flat()
    .map(
      (ring) =>
        `M${ring
          .map(([lng = 0, lat = 0]) =>
            at(lng, lat)
              .map((one) => one.toFixed(1))
              .join(' '),
          )
          .join('L')}Z`,
    )
    .join('')
  return (
    <svg className="sheet-plan" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={say('sheet.map')}>
      <title>{say('sheet.map')}</title>
      <path d={path} className="sheet-outline" fillRule="evenodd" />
      {buildings.map(({ buildingId, lng, lat, head, ...house }) => {
        const [x, y] = at(lng, lat)
        return (
          <g key={buildingId}>
            <circle cx={x} cy={y} r="4" className={`sheet-door sheet-door-${head}`} />
            {buildings.length <= mostLabels ? (
              <text x={x + 6} y={y + 3.5}>
                {name(house)}
              </text>
            ) : null}
          </g>
        )
      })}
    </svg>
  )
}
