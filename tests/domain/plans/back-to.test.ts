import { describe, expect, it } from 'vitest'
import { backTo } from '#domain/plans/back-to.ts'
import { createRandom } from '#domain/random/random.ts'
import { faultsOf } from '#domain/topology/invariants.ts'
import { applyOperation, replay } from '#domain/topology/operations.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import { built, mosaic } from '../topology/mosaic.ts'
import { randomOperation } from '../topology/random-edits.ts'

describe('taking borders back', () => {
  it('comes to the ground of then after random edits, by operations that replay', () => {
    let [taken, left] = [0, 0]
    for (let seed = 0; seed < 60; seed++) {
      const then = built(mosaic(`back ${seed}`, 4, 3))
      const random = createRandom(`back ${seed}`)
      let today = then
      for (let k = 0; k < 10; k++) {
        const result = applyOperation(today, randomOperation(random, today, `n${k}`, 20_000))
        if (result.ok) today = result.topology
      }
      let ids = 0
      const back = backTo(then, today, () => `back-${ids++}`)
      expect(faultsOf(back.topology)).toEqual([])
      expect(replay(today, back.operations)).toMatchObject({ conflicts: [] })
      taken += then.grids.size - back.left.length
      left += back.left.length
      // what is told to be back is: as many grids as then, each on its ground
      if (back.left.length === 0) {
        expect(back.topology.grids.size).toBe(then.grids.size)
        for (const grid of then.grids.keys()) if (back.topology.grids.has(grid)) expect(sameGround(then, back.topology, grid)).toBe(true)
      }
    }
    // ten wild edits of twelve grids: what does not come back is told, and is little
    expect(left).toBeLessThan(taken * 0.05)
  })

  it('has nothing to do where nothing changed', () => {
    const then = built(mosaic('same', 4, 3))
    expect(backTo(then, then, () => 'x')).toEqual({ operations: [], topology: then, left: [] })
  })
})
