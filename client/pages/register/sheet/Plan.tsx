// A plan for paper, north up: outlines, a way, doors with their names. No tiles, no canvas: it prints as it is seen.
import { metresPerDegree } from '#domain/geo/local-plane.ts'
import { boxOf } from '../../../map/camera.ts'

type Position = readonly number[]
export type PlanPoint = {
  readonly id: number
  readonly lng: number
  readonly lat: number
  readonly label: string
  readonly missing: boolean
}
type Props = {
  label: string
  /** Rings, of the whole and of what is meant within it. */
  outline?: readonly (readonly Position[])[]
  meant?: readonly (readonly Position[])[]
  way?: readonly Position[]
  points: readonly PlanPoint[]
}

const [width, height, margin] = [300, 240, 18]
/** More labels than this would lie on one another. */
const mostLabels = 40

export function Plan({ label, outline = [], meant = [], way = [], points }: Props) {
  const all = [...outline.flat(), ...meant.flat(), ...way, ...points.map(({ lng, lat }) => [lng, lat])]
  const box = boxOf(all as [number, number][])
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
  const lineOf = (positions: readonly Position[]) =>
    positions
      .map(([lng = 0, lat = 0]) =>
        at(lng, lat)
          .map((one) => one.toFixed(1))
          .join(' '),
      )
      .join('L')
  const areaOf = (rings: readonly (readonly Position[])[]) => rings.map((ring) => `M${lineOf(ring)}Z`).join('')
  return (
    <svg className="sheet-plan" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={areaOf(outline)} className="sheet-outline" fillRule="evenodd" />
      <path d={areaOf(meant)} className="sheet-meant" fillRule="evenodd" />
      {way.length > 1 ? <path d={`M${lineOf(way)}`} className="sheet-way" /> : null}
      {points.map(({ id, lng, lat, label: words, missing }) => {
        const [x, y] = at(lng, lat)
        return (
          <g key={id}>
            <circle cx={x} cy={y} r="4" className={missing ? 'sheet-door sheet-door-missing' : 'sheet-door'} />
            {points.length <= mostLabels ? (
              <text x={x + 6} y={y + 3.5}>
                {words}
              </text>
            ) : null}
          </g>
        )
      })}
    </svg>
  )
}
