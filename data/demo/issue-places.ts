/** Where issues happen: every building has a weight per item, raised near the places that cause them. */
import type { XY } from '#domain/geo/local-plane.ts'
import { distance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import { distanceToLine } from './streets.ts'
import type { Town, TownBuilding } from './town.ts'
import { RIVER } from './town-plan.ts'

interface HotSpot {
  readonly at: XY
  readonly reach: number
  /** how much more often than elsewhere, by item */
  readonly more: Readonly<Record<string, number>>
}

export interface PlaceDraw {
  readonly building: (itemKey: string, random: Random) => TownBuilding
}

export function placesFor(town: Town, itemKeys: readonly string[], random: Random): PlaceDraw {
  const spots = hotSpots(town, random)
  const sums = new Map<string, Float64Array>()
  for (const key of itemKeys) {
    const sum = new Float64Array(town.buildings.length)
    let total = 0
    for (const [i, building] of town.buildings.entries()) {
      let factor = 1
      for (const { at, reach, more } of spots) {
        const raise = more[key]
        if (raise === undefined) continue
        const metres = distance(at, building.entrance)
        if (metres < reach * 3) factor += raise * Math.exp(-((metres / reach) ** 2))
      }
      total += baseWeight(key, building) * factor
      sum[i] = total
    }
    sums.set(key, sum)
  }
  return {
    building: (key, draw) => {
      const sum = sums.get(key) ?? new Float64Array()
      const wanted = draw.next() * (sum[sum.length - 1] ?? 0)
      let [low, high] = [0, sum.length - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((sum[middle] ?? 0) > wanted) high = middle
        else low = middle + 1
      }
      const building = town.buildings[low]
      if (building === undefined) throw new Error(`no place for ${key}`)
      return building
    },
  }
}

function hotSpots(town: Town, random: Random): HotSpot[] {
  const spots: HotSpot[] = []
  for (const plot of town.ground.plots) {
    const at = plot.centre
    if (plot.use === 'market')
      spots.push({
        at,
        reach: 95,
        more: { garbage: 16, fireLaneParking: 7, neighbourDispute: 3, roadDrain: 5, securityFinding: 4, flyposting: 4 },
      })
    if (plot.use === 'bus') spots.push({ at, reach: 140, more: { flyposting: 14, securityFinding: 12, fireLaneParking: 6, garbage: 5 } })
    if (plot.use === 'school') spots.push({ at, reach: 130, more: { fireLaneParking: 8, securityFinding: 2 } })
    if (plot.use === 'hospital') spots.push({ at, reach: 130, more: { fireLaneParking: 9, flyposting: 5 } })
    if (plot.use === 'square' || plot.use === 'garden')
      spots.push({ at, reach: 120, more: { neighbourDispute: 5, lightingPublic: 4, greenOrIllegalBuild: 3 } })
  }
  // The old market street: bars and night food.
  for (const at of [
    [140, -40],
    [122, 70],
    [172, 180],
  ] as const)
    spots.push({ at, reach: 75, more: { neighbourDispute: 14, garbage: 11, securityFinding: 7, flyposting: 5 } })
  // A dozen compounds where something is simply wrong for a while.
  const troubled = town.compounds.filter(({ type, households }) => type !== 'scattered' && households > 120)
  for (let n = 0; n < 14; n++) {
    const { plot } = random.pick(troubled)
    const item = random.pick(['roadDrain', 'buildingDefect', 'propertyDispute', 'fireLaneParking', 'lightingPublic', 'garbage'])
    spots.push({ at: plot.centre, reach: 60, more: { [item]: random.between(5, 14) } })
  }
  return spots
}

function baseWeight(key: string, building: TownBuilding): number {
  const { compound, cell, form, households, builtYear, levels } = building
  const people = Math.sqrt(households) + 0.3
  const unmanaged =
    compound === null ? 1.3 : compound.propertyClass === 'unmanaged' ? 2.2 : compound.propertyClass === 'selfManaged' ? 1.3 : 0.5
  const old = builtYear < 2001 ? 1.8 : 0.5
  const { zone } = cell.plot
  switch (key) {
    case 'garbage':
      return (form === 'shop' ? 2.4 : people * 0.5) * unmanaged
    case 'flyposting':
      return (form === 'shop' ? 2 : people * 0.5) * (zone === 'old' ? 1.5 : 1) * unmanaged
    case 'greenOrIllegalBuild':
      return people * unmanaged * (form === 'slab' ? 1.4 : zone === 'hill' ? 1.5 : 0.6)
    case 'roadDrain':
      return (0.4 + people * 0.3) * (zone === 'old' ? 2.6 : 0.9) * (distanceToLine(building.centre, RIVER) < 190 ? 2 : 1)
    case 'lightingPublic':
      return (0.5 + people * 0.5) * unmanaged * (zone === 'hill' ? 2 : 1)
    case 'buildingDefect':
      return form === 'tower' ? 4 + levels * 0.22 : form === 'slab' ? people * old * 0.8 : 0.2
    case 'fireLaneParking':
      return form === 'slab' ? people * unmanaged : form === 'tower' ? people * 0.5 : form === 'shop' ? 1.2 : 0.25
    case 'hazard':
      return (form === 'house' ? 0.9 : 0.5 + people * 0.25) * old * (zone === 'hill' ? 1.9 : 1)
    case 'neighbourDispute':
      return form === 'shop' ? 0.8 : people * (form === 'house' ? 0.5 : 1)
    case 'propertyDispute':
      return compound === null ? 0.05 : compound.propertyClass === 'managed' ? people * 1.3 : people * 0.5
    default:
      return (form === 'shop' ? 1 : 0.3 + people * 0.3) * (zone === 'industry' ? 1.4 : 1)
  }
}
