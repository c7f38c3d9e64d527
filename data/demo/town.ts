/** The whole town, before any date comes in: ground, grids, compounds, buildings with address and entrance, streets, walking network. */
import type { XY } from '#domain/geo/local-plane.ts'
import { centroid, forEachEdge, orientedExtent, type Ring } from '#domain/geo/ring.ts'
import { distance } from '#domain/geo/segment.ts'
import { createRandom } from '#domain/random/random.ts'
import { type Address, addressesOf } from './addresses.ts'
import { type Building, build, type OpenGround } from './buildings.ts'
import { type Compound, registerCompounds } from './compounds.ts'
import { type CodedGrid, type GridRegister, registerGrids } from './grid-register.ts'
import { makeGrids } from './grids.ts'
import { createGround, type Ground } from './ground.ts'
import { countHouseholds, type Dwelling } from './households.ts'
import { rowAngle } from './lanes.ts'
import type { Name } from './names.ts'
import { makeStreets, type Street } from './streets.ts'
import { makeWalkNetwork, type WalkNetwork } from './walk-network.ts'

const SEED = 'fangyuan demo 1'
const HOUSEHOLDS = 44_000

export interface TownBuilding extends Building, Dwelling {
  readonly id: number
  readonly centre: XY
  readonly entrance: XY
  readonly grid: CodedGrid
  readonly compound: Compound | null
  readonly name: Name
  readonly address: string
}

export interface Town {
  readonly ground: Ground
  readonly grids: GridRegister
  readonly compounds: readonly Compound[]
  readonly buildings: readonly TownBuilding[]
  readonly openGrounds: readonly OpenGround[]
  readonly streets: readonly Street[]
  readonly network: WalkNetwork
}

export function createTown(): Town {
  const random = createRandom(SEED)
  const ground = createGround(random.fork('ground'))
  const { buildings, openGrounds } = build(ground, random.fork('buildings'))
  const dwellings = countHouseholds(buildings, HOUSEHOLDS, random.fork('households'))
  const inCell = new Map<number, number>()
  for (const [i, { cell }] of buildings.entries()) inCell.set(cell.id, (inCell.get(cell.id) ?? 0) + (dwellings[i]?.households ?? 0))
  const grids = registerGrids(makeGrids(ground, (cell) => inCell.get(cell.id) ?? 0))
  const streets = makeStreets(ground, random.fork('streets'))
  const network = makeWalkNetwork(streets, ground.plane)
  const compounds = registerCompounds(ground, buildings, dwellings, grids, random.fork('compounds'))
  return {
    ground,
    grids,
    compounds,
    buildings: located(buildings, dwellings, compounds, grids, streets, network),
    openGrounds,
    streets,
    network,
  }
}

function located(
  buildings: readonly Building[],
  dwellings: readonly Dwelling[],
  compounds: readonly Compound[],
  grids: GridRegister,
  streets: readonly Street[],
  network: WalkNetwork,
): TownBuilding[] {
  const compoundOf = new Map(compounds.flatMap((compound) => compound.members.map((i) => [i, compound] as const)))
  const entrances = buildings.map(({ ring }) => entranceOf(ring, network.nearest(centroid(ring)).p))
  const addresses = addressesOf(entrances, streets)
  const gateAddress = new Map(compounds.map((compound) => [compound, addresses[compound.members[0] ?? 0]]))
  const numbers = numbersIn(compounds, buildings)
  return buildings.map((building, i): TownBuilding => {
    const compound = compoundOf.get(i) ?? null
    const own = addresses[i]
    const { name, address } = nameOf(building, compound, own, compound === null ? own : gateAddress.get(compound), numbers.get(i) ?? 0)
    return {
      ...building,
      ...(dwellings[i] ?? { units: [], households: 0, residentsOver60: 0 }),
      id: i + 1,
      centre: centroid(building.ring),
      entrance: entrances[i] ?? centroid(building.ring),
      grid: grids.gridOf(building.cell),
      compound,
      name,
      address,
    }
  })
}

/** The middle of the side that faces the way. */
function entranceOf(ring: Ring, way: XY): XY {
  let best: XY = ring[0] ?? way
  let nearest = Infinity
  forEachEdge(ring, (a, b) => {
    const middle: XY = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    const metres = distance(middle, way)
    if (distance(a, b) > 1.5 && metres < nearest) {
      nearest = metres
      best = middle
    }
  })
  return best
}

/** Buildings of a compound are numbered in rows from north to south; shops have numbers of their own. */
function numbersIn(compounds: readonly Compound[], buildings: readonly Building[]): Map<number, number> {
  const numbers = new Map<number, number>()
  for (const { members, plot } of compounds) {
    const angle = rowAngle(plot.ring)
    const placed = members.map((i) => ({
      i,
      extent: orientedExtent(buildings[i]?.ring ?? [], angle),
      home: buildings[i]?.use === 'residential',
    }))
    placed.sort((a, b) => Math.round((b.extent.across[0] - a.extent.across[0]) / 14) || a.extent.along[0] - b.extent.along[0])
    let homes = 0
    let others = 0
    for (const { i, home } of placed) numbers.set(i, home ? ++homes : ++others)
  }
  return numbers
}

function nameOf(
  building: Building,
  compound: Compound | null,
  own: Address | undefined,
  gate: Address | undefined,
  number: number,
): { name: Name; address: string } {
  const street = gate === undefined ? '' : `${gate.street.zh}${gate.number}号`
  const { plot } = building.cell
  if (plot.title !== '') return { name: { zh: building.label, en: building.labelEn }, address: `${street} ${plot.title}${building.label}` }
  if (building.label !== '') return { name: { zh: building.label, en: building.labelEn }, address: `${street} ${building.label}` }
  if (compound === null || compound.type === 'scattered') {
    const houseNumber = own?.number ?? 0
    const zh = `${own?.street.zh ?? ''}${houseNumber}号`
    return { name: { zh: `${houseNumber}号`, en: `No. ${houseNumber}` }, address: zh }
  }
  const name: Name =
    building.use === 'residential' ? { zh: `${number}栋`, en: `Building ${number}` } : { zh: `商铺${number}`, en: `Shops ${number}` }
  return { name, address: `${street} ${compound.name.zh}${name.zh}` }
}
