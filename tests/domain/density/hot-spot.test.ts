import { describe, expect, it } from 'vitest'
import {
  binomialTail,
  falseDiscoveryRate,
  fewestRecent,
  hotSpots,
  type PlaceCounts,
  pastDays,
  recentDays,
} from '#domain/density/hot-spot.ts'
import { createRandom, type Random } from '#domain/random/random.ts'

/** A Poisson number by counting exponential waits. */
function poisson(random: Random, mean: number): number {
  const wait = () => -Math.log(1 - random.next())
  let count = 0
  for (let waited = wait(); waited < mean; waited += wait()) count++
  return count
}

/** 400 places of very different rates, the same in the past and lately, unless `burst` issues come at once each time. */
function quiet(random: Random, burst = 1): PlaceCounts[] {
  return Array.from({ length: 400 }, () => {
    const perDay = 0.01 * 100 ** random.next()
    const during = (days: number) => burst * poisson(random, (perDay * days) / burst)
    return { earlier: during(pastDays / 2), later: during(pastDays / 2), recent: during(recentDays) }
  })
}

const runs = 2000
const falseAlarms = (burst: number) => {
  const random = createRandom('hot spots where nothing is hot')
  let [alarmed, places] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const found = hotSpots(quiet(random, burst)).length
    if (found > 0) alarmed++
    places += found
  }
  return { alarmed: alarmed / runs, placesPerRun: places / runs }
}

describe('a hot spot', () => {
  it('has the chance of its definition', () => {
    expect(binomialTail(18, 1 / 13, 6)).toBeCloseTo(0.0017, 4)
    expect(binomialTail(3, 0.5, 2)).toBeCloseTo(0.5, 12)
    expect([binomialTail(5, 0.2, 0), binomialTail(5, 0.2, 6)]).toEqual([1, 0])
    expect(binomialTail(20_000, 1 / 13, 1700)).toBeGreaterThan(0)
    expect(binomialTail(20_000, 1 / 13, 1700)).toBeLessThan(1e-4)
  })

  it('is found among quiet places, and nothing that was busy before', () => {
    const random = createRandom('one hot spot')
    const places = [
      ...quiet(random).map((place) => ({ ...place, name: 'quiet' })),
      { earlier: 6, later: 6, recent: 12, name: 'hot' },
      { earlier: 300, later: 300, recent: 50, name: 'busy' },
    ]
    const [first] = hotSpots(places)
    expect(first).toMatchObject({ name: 'hot', expected: expect.closeTo(1, 0) })
    expect(hotSpots(places).some(({ name }) => name === 'busy')).toBe(false)
  })

  it('needs three issues, and is none where everything is busier than usual', () => {
    const few = { earlier: 0, later: 0, recent: fewestRecent - 1 }
    expect(hotSpots([few, ...quiet(createRandom('few'))]).filter(({ recent }) => recent < fewestRecent)).toEqual([])
    const busy = quiet(createRandom('busy week')).map((place) => ({ ...place, recent: place.recent * 2 }))
    const plainly = busy.filter(({ earlier, later, recent }) => recent > (2.5 * (earlier + later) * recentDays) / pastDays).length
    expect(hotSpots(busy).length).toBeLessThan(plainly / 10)
    expect(hotSpots([])).toEqual([])
  })

  it('is a false alarm in fewer lists than promised where nothing changed', () => {
    const { alarmed } = falseAlarms(1)
    console.info(`false alarms: ${(100 * alarmed).toFixed(2)} % of ${runs} lists of 400 places where nothing changed`)
    expect(alarmed).toBeLessThan(falseDiscoveryRate)
  })

  it('is no false alarm either where every trouble is reported three times', () => {
    const { alarmed, placesPerRun } = falseAlarms(3)
    console.info(
      `with every trouble reported three times: ${(100 * alarmed).toFixed(2)} % of the lists, ${placesPerRun.toFixed(3)} places a list`,
    )
    expect(alarmed).toBeLessThan(falseDiscoveryRate)
  })
})
