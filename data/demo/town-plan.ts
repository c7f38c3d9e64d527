/**
 * The plan of the fictional county town, drawn by hand as a few points per line (metres east and north of the origin):
 * a river in an S bend with the old town inside the bend, a brook from the north, a ring road, the main streets,
 * a hill with a park in the south. Everything smaller is cut by rule in `subdivide.ts`.
 */
import type { XY } from '#domain/geo/local-plane.ts'
import { alongSegment, distance, footOnSegment } from '#domain/geo/segment.ts'
import type { PlanLine } from './line-kinds.ts'
import { nearestIndex, offsetLine, smoothLine, softNoise } from './spline.ts'

/** A line written as 'east,north east,north …'. */
const way = (text: string): XY[] =>
  text.split(' ').map((pair): XY => {
    const [east = 0, north = 0] = pair.split(',').map(Number)
    return [east, north]
  })

/** Everything drawn lies within ± these metres. */
export const FRAME: XY = [2180, 1900]

export const RIVER: readonly XY[] = smoothLine(
  way(
    '-2400,-290 -2050,-480 -1620,-575 -1180,-450 -830,-150 -500,180 -90,330 320,225 610,-50 900,-285 1290,-310 1690,-130 2080,120 2400,215',
  ),
  28,
)
export const riverHalfWidth = (p: XY): number => 36 + 8 * softNoise(p, 1300, 0.9)

export const BROOK: readonly XY[] = smoothLine(way('-470,2000 -395,1640 -455,1330 -355,1060 -410,830 -300,610 -345,430 -285,283'), 24)

const EDGE: readonly XY[] = way(
  '-1850,-380 -1740,-640 -1480,-880 -1350,-1120 -1040,-1240 -760,-1430 -330,-1390 40,-1640 500,-1400 740,-1220 1020,-1120 1390,-930 1600,-620 1690,-250 1640,150 1615,520 1420,860 1140,1120 800,1180 420,1390 0,1330 -420,1480 -800,1330 -1120,1040 -1330,760 -1600,600 -1900,180',
)

/** The outer border: smooth where it follows the eastern road, ragged where it follows ridges and field edges. */
export const BORDER: readonly XY[] = smoothLine(EDGE, 34, true)
  .slice(0, -1)
  .map((p): XY => {
    if (onEastRoad(p)) return p
    return [p[0] + 26 * softNoise(p, 230, 5) + 9 * softNoise(p, 70, 1), p[1] + 26 * softNoise(p, 210, 3) + 9 * softNoise(p, 80, 2)]
  })

function onEastRoad(p: XY): boolean {
  return p[0] > 1100 && p[1] > -930 && p[1] < 1120
}

const RING_ROAD: readonly XY[] = way(
  '-1335,-510 -1405,-100 -1395,170 -1270,520 -1020,820 -700,985 -300,1045 60,1010 480,960 860,925 1120,790 1255,480 1330,120 1372,-300 1300,-570 1060,-850 800,-1080 430,-1215 60,-1185 -260,-1245 -620,-1185 -900,-1010 -1080,-800 -1275,-660',
)

const MAIN_STREETS: readonly { kind: PlanLine['kind']; street: string; points: readonly XY[]; closed?: boolean }[] = [
  { kind: 'primary', street: 'ring', points: RING_ROAD, closed: true },
  // north–south
  {
    kind: 'primary',
    street: 'central',
    points: way('30,2000 -40,1500 -95,1030 -70,690 -88,330 -120,-30 -165,-300 -175,-505'),
  },
  {
    kind: 'secondary',
    street: 'west',
    points: way('-930,2000 -800,1500 -730,985 -640,690 -625,420 -545,135 -500,-210 -610,-540 -720,-860 -770,-1110 -870,-1500 -840,-2000'),
  },
  {
    kind: 'secondary',
    street: 'east',
    points: way('760,2000 650,1500 560,955 625,700 735,300 745,30 672,-110 585,-330 505,-540 490,-850 430,-1215 480,-1500 400,-2000'),
  },
  {
    kind: 'tertiary',
    street: 'northeast',
    points: way('930,870 1010,660 1000,330 1085,60 1065,-220'),
  },
  {
    kind: 'tertiary',
    street: 'northwest',
    points: way('-1040,770 -1010,590 -960,330 -1060,10 -1020,-250'),
  },
  {
    kind: 'tertiary',
    street: 'southeast',
    points: way('890,-360 885,-640 800,-840 835,-1030'),
  },
  {
    kind: 'tertiary',
    street: 'southwest',
    points: way('-900,-320 -900,-600 -960,-760 -985,-900'),
  },
  // east–west
  {
    kind: 'secondary',
    street: 'north',
    points: way('-2300,700 -1800,590 -1310,430 -1000,590 -640,690 -330,720 -70,690 270,720 625,700 1000,640 1235,520 1700,560 2300,480'),
  },
  {
    kind: 'secondary',
    street: 'riverside',
    points: way('-1380,70 -1190,60 -960,190 -625,420 -360,540 -80,545 280,470 735,300 1000,170 1310,90'),
  },
  {
    kind: 'tertiary',
    street: 'oldTown',
    points: way('-520,-170 -330,-135 -145,-190 90,-160 330,-205 570,-360'),
  },
  {
    kind: 'secondary',
    street: 'foothill',
    points: way(
      '-2300,-980 -1750,-830 -1150,-780 -900,-640 -610,-540 -400,-505 -175,-505 150,-545 505,-540 890,-600 1260,-620 1640,-560 2300,-690',
    ),
  },
  {
    kind: 'tertiary',
    street: 'south',
    points: way('500,-850 800,-840 1040,-835'),
  },
  {
    kind: 'tertiary',
    street: 'midNorth',
    points: way('-70,860 250,850 580,840 910,800'),
  },
  {
    kind: 'tertiary',
    street: 'midWest',
    points: way('-690,850 -900,800 -1090,690'),
  },
  // the old market street, and the ways up the hill
  {
    kind: 'pedestrian',
    street: 'market',
    points: way('120,-175 150,-60 118,60 165,165 178,212'),
  },
  {
    kind: 'residential',
    street: 'hillRoad',
    points: way('370,-560 220,-625 10,-605 -180,-600 -330,-640 -385,-690 -300,-722 -120,-690 60,-700 110,-750 40,-795 -60,-805'),
  },
  {
    kind: 'path',
    street: 'hillLoop',
    points: way('-60,-805 110,-890 90,-1010 -110,-1080 -340,-1060 -450,-950 -390,-830 -220,-785'),
    closed: true,
  },
  {
    kind: 'residential',
    street: 'hillEast',
    points: way('85,-712 230,-770 360,-860 480,-900'),
  },
  {
    kind: 'residential',
    street: 'hillWest',
    points: way('-385,-690 -520,-720 -670,-740'),
  },
  {
    kind: 'service',
    street: 'hillSouth',
    points: way('-110,-1080 -150,-1140 -120,-1200'),
  },
  {
    kind: 'service',
    street: 'hillSouthEast',
    points: way('90,-1010 250,-1050 450,-1080'),
  },
  {
    kind: 'service',
    street: 'hillSouthWest',
    points: way('-450,-950 -560,-970 -735,-1000'),
  },
  {
    kind: 'residential',
    street: 'ridgeRoad',
    points: way('-260,-1245 -330,-1420 -300,-1650 -420,-2000'),
  },
  {
    kind: 'residential',
    street: 'brookRoad',
    points: way('-1270,520 -1420,700 -1600,900 -1700,1300 -1650,2000'),
  },
  {
    kind: 'residential',
    street: 'fieldRoad',
    points: way('-1400,-80 -1650,-60 -1900,60 -2300,100'),
  },
]

/** All lines that are drawn by hand, river, brook and border included. */
export function mainLines(): PlanLine[] {
  const lines: PlanLine[] = MAIN_STREETS.map(({ kind, street, points, closed }) => ({
    kind,
    street,
    points: smoothLine(points, 26, closed),
  }))
  const streets = lines.map(({ points }) => points)
  lines.push({ kind: 'river', street: null, points: RIVER }, { kind: 'stream', street: null, points: BROOK })
  lines.push(...embankments())
  for (const [i, line] of lines.entries()) {
    if (streets[i] === line.points) lines[i] = { ...line, points: attached(line.points, lines) }
  }
  lines.push({ kind: 'boundary', street: null, points: [...BORDER, ...BORDER.slice(0, 1)] })
  lines.push(...eastRoad())
  const [x, y] = FRAME
  lines.push({
    kind: 'frame',
    street: null,
    points: [
      [-x, -y],
      [x, -y],
      [x, y],
      [-x, y],
      [-x, -y],
    ],
  })
  return lines
}

/** The line with its ends carried on to the nearest point of another line, where one is near: no street stops short. */
function attached(points: readonly XY[], lines: readonly PlanLine[]): readonly XY[] {
  const foot = (end: XY | undefined): XY[] => {
    let best: XY | null = null
    let nearest = 70
    for (const other of lines) {
      if (other.points === points || other.kind === 'river' || other.kind === 'stream') continue
      for (const [i, b] of other.points.entries()) {
        const a = other.points[i - 1]
        if (a === undefined || end === undefined) continue
        const p = alongSegment(a, b, footOnSegment(end, a, b))
        const d = distance(p, end)
        if (d < nearest) {
          nearest = d
          best = p
        }
      }
    }
    return best === null || nearest === 0 ? [] : [best]
  }
  const first = points[0]
  const last = points[points.length - 1]
  if (first !== undefined && first === last) return points
  return [...foot(first), ...points, ...foot(last)]
}

function embankments(): PlanLine[] {
  const bank = (side: 1 | -1) => offsetLine(RIVER, (i) => side * (riverHalfWidth(RIVER[i] ?? [0, 0]) + 15))
  const [west, east] = way('-1330,-500 1385,-300')
  const lines: PlanLine[] = []
  for (const [side, street] of [
    [1, 'northBank'],
    [-1, 'southBank'],
  ] as const) {
    const line = bank(side)
    const from = nearestIndex(line, west ?? [0, 0])
    const to = nearestIndex(line, east ?? [0, 0])
    lines.push({ kind: 'path', street: null, points: line.slice(0, from + 1) })
    lines.push({ kind: 'residential', street, points: line.slice(from, to + 1) })
    lines.push({ kind: 'path', street: null, points: line.slice(to) })
  }
  for (const side of [1, -1] as const) {
    const line = offsetLine(BROOK, () => side * 17)
    // The brook's banks end on the embankment: the last vertices lie in the river's strip.
    const end = nearestIndex(line, [-310, 330])
    const onBank = bank(1)
    const foot = onBank[nearestIndex(onBank, line[end] ?? [0, 0])]
    lines.push({ kind: 'path', street: null, points: [...line.slice(0, end), ...(foot === undefined ? [] : [foot])] })
  }
  return lines
}

/** The road that the eastern border follows, carried on beyond both of its ends. */
function eastRoad(): PlanLine[] {
  const first = BORDER.findIndex(onEastRoad)
  const stretch = BORDER.slice(first).filter(onEastRoad)
  const tail: XY[] = way('820,1480 600,1990')
  const head: XY[] = way('1300,-1300 1180,-1990')
  return [{ kind: 'tertiary', street: 'eastRoad', points: [...head.reverse(), ...stretch, ...tail] }]
}
