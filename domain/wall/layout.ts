// Where things stand on a wall of any size. Everything grows with the height of the canvas, not with its width, because that is what the eye
// measures from afar; a wider wall gets more columns, not larger type.
//
//   16:9   [ head                 ]     32:9   [ head                          ]    48:9  the same with two columns of panels on the left
//          [ panels │ map         ]            [ panels │ map         │ panels ]
//          [ ticker               ]            [ ticker                        ]
//
// A wall is built of screens; between them runs a seam. Boxes of text never lie over one: they are cut at the seams and keep a distance.

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export type Aspect = '16:9' | '32:9' | '48:9'

export type WallLayout = {
  readonly aspect: Aspect
  /** One thousand and eightieth of the height of the canvas: sizes of type are multiples of it. */
  readonly unit: number
  /** Name and reason; the time and how old things are. */
  readonly title: Box
  readonly clock: Box
  readonly map: Box
  /** Where alarms and lists lie over the map: on one screen, from its upper edge on. */
  readonly over: Box
  /** Where panels stand, in the order in which they are filled; a panel takes one whole. */
  readonly slots: readonly Box[]
  /** Parts of the line at the foot, each within one screen. */
  readonly ticker: readonly Box[]
  /** Where a note over the map may stand: legend and names. */
  readonly legend: Box
  /** Where a remote is asked for, at the other end of the map. */
  readonly corner: Box
}

export type Canvas = {
  readonly width: number
  readonly height: number
  readonly screens: { readonly across: number; readonly down: number }
  /** How many panels there are to place; fewer than there could be are larger. */
  readonly panels?: number
}

const seamAir = 12
const headHeight = 76
const footHeight = 64
const leastTitle = 760
const leastOver = 400
const gap = 16

const aspectOf = (width: number, height: number): Aspect => {
  const ratio = width / height
  return ratio < 2.6 ? '16:9' : ratio < 4.4 ? '32:9' : '48:9'
}

/** Where the seams lie between the edges of a length that is built of so many screens. */
const seamsOf = (length: number, screens: number): readonly number[] =>
  Array.from({ length: Math.max(0, screens - 1) }, (_, at) => ((at + 1) * length) / screens)

type Run = { readonly from: number; readonly to: number }

/** Parts of a run that keep off the seams; what is shorter than `least` is left empty. */
export function offSeams({ from, to }: Run, seams: readonly number[], air: number, least: number): readonly Run[] {
  const inside = seams.filter((seam) => seam > from - air && seam < to + air)
  const edges = [from, ...inside.flatMap((seam) => [seam - air, seam + air]), to]
  const runs: Run[] = []
  for (let at = 0; at < edges.length; at += 2) {
    const run = { from: Math.max(from, edges[at] ?? from), to: Math.min(to, edges[at + 1] ?? to) }
    if (run.to - run.from >= least) runs.push(run)
  }
  return runs
}

/** The longest part of a run that keeps off the seams. */
const longest = (run: Run, seams: readonly number[], air: number): Run =>
  offSeams(run, seams, air, 0).reduce((best, one) => (one.to - one.from > best.to - best.from ? one : best), {
    from: run.from,
    to: run.from,
  })

/** The first part that is long enough, where there is one: a name is looked for at the left. */
const firstOf = (run: Run, seams: readonly number[], air: number, least: number): Run =>
  offSeams(run, seams, air, least)[0] ?? longest(run, seams, air)

/** The last one: the time is looked for at the right. */
const lastOf = (run: Run, seams: readonly number[], air: number, least: number): Run =>
  offSeams(run, seams, air, least).at(-1) ?? longest(run, seams, air)

/** A run cut into so many parts with gaps between them, none of them over a seam: a part that would be is moved off it. */
function cut(run: Run, seams: readonly number[], air: number, parts: number, between: number, least: number): readonly Run[] {
  const free = offSeams(run, seams, air, least)
  const whole = free.reduce((sum, one) => sum + one.to - one.from, 0)
  if (whole <= 0) return []
  // each free part gets as many as its share of the length, at least one
  const shares = free.map((one) => Math.max(1, Math.round((parts * (one.to - one.from)) / whole)))
  return free.flatMap((one, at) => {
    const count = Math.min(shares[at] ?? 1, Math.max(1, Math.floor((one.to - one.from + between) / (least + between))))
    const size = (one.to - one.from - between * (count - 1)) / count
    return Array.from({ length: count }, (_, i) => ({ from: one.from + i * (size + between), to: one.from + i * (size + between) + size }))
  })
}

const boxOf = (across: Run, down: Run): Box => ({
  x: Math.round(across.from),
  y: Math.round(down.from),
  width: Math.floor(across.to - across.from),
  height: Math.floor(down.to - down.from),
})

type Columns = { readonly left: number; readonly right: number; readonly panels: number; readonly width: number }
/** Columns of panels left and right of the map, how many panels stand above each other, and how wide a column is, in units of height. */
const columnsOf: Readonly<Record<Aspect, Columns>> = {
  '16:9': { left: 1, right: 0, panels: 3, width: 520 },
  '32:9': { left: 1, right: 1, panels: 2, width: 640 },
  '48:9': { left: 2, right: 1, panels: 2, width: 620 },
}
const widestColumn = 960
const mostPanels = 3

/**
 * As many columns as leave none, and no place in one, without a panel: a seam cuts a column into `least` places. Those that are left share the width of
 * all, so that the map does not become a large dark field; of two beside each other the inner one goes first.
 */
function columnsFor(aspect: Aspect, wanted: number, least: number) {
  const { left, right, panels, width } = columnsOf[aspect]
  const all = left + right
  const count = Math.min(all, Math.max(1, Math.floor(wanted / least)))
  const onLeft = Math.max(1, Math.min(left, count - right))
  return {
    left: onLeft,
    right: count - onLeft,
    width: count === all ? width : Math.min(widestColumn, (all * (width + gap)) / count - gap),
    panels: count === all ? panels : mostPanels,
  }
}

export function wallLayout({ width, height, screens, panels: wanted = Number.POSITIVE_INFINITY }: Canvas): WallLayout {
  const aspect = aspectOf(width, height)
  const unit = Math.min(height / 1080, width / 1600)
  const [xSeams, ySeams] = [seamsOf(width, screens.across), seamsOf(height, screens.down)]
  const air = Math.max(seamAir, seamAir * unit)
  const [head, foot, space] = [headHeight * unit, footHeight * unit, gap * unit]
  const least = 150 * unit
  const body: Run = { from: head + space / 2, to: height - foot - space / 2 }
  const places = Math.max(1, offSeams(body, ySeams, air, least).length)
  const { left, right, panels, width: wide } = columnsFor(aspect, wanted, places)
  const step = (wide + gap) * unit
  const from = space + left * step
  const to = width - space - right * step
  const columns = [...Array(left + right).keys()].map((at): Run => {
    const begin = at < left ? space + at * step : to + space + (at - left) * step
    return { from: begin, to: begin + wide * unit }
  })
  const slots: Box[] = []
  for (const [at, column] of columns.entries()) {
    const here = Math.min(panels, Math.max(1, Math.ceil((wanted - slots.length) / (columns.length - at))))
    slots.push(...cut(body, ySeams, air, here, space, least).map((down) => boxOf(longest(column, xSeams, air), down)))
  }
  const map: Box = boxOf({ from, to: right === 0 ? width : to }, { from: body.from, to: body.to })
  const headLine = longest({ from: 0, to: head }, ySeams, air)
  const footLine = longest({ from: height - foot, to: height }, ySeams, air)
  const half = aspect === '16:9' ? 0.6 : 0.5
  return {
    aspect,
    unit,
    title: boxOf(firstOf({ from: space, to: width * half }, xSeams, air, leastTitle * unit), headLine),
    clock: boxOf(lastOf({ from: width * half + space, to: width - space }, xSeams, air, leastTitle * unit), headLine),
    map,
    over: boxOf(
      longest({ from: map.x + 20 * unit, to: map.x + map.width - 20 * unit }, xSeams, air),
      // at the upper edge, which the map leaves free for it
      firstOf({ from: map.y + space, to: map.y + map.height - space }, ySeams, air, leastOver * unit),
    ),
    slots,
    ticker: cut({ from: space, to: width - space }, xSeams, air, { '16:9': 3, '32:9': 4, '48:9': 6 }[aspect], space, 480 * unit).map(
      (run) => boxOf(run, footLine),
    ),
    corner: boxOf(
      longest({ from: Math.max(map.x + space, map.x + map.width - 480 * unit), to: map.x + map.width - space }, xSeams, air),
      longest({ from: map.y + map.height - 240 * unit, to: map.y + map.height - space }, ySeams, air),
    ),
    legend: boxOf(
      longest({ from: map.x + space, to: map.x + Math.min(map.width - space, 860 * unit) }, xSeams, air),
      longest({ from: map.y + map.height - 208 * unit, to: map.y + map.height - space }, ySeams, air),
    ),
  }
}

/** Whether a box of text lies over a seam, or nearer to one than it may. */
export function crossesSeam(box: Box, { width, height, screens }: Canvas): boolean {
  const over = (from: number, to: number, seams: readonly number[]) =>
    seams.some((seam) => from < seam + seamAir - 1 && to > seam - seamAir + 1)
  return over(box.x, box.x + box.width, seamsOf(width, screens.across)) || over(box.y, box.y + box.height, seamsOf(height, screens.down))
}
