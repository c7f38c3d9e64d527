// A second opinion: networkx finds the same distances at every node, on networks with steps, slopes, double ways, loops, islands and closed ways.
import { expect, it } from 'vitest'
import { createRandom } from '#domain/random/random.ts'
import { walkField } from '#domain/walk/field.ts'
import { hasNetworkx, networkxMetres } from '../../engines/networkx.ts'
import { made, type Way } from './made-network.ts'

const ci = process.env.CI === 'true' || process.env.CI === '1'

/** Corners a little off a grid; some ways missing, some twice, some steps, some closed; every corner at a height. */
function wildStreets(seed: string, across: number): { ways: Way[]; heights: Record<string, number> } {
  const random = createRandom(seed).next
  const corner = (i: number, j: number): [number, number] => [i * 90 + ((i * 7919 + j * 104729) % 31), j * 90 + ((i * 31 + j * 17) % 23)]
  const ways: Way[] = []
  const heights: Record<string, number> = {}
  for (let i = 0; i < across; i++)
    for (let j = 0; j < across; j++) {
      heights[corner(i, j).join()] = random() * 25
      for (const [di, dj] of [
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        if (i + di >= across || j + dj >= across || random() < 0.3) continue
        const way: Way = {
          from: corner(i, j),
          to: corner(i + di, j + dj),
          steps: random() < 0.1,
          access: random() < 0.05 ? 'private' : 'yes',
        }
        ways.push(way)
        if (random() < 0.05) ways.push({ ...way, metres: 400 })
        if (random() < 0.02) ways.push({ from: way.from, to: way.from, metres: 60 })
      }
    }
  return { ways, heights }
}

it.each(['hill', 'valley', 'terrace'])('networkx finds the same distances in %s', (seed) => {
  if (!hasNetworkx()) {
    expect(ci, 'networkx is missing: apt-get install python3-networkx').toBe(false)
    process.stdout.write('*** LEFT OUT: the second opinion on walking distances. It needs: apt-get install python3-networkx\n')
    return
  }
  const { ways, heights } = wildStreets(seed, 30)
  const network = made(ways, heights)
  const random = createRandom(`${seed} stations`).next
  const sources = Array.from({ length: 12 }, () => ({
    edge: Math.floor(random() * network.edges),
    along: random(),
    doorMetres: random() * 60,
  }))
  const field = walkField(network, sources, 900)
  const theirs = networkxMetres(network, sources, 900)
  let reached = 0
  theirs.forEach((metres, node) => {
    // at the very end of the search the last digit decides
    if (metres > 899.99 && metres < Infinity) return
    if (metres < Infinity) reached++
    expect([node, field.metres[node]]).toEqual([node, metres === Infinity ? Infinity : expect.closeTo(metres, 6)])
  })
  expect(reached).toBeGreaterThan(300)
  expect(reached).toBeLessThan(network.nodes)
})
