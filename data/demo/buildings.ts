/** All buildings of the town, cell by cell, and the open grounds (pitches, squares) that come with public places. */
import type { Ring } from '#domain/geo/ring.ts'
import { signedArea } from '#domain/geo/ring.ts'
import type { Random } from '#domain/random/random.ts'
import { BUTTERFLY_SHAPE, type Site, siteOf, TOWER_SHAPE } from './footprints.ts'
import type { Cell, Ground } from './ground.ts'
import { rowAngle } from './lanes.ts'
import type { LineKind } from './line-kinds.ts'
import type { Plot } from './plots.ts'
import { placeHouses } from './site-houses.ts'
import { placeProgramme } from './site-public.ts'
import { placeRows, placeShops } from './site-rows.ts'

export interface Building {
  readonly cell: Cell
  readonly ring: Ring
  readonly form: 'slab' | 'tower' | 'house' | 'shop' | 'public'
  readonly use: 'residential' | 'commercial' | 'public' | 'industrial' | 'other'
  readonly levels: number
  readonly heightMetres: number
  readonly builtYear: number
  /** flats by unit (stairwell), before any calibration */
  readonly flats: readonly number[]
  /** what a public building is called, '' when it goes by number */
  readonly label: string
  readonly labelEn: string
}

export interface OpenGround {
  readonly kind: 'pitch' | 'square'
  readonly ring: Ring
  readonly name: string
  readonly nameEn: string
}

export interface Built {
  readonly buildings: readonly Building[]
  readonly openGrounds: readonly OpenGround[]
}

export function build(ground: Ground, random: Random): Built {
  const buildings: Building[] = []
  const openGrounds: OpenGround[] = []
  const character = new Map<number, Character>()
  for (const cell of ground.cells) {
    const { plot } = cell
    const own = character.get(plot.id) ?? characterOf(plot, random.fork(`plot${plot.id}`))
    character.set(plot.id, own)
    buildCell(siteOf(ground, cell), own, random.fork(`cell${cell.id}`), buildings, openGrounds)
  }
  return { buildings, openGrounds }
}

/** What the buildings of one plot share: they went up together. */
interface Character {
  readonly year: number
  readonly levels: number
  readonly depth: number
  readonly tower: 'plate' | 'butterfly'
  readonly shops: boolean
}

function characterOf(plot: Plot, random: Random): Character {
  if (plot.use === 'towers') {
    return {
      year: random.whole(2009, 2022),
      levels: random.whole(18, 31),
      depth: random.between(16, 19),
      tower: random.chance(0.6) ? 'plate' : 'butterfly',
      shops: random.chance(0.8),
    }
  }
  const old = plot.zone === 'old' || plot.use === 'courtyard'
  const year = old ? random.whole(1981, 1999) : random.chance(0.74) ? random.whole(1986, 2000) : random.whole(2001, 2011)
  return {
    year,
    levels: year > 2003 ? random.whole(6, 8) : old ? random.whole(5, 7) : random.whole(6, 8),
    depth: random.between(10.5, 12.8),
    tower: 'plate',
    shops: random.chance(0.62),
  }
}

const shopStreet = (kind: LineKind) => kind === 'primary' || kind === 'secondary' || kind === 'tertiary' || kind === 'pedestrian'

function buildCell(site: Site, own: Character, random: Random, buildings: Building[], openGrounds: OpenGround[]): void {
  const { cell } = site
  const { plot } = cell
  const add = (ring: Ring, b: Omit<Building, 'cell' | 'ring' | 'heightMetres' | 'label' | 'labelEn'>, label = '', labelEn = '') => {
    const storey = b.form === 'house' || b.form === 'slab' || b.form === 'tower' ? 3 : 3.9
    buildings.push({
      cell,
      ring,
      ...b,
      heightMetres: Math.round((b.levels * storey + (b.form === 'tower' ? 3 : 0.6)) * 10) / 10,
      label,
      labelEn,
    })
  }
  const shops = (density: number) => {
    for (const ring of placeShops(site, shopStreet, random, density)) {
      add(ring, { form: 'shop', use: 'commercial', levels: random.whole(1, 3), builtYear: own.year + random.whole(0, 3), flats: [] })
    }
  }
  switch (plot.use) {
    case 'slabs':
    case 'courtyard': {
      const style = {
        angle: rowAngle(plot.ring),
        depth: own.depth,
        shortest: 18,
        longest: random.between(48, 66),
        gap: random.between(6.5, 9),
        rowGap: own.levels * 2.3,
        shopMetres: own.shops ? 12 : 0,
      }
      for (const { ring, length } of placeRows(site, style, random)) {
        const units = Math.max(1, Math.min(5, Math.round(length / 14.5)))
        const levels = Math.max(4, own.levels - (random.chance(0.2) ? 1 : 0))
        add(ring, {
          form: 'slab',
          use: 'residential',
          levels,
          builtYear: own.year + random.whole(0, 2),
          flats: Array.from({ length: units }, () => levels * 2),
        })
      }
      if (own.shops) shops(0.85)
      else if (random.chance(0.25)) bicycleShed(site, own, random, add)
      break
    }
    case 'towers': {
      const style = {
        angle: rowAngle(plot.ring),
        depth: own.depth,
        shortest: 24,
        longest: random.between(29, 36),
        gap: random.between(23, 32),
        rowGap: 38,
        shopMetres: own.shops ? 14 : 4,
        shape: own.tower === 'plate' ? TOWER_SHAPE : BUTTERFLY_SHAPE,
      }
      for (const { ring, length } of placeRows(site, style, random)) {
        const levels = Math.max(17, Math.min(33, own.levels + random.whole(-4, 2)))
        const perLevel = own.tower === 'plate' ? (length > 30 ? [3, 3] : [2, 3]) : [3]
        add(ring, {
          form: 'tower',
          use: 'residential',
          levels,
          builtYear: own.year + random.whole(0, 1),
          flats: perLevel.map((n) => n * (levels - 1)),
        })
      }
      if (own.shops) shops(0.9)
      break
    }
    case 'houses':
    case 'hamlet':
    case 'field':
      houses(site, random, add)
      break
    case 'bank':
    case 'park':
    case 'wood':
      break
    default:
      for (const { ring, label, labelEn, levels, open, use } of placeProgramme(site, random)) {
        if (open === null) add(ring, { form: 'public', use, levels, builtYear: random.whole(1992, 2019), flats: [] }, label, labelEn)
        else openGrounds.push({ kind: open, ring, name: plot.title + label, nameEn: `${plot.titleEn} ${labelEn}`.trim() })
      }
  }
}

type Add = (ring: Ring, b: Omit<Building, 'cell' | 'ring' | 'heightMetres' | 'label' | 'labelEn'>) => void

function houses(site: Site, random: Random, add: Add): void {
  const { plot } = site.cell
  const dense = plot.use === 'houses'
  const style =
    plot.zone === 'old'
      ? { frontage: [8.5, 17] as const, depth: [10, 15] as const, packed: 0.92, behind: 13, most: 60, clustered: false }
      : dense
        ? {
            frontage: [9, 15] as const,
            depth: [9.5, 13.5] as const,
            packed: plot.zone === 'hill' ? 0.62 : 0.75,
            behind: 9,
            most: 60,
            clustered: false,
          }
        : {
            frontage: [10, 16] as const,
            depth: [9, 13] as const,
            packed: plot.use === 'hamlet' ? 0.62 : 0.1,
            behind: plot.use === 'hamlet' ? 7 : 0.5,
            most: 24,
            clustered: true,
          }
  for (const { ring, front } of placeHouses(site, style, random)) {
    const area = signedArea(ring)
    const onShopStreet = front === 'pedestrian' || front === 'tertiary' || front === 'secondary' || front === 'primary'
    const levels = dense ? 2 + random.weighted(onShopStreet ? [2, 4, 3, 2] : [5, 5, 3, 1]) : 2 + random.weighted([6, 3, 1])
    const year = random.whole(plot.zone === 'old' ? 1958 : 1983, 2012)
    if (onShopStreet && random.chance(front === 'pedestrian' ? 0.8 : 0.4)) {
      add(ring, { form: 'shop', use: 'commercial', levels: Math.min(levels, 3), builtYear: year, flats: [] })
    } else if (area < 60 && random.chance(0.25)) {
      add(ring, { form: 'house', use: 'other', levels: 1, builtYear: year, flats: [] })
    } else {
      const flats = Math.max(1, Math.min(3, Math.round((levels * area) / 260 + random.between(-0.4, 0.5))))
      add(ring, { form: 'house', use: 'residential', levels, builtYear: year, flats: [flats] })
    }
  }
}

function bicycleShed(site: Site, own: Character, random: Random, add: Add): void {
  const [ring] = placeShops(site, (kind) => kind === 'wall', random, 0.3)
  if (ring !== undefined) add(ring, { form: 'shop', use: 'other', levels: 1, builtYear: own.year, flats: [] })
}
