/** What is drawn under everything: roads, water, green. It goes on beyond the border, so that the map has no cliff. */

import { insetRing } from '#domain/geo/inset-ring.ts'
import type { XY } from '#domain/geo/local-plane.ts'
import { boxOf, dominantAngle, type Ring, ringDistance, signedArea } from '#domain/geo/ring.ts'
import { dissolve } from '#domain/topology/dissolve.ts'
import { outline } from './footprints.ts'
import { SUBDISTRICT } from './grid-register.ts'
import type { Plot } from './plots.ts'
import type { Shapes } from './shapes.ts'
import { offsetLine, smoothLine } from './spline.ts'
import type { GreenRow, RoadRow, WaterRow } from './tables.ts'
import type { Town } from './town.ts'
import { BROOK, FRAME, RIVER, riverHalfWidth } from './town-plan.ts'

export function roadRows(town: Town, shapes: Shapes): RoadRow[] {
  return town.streets.map(({ id, roadClass, name, bridge, points }) => ({
    subdistrict_code: SUBDISTRICT,
    road_id: id,
    road_class: roadClass,
    name: name.zh,
    name_en: name.en,
    bridge,
    tunnel: false,
    oneway: false,
    geom: shapes.line(points.map(({ p }) => p)),
  }))
}

const insideFrame = ([x, y]: XY): boolean => Math.abs(x) <= FRAME[0] && Math.abs(y) <= FRAME[1]

/** A pond: an uneven oval. */
const POND: readonly XY[] = smoothLine(
  [
    [0.5, 0.05],
    [0.32, 0.42],
    [-0.05, 0.36],
    [-0.3, 0.5],
    [-0.5, 0.1],
    [-0.36, -0.36],
    [0.02, -0.3],
    [0.3, -0.48],
  ].map(([x = 0, y = 0]): XY => [x * 100, y * 100]),
  12,
  true,
)
  .slice(0, -1)
  .map(([x, y]): XY => [x / 100, y / 100])

export function waterRows(town: Town, shapes: Shapes): WaterRow[] {
  const rows: WaterRow[] = []
  const add = (water_kind: WaterRow['water_kind'], name: string, name_en: string, geom: WaterRow['geom']) =>
    rows.push({ subdistrict_code: SUBDISTRICT, water_id: rows.length + 1, water_kind, name, name_en, geom })
  const band = (line: readonly XY[], half: (p: XY) => number): Ring => {
    const at = (i: number) => half(line[i] ?? [0, 0])
    return [...offsetLine(line, (i) => -at(i)), ...offsetLine(line, at).reverse()]
  }
  add('river', '砚溪河', 'Yanxi River', shapes.area([band(RIVER.filter(insideFrame), riverHalfWidth)]))
  // The brook's last stretch lies in the river.
  add('river', '墨溪', 'Moxi Brook', shapes.area([band(BROOK.filter(insideFrame), () => 6)]))
  const stream = (name: string, nameEn: string, points: readonly XY[]) => add('stream', name, nameEn, shapes.line(smoothLine(points, 30)))
  stream('麦田沟', 'Maitian Ditch', [
    [-1980, 1500],
    [-2040, 1150],
    [-1930, 820],
    [-2010, 480],
    [-1930, 160],
    [-1990, -120],
    [-1960, -440],
  ])
  stream('砖窑沟', 'Zhuanyao Ditch', [
    [2000, -1500],
    [1850, -1180],
    [1900, -880],
    [1790, -620],
    [1850, -350],
    [1800, -80],
  ])
  for (const plot of town.ground.plots) {
    const big = plot.title === '荷塘公园'
    if (!big && !(plot.use === 'field' && plot.inside && plot.id % 3 === 0)) continue
    const ring = pondOn(plot, town, big ? 0.62 : 0.2)
    if (ring !== null) add(big ? 'lake' : 'pool', big ? '荷塘' : '', big ? 'Lotus Lake' : '', shapes.area([ring]))
  }
  return rows
}

function pondOn(plot: Plot, town: Town, share: number): Ring | null {
  const box = boxOf(plot.ring)
  const near = town.buildings.filter(({ cell }) => cell.plot.id === plot.id)
  for (const size of [share, share * 0.75, share * 0.5]) {
    const reach = Math.min(box[2] - box[0], box[3] - box[1]) * size
    const ring = outline(plot.centre, dominantAngle(plot.ring), POND, reach * 1.25, reach)
    const inPlot = insetRing(plot.ring, () => 0) !== null && ring.every((p) => ringDistance([p, p, p], plot.ring) === 0)
    if (inPlot && near.every((b) => ringDistance(b.ring, ring) > 5)) return ring
  }
  return null
}

const GREEN_OF: Partial<Record<Plot['use'], GreenRow['green_kind']>> = {
  garden: 'park',
  square: 'square',
  field: 'farmland',
  hamlet: 'farmland',
  wood: 'wood',
}

export function greenRows(town: Town, shapes: Shapes): GreenRow[] {
  const rows: GreenRow[] = []
  const add = (green_kind: GreenRow['green_kind'], name: string, name_en: string, rings: readonly Ring[]) =>
    rows.push({ subdistrict_code: SUBDISTRICT, green_id: rows.length + 1, green_kind, name, name_en, geom: shapes.area(rings) })
  for (const plot of town.ground.plots) {
    // Beyond the border only the lie of the land is drawn: what is not wood is fields.
    const kind = plot.inside || plot.use === 'wood' ? GREEN_OF[plot.use] : plot.use === 'bank' ? undefined : 'farmland'
    if (kind === undefined || plot.use === 'park') continue
    const ring = insetRing(plot.ring, () => (kind === 'park' || kind === 'square' ? 5 : 2.5)) ?? plot.ring
    add(kind, plot.title, plot.titleEn, [ring])
  }
  const hill = dissolve(
    town.ground.cells.filter(({ plot }) => plot.use === 'park').map(({ ring }) => ring),
    town.ground.graph.nodes,
  )
  rows.push({
    subdistrict_code: SUBDISTRICT,
    green_id: rows.length + 1,
    green_kind: 'park',
    name: '砚台山公园',
    name_en: 'Yantaishan Park',
    geom: shapes.nodeArea(hill),
  })
  for (const { kind, ring, name, nameEn } of town.openGrounds)
    add(kind, kind === 'square' ? name : '', kind === 'square' ? nameEn : '', [ring])
  const river = RIVER.filter(insideFrame)
  for (const side of [1, -1] as const) {
    const edge = (more: number) => offsetLine(river, (i) => side * (riverHalfWidth(river[i] ?? [0, 0]) + more))
    const ring: Ring = [...edge(1.5), ...edge(10).reverse()]
    add('grass', side === 1 ? '北滨绿带' : '南滨绿带', side === 1 ? 'North Bank Green' : 'South Bank Green', [
      signedArea(ring) < 0 ? [...ring].reverse() : ring,
    ])
  }
  return rows
}
