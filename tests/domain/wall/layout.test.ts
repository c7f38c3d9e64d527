import { describe, expect, it } from 'vitest'
import { type Box, type Canvas, crossesSeam, offSeams, wallLayout } from '#domain/wall/layout.ts'

const sizes = [
  [1920, 1080],
  [3840, 2160],
  [3840, 1080],
  [5760, 1080],
  [7680, 2160],
] as const
const mosaics = [
  [1, 1],
  [2, 2],
  [3, 1],
  [3, 2],
  [4, 2],
  [6, 3],
] as const
const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

describe.each(sizes)('a wall of %i × %i', (width, height) => {
  const plain: Canvas = { width, height, screens: { across: 1, down: 1 } }
  it('gives the map more than half of its area, and panels without overlaps inside the canvas', () => {
    const { map, slots, title, clock, ticker } = wallLayout(plain)
    expect((map.width * map.height) / (width * height)).toBeGreaterThanOrEqual(0.55)
    const boxes = [map, ...slots, title, clock, ...ticker]
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(width)
      expect(box.y + box.height).toBeLessThanOrEqual(height)
    }
    for (const [at, box] of boxes.entries()) for (const other of boxes.slice(at + 1)) expect(overlap(box, other)).toBe(false)
  })
  it('has type that grows with its height', () => {
    expect(wallLayout(plain).unit).toBe(height / 1080)
  })
  it.each(mosaics)('keeps text off the seams of %i × %i screens', (across, down) => {
    const canvas = { ...plain, screens: { across, down } }
    const { slots, title, clock, ticker, legend, over } = wallLayout(canvas)
    expect(slots.length).toBeGreaterThan(0)
    for (const box of [...slots, title, clock, legend, over, ...ticker]) {
      expect([box, crossesSeam(box, canvas)]).toEqual([box, false])
      expect(box.width).toBeGreaterThan(0)
      expect(box.height).toBeGreaterThan(0)
    }
  })
  it('leaves no place without a panel, whatever screens it is built of, and the map its share and its middle', () => {
    for (const [across, down] of mosaics.filter(([, rows]) => rows <= 2))
      for (const panels of [2, 3, 4, 5]) {
        const { slots, map, over, clock } = wallLayout({ ...plain, screens: { across, down }, panels })
        expect([across, down, panels, slots.length <= panels]).toEqual([across, down, panels, true])
        // alarms stand above the ground that they are about, the time at the end of the head
        expect([over.y - map.y < 40 * (height / 1080), clock.x + clock.width > width - 40 * (height / 1080)]).toEqual([true, true])
        // beside the map on the right there is a column with a panel, or nothing
        expect(map.x + map.width === width || slots.some(({ x }) => x >= map.x + map.width)).toBe(true)
        expect((map.width * map.height) / (width * height)).toBeGreaterThanOrEqual(0.55)
      }
  })
  it('makes panels larger where there are fewer', () => {
    const [few, many] = [wallLayout({ ...plain, panels: 1 }), wallLayout(plain)]
    expect(few.slots.length).toBeLessThan(many.slots.length)
    expect(few.slots[0]?.height).toBeGreaterThan(many.slots[0]?.height ?? 0)
  })
})

it('a wall has columns by its shape', () => {
  expect(sizes.map(([width, height]) => wallLayout({ width, height, screens: { across: 1, down: 1 } }).aspect)).toEqual([
    '16:9',
    '16:9',
    '32:9',
    '48:9',
    '32:9',
  ])
})

it('a run keeps off seams at its ends, in its middle, and is nothing where there is no room', () => {
  expect(offSeams({ from: 0, to: 100 }, [50], 10, 0)).toEqual([
    { from: 0, to: 40 },
    { from: 60, to: 100 },
  ])
  expect(offSeams({ from: 0, to: 100 }, [95], 10, 0)).toEqual([{ from: 0, to: 85 }])
  expect(offSeams({ from: 0, to: 100 }, [5], 10, 0)).toEqual([{ from: 15, to: 100 }])
  expect(offSeams({ from: 45, to: 55 }, [50], 10, 1)).toEqual([])
  expect(offSeams({ from: 0, to: 100 }, [200], 10, 0)).toEqual([{ from: 0, to: 100 }])
})
