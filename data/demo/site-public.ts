/** School grounds, hospitals, offices, markets, works: a few large buildings and a pitch, placed where the ground takes them. */
import type { XY } from '#domain/geo/local-plane.ts'
import { boxOf, dominantAngle, insideRing, type Ring } from '#domain/geo/ring.ts'
import { distance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import { fits, L_SHAPE, outline, type Site, U_SHAPE } from './footprints.ts'
import type { PlotUse } from './plots.ts'

const SLAB: readonly XY[] = [
  [-0.5, -0.5],
  [0.5, -0.5],
  [0.5, 0.5],
  [-0.5, 0.5],
]
/** a rectangle with round ends, as a running track */
const TRACK: readonly XY[] = [
  [-0.3, -0.5],
  [0.3, -0.5],
  [0.42, -0.42],
  [0.49, -0.2],
  [0.5, 0],
  [0.49, 0.2],
  [0.42, 0.42],
  [0.3, 0.5],
  [-0.3, 0.5],
  [-0.42, 0.42],
  [-0.49, 0.2],
  [-0.5, 0],
  [-0.49, -0.2],
  [-0.42, -0.42],
]

interface Piece {
  readonly label: string
  readonly labelEn: string
  readonly shape: readonly XY[]
  readonly length: readonly [number, number]
  readonly depth: readonly [number, number]
  readonly levels: readonly [number, number]
  /** a sports ground or court: green, no building */
  readonly open?: 'pitch' | 'square'
  readonly use?: 'commercial' | 'public' | 'industrial'
}

const piece = (
  label: string,
  labelEn: string,
  shape: readonly XY[],
  length: readonly [number, number],
  depth: readonly [number, number],
  levels: readonly [number, number],
  more: Partial<Piece> = {},
): Piece => ({ label, labelEn, shape, length, depth, levels, ...more })

const PROGRAMMES: Partial<Record<PlotUse, readonly Piece[]>> = {
  school: [
    piece('教学楼', 'Teaching block', U_SHAPE, [40, 62], [30, 44], [4, 5]),
    piece('运动场', 'Sports ground', TRACK, [62, 125], [36, 70], [0, 0], { open: 'pitch' }),
    piece('综合楼', 'Main block', L_SHAPE, [36, 48], [24, 32], [4, 6]),
    piece('食堂', 'Canteen', SLAB, [26, 34], [16, 20], [2, 3]),
    piece('宿舍楼', 'Dormitory', SLAB, [40, 56], [13, 15], [5, 6]),
    piece('办公楼', 'Staff block', SLAB, [26, 36], [12, 14], [3, 4]),
    piece('篮球场', 'Basketball court', SLAB, [28, 30], [15, 17], [0, 0], { open: 'pitch' }),
  ],
  hospital: [
    piece('门诊楼', 'Outpatient block', L_SHAPE, [52, 66], [34, 42], [5, 7]),
    piece('住院楼', 'Inpatient block', SLAB, [56, 70], [18, 22], [12, 16]),
    piece('医技楼', 'Diagnostics block', SLAB, [36, 46], [18, 22], [4, 6]),
    piece('后勤楼', 'Service block', SLAB, [24, 32], [12, 15], [3, 4]),
  ],
  office: [
    piece('办公楼', 'Office block', U_SHAPE, [56, 72], [34, 42], [6, 9]),
    piece('附楼', 'Annexe', L_SHAPE, [40, 52], [26, 32], [4, 5]),
    piece('会议楼', 'Conference hall', SLAB, [30, 38], [20, 26], [2, 3]),
    piece('食堂', 'Canteen', SLAB, [24, 30], [14, 16], [2, 2]),
    piece('前坪', 'Forecourt', SLAB, [50, 60], [24, 30], [0, 0], { open: 'square' }),
  ],
  market: [
    piece('交易大厅', 'Market hall', SLAB, [44, 66], [26, 36], [2, 2], { use: 'commercial' }),
    piece('副食楼', 'Dry goods hall', SLAB, [28, 40], [14, 18], [2, 3], { use: 'commercial' }),
    piece('管理楼', 'Market office', SLAB, [16, 22], [10, 12], [3, 3], { use: 'commercial' }),
  ],
  mall: [
    piece('主楼', 'Main building', L_SHAPE, [76, 100], [56, 72], [5, 6], { use: 'commercial' }),
    piece('商务楼', 'Business tower', SLAB, [32, 38], [24, 28], [18, 24], { use: 'commercial' }),
    piece('影城', 'Cinema', SLAB, [36, 48], [26, 32], [4, 5], { use: 'commercial' }),
    piece('广场', 'Plaza', SLAB, [40, 50], [26, 32], [0, 0], { open: 'square' }),
  ],
  bus: [
    piece('候车大厅', 'Waiting hall', SLAB, [56, 74], [24, 30], [2, 3]),
    piece('检修车间', 'Workshop', SLAB, [36, 46], [18, 22], [1, 1], { use: 'industrial' }),
    piece('办公楼', 'Office', SLAB, [26, 32], [12, 14], [4, 5]),
  ],
  stadium: [
    piece('田径场', 'Track and field', TRACK, [120, 168], [76, 92], [0, 0], { open: 'pitch' }),
    piece('体育馆', 'Sports hall', SLAB, [46, 60], [38, 46], [3, 3]),
    piece('游泳馆', 'Swimming hall', SLAB, [40, 50], [24, 30], [2, 2]),
    piece('篮球场', 'Basketball court', SLAB, [30, 32], [34, 36], [0, 0], { open: 'pitch' }),
  ],
  care: [
    piece('颐养楼', 'Residence', U_SHAPE, [50, 60], [30, 38], [4, 6]),
    piece('康复楼', 'Therapy block', SLAB, [30, 38], [13, 15], [3, 4]),
    piece('食堂', 'Canteen', SLAB, [20, 26], [13, 15], [1, 2]),
  ],
  factory: [
    piece('办公楼', 'Office', SLAB, [30, 40], [13, 15], [3, 5], { use: 'industrial' }),
    piece('1号车间', 'Workshop 1', SLAB, [60, 96], [24, 38], [1, 2], { use: 'industrial' }),
    piece('2号车间', 'Workshop 2', SLAB, [50, 80], [22, 34], [1, 2], { use: 'industrial' }),
    piece('仓库', 'Store', SLAB, [40, 60], [20, 28], [1, 1], { use: 'industrial' }),
    piece('3号车间', 'Workshop 3', SLAB, [36, 56], [18, 26], [1, 2], { use: 'industrial' }),
    piece('门卫房', 'Gatehouse', SLAB, [7, 9], [5, 6], [1, 1], { use: 'industrial' }),
  ],
  square: [piece('管理房', 'Warden’s house', SLAB, [12, 16], [7, 9], [1, 2])],
  garden: [piece('茶舍', 'Tea house', L_SHAPE, [16, 22], [12, 16], [1, 2], { use: 'commercial' })],
}

export interface PlacedPiece {
  readonly ring: Ring
  readonly label: string
  readonly labelEn: string
  readonly levels: number
  readonly open: 'pitch' | 'square' | null
  readonly use: 'commercial' | 'public' | 'industrial'
}

export function placeProgramme(site: Site, random: Random): PlacedPiece[] {
  const placed: PlacedPiece[] = []
  for (const wanted of PROGRAMMES[site.cell.plot.use] ?? []) {
    const ring = placePiece(site, wanted, random)
    if (ring === null) continue
    site.taken.push(ring)
    const { label, labelEn, open = null, use = 'public' } = wanted
    placed.push({ ring, label, labelEn, levels: random.whole(...wanted.levels), open, use })
  }
  return placed
}

function placePiece(site: Site, wanted: Piece, random: Random): Ring | null {
  const { points, centre } = site.cell
  const [x0, y0, x1, y1] = boxOf(points)
  const base = dominantAngle(points)
  // Large first, then a little smaller, so that a narrow plot still gets one.
  for (const share of [1, 0.75, 0.5, 0.25, 0]) {
    const length = wanted.length[0] + (wanted.length[1] - wanted.length[0]) * share
    const depth = wanted.depth[0] + (wanted.depth[1] - wanted.depth[0]) * share
    let best: Ring | null = null
    let bestScore = -Infinity
    for (let attempt = 0; attempt < 28; attempt++) {
      const p: XY = [random.between(x0, x1), random.between(y0, y1)]
      if (!insideRing(p, points)) continue
      const angle = base + (random.chance(0.25) ? Math.PI / 2 : 0)
      const ring = outline(p, angle, wanted.shape, length, depth)
      // Towards the edge of the plot: the middle stays free for the next piece.
      const score = distance(p, centre)
      if (score > bestScore && fits(site, ring, wanted.open === undefined ? 7 : 4)) {
        best = ring
        bestScore = score
      }
    }
    if (best !== null) return best
  }
  return null
}
