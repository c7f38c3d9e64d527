// One stretch of a new border for paper, north up: houses and streets around it, the borders as they were, the new one with its corners by number.
import { numberedCorners, type WalkedBorder } from '#domain/plans/walked-borders.ts'
import { type LatticePoint, UNITS_PER_DEGREE } from '#domain/topology/lattice.ts'
import { arcsNear, type Box, boxesMeet, pointsBox, type Topology } from '#domain/topology/topology.ts'
import type { GuideLine } from '../../editor/snap.ts'

const [width, height, edge] = [480, 320, 16]
/** Around the stretch, as a share of its size, and at least so many units: some 35 m. */
const [margin, leastMargin] = [0.15, 3200]

type Props = {
  readonly border: WalkedBorder
  readonly base: Topology
  readonly guides: readonly GuideLine[]
  readonly photos: readonly LatticePoint[]
  readonly label: string
}

export function BorderSketch({ border, base, guides, photos, label }: Props) {
  const [west, south, east, north] = pointsBox(border.points)
  const around = Math.max(leastMargin, margin * Math.max(east - west, north - south))
  const box: Box = [west - around, south - around, east + around, north + around]
  const stretch = 1 / Math.cos(((south / UNITS_PER_DEGREE) * Math.PI) / 180)
  const scale = Math.min((width - 2 * edge) / (box[2] - box[0]), (height - 2 * edge) / ((box[3] - box[1]) * stretch))
  const [left, top] = [(width - (box[2] - box[0]) * scale) / 2, (height - (box[3] - box[1]) * stretch * scale) / 2]
  const at = ([x, y]: LatticePoint): readonly [number, number] => [left + (x - box[0]) * scale, top + (box[3] - y) * stretch * scale]
  const path = (points: readonly LatticePoint[]): string =>
    `M${points
      .map((point) =>
        at(point)
          .map((one) => one.toFixed(1))
          .join(' '),
      )
      .join('L')}`
  const near = guides.filter(({ line }) => boxesMeet(pointsBox(line), box))
  const old = [...arcsNear(base, box)].flatMap((id) => {
    const points = base.arcs.get(id)?.points ?? []
    return boxesMeet(pointsBox(points), box) ? [{ id, points }] : []
  })
  return (
    <svg className="border-sketch" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {(['water', 'road', 'wall'] as const).map((kind) => (
        <path
          key={kind}
          className={`sketch-${kind}`}
          d={near.flatMap((guide) => (guide.kind === kind ? [path(guide.line)] : [])).join('')}
        />
      ))}
      {old.map(({ id, points }) => (
        <path key={id} className="sketch-old" d={path(points)} />
      ))}
      <path className="sketch-new" d={path(border.points)} />
      {photos.map((place) => {
        const [x, y] = at(place)
        return <rect key={String(place)} className="sketch-photo" x={x + 5} y={y - 15} width={10} height={10} />
      })}
      {numberedCorners(border).map(({ number, point }) => {
        const [x, y] = at(point)
        return (
          <g key={number} className="sketch-corner">
            <circle cx={x} cy={y} r={8} />
            <text x={x} y={y + 4} textAnchor="middle">
              {number}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
