/** How many households live in each building and stairwell, and how many residents of 60 and more. */
import type { Random } from '#domain/random/random.ts'
import type { Building } from './buildings.ts'

export interface Dwelling {
  /** households by unit; one entry for a house */
  readonly units: readonly number[]
  readonly households: number
  readonly residentsOver60: number
}

/** Flats that are lived in come to about `total` households; houses keep their own count. */
export function countHouseholds(buildings: readonly Building[], total: number, random: Random): Dwelling[] {
  const sum = (forms: (b: Building) => boolean) => buildings.filter(forms).reduce((n, b) => n + b.flats.reduce((p, q) => p + q, 0), 0)
  const inHouses = sum(({ form }) => form === 'house')
  const share = (total - inHouses) / sum(({ form }) => form !== 'house')
  return buildings.map((building) => {
    const units = building.flats.map((flats) => {
      if (building.form === 'house') return flats
      return Math.max(1, Math.min(flats, Math.round(flats * share * (1 + 0.04 * random.normal()))))
    })
    const households = units.reduce((p, q) => p + q, 0)
    // 60+ per household: old quarters hold the old (0.8), towers the young (0.3).
    const perHousehold = building.form === 'tower' ? 0.3 : Math.max(0.38, Math.min(0.85, 0.38 + (2008 - building.builtYear) * 0.016))
    const residentsOver60 = Math.max(0, Math.round(households * perHousehold * (1 + 0.22 * random.normal())))
    return { units, households, residentsOver60 }
  })
}
