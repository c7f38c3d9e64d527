// Random operations one after the other on coverages of every kind: corners of five and seven, an island, borders of one point and of many.
import { createRandom } from '#domain/random/random.ts'
import { faultsOf } from '#domain/topology/invariants.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { Topology } from '#domain/topology/topology.ts'
import { at, built, fan, mosaic } from './mosaic.ts'
import { randomOperation } from './random-edits.ts'

export const WIDTH = 20_000

export const bases = [
  built(mosaic('a', 3, 2, WIDTH, 3)),
  built(mosaic('b', 2, 2, WIDTH, 6)),
  built(fan(5)),
  built(fan(7)),
  built(mosaic('c', 4, 1, WIDTH, 1)),
  withIsland(),
]

function withIsland(): Topology {
  const result = applyOperation(built(mosaic('island', 2, 2, WIDTH, 2)), {
    kind: 'transferArea',
    ring: [at(8_000, 8_000), at(12_000, 7_500), at(11_000, 12_000)],
    to: 'island',
    founding: { name: 'island', nameEn: 'Island', parent: 'C2' },
  })
  if (!result.ok) throw new Error('no island')
  return result.topology
}

export interface Sequence {
  readonly base: Topology
  readonly states: readonly Topology[]
  readonly done: readonly Operation[]
}

/** Two to five operations that hold. Throws, with the seed and the step, where one leaves anything but a coverage. */
export function randomSequence(seed: string): Sequence {
  const random = createRandom(seed)
  const base = random.pick(bases)
  const states = [base]
  const done: Operation[] = []
  let topology = base
  for (let step = 0; step < random.whole(2, 5); step++) {
    const operation = randomOperation(random, topology, `n${step}`, WIDTH)
    const result = applyOperation(topology, operation)
    if (!result.ok) continue
    const faults = faultsOf(result.topology)
    if (faults.length > 0)
      throw new Error(`seed ${seed}, step ${step}: ${JSON.stringify(faults.slice(0, 3))} after ${JSON.stringify(operation)}`)
    topology = result.topology
    states.push(topology)
    done.push(operation)
  }
  return { base, states, done }
}
