// A picture of the map and a drawing without one are read with the same numbers: corners lie in the corners, lengths are lengths on the ground.
import { describe, expect, it } from 'vitest'
import { flatMap, pictureMap } from '../../../client/app/flat-map.ts'

const box = [106.5, 29.5, 106.56, 29.54] as const
const degreeMetres = 111_320

describe('a picture that shows a box from edge to edge', () => {
  const { x, y, bar } = pictureMap(box, 480, 368)
  it('has the corners of the box in its corners', () => {
    expect([x(box[0]), x(box[2]), y(box[3]), y(box[1])].map((one) => Math.round(one * 1e6) / 1e6)).toEqual([0, 480, 0, 368])
  })
  it('has a bar as long as it says, at most a quarter of the width', () => {
    const across = (box[2] - box[0]) * degreeMetres * Math.cos((29.52 * Math.PI) / 180)
    expect((bar.units / 480) * across).toBeGreaterThan(0.99 * bar.metres)
    expect((bar.units / 480) * across).toBeLessThan(1.01 * bar.metres)
    expect(bar.units).toBeLessThanOrEqual(120.5)
    expect(bar.units).toBeGreaterThan(40)
  })
})

describe('a drawing without a map', () => {
  it('says what it holds, and keeps it inside its margin', () => {
    const drawn = flatMap(
      [
        [box[0], box[1]],
        [box[2], box[3]],
      ],
      480,
      10,
    )
    expect(drawn?.box).toEqual(box)
    expect([drawn?.x(box[0]), drawn?.x(box[2]), drawn?.y(box[3])].map((one) => Math.round(one ?? Number.NaN))).toEqual([10, 470, 10])
  })
  it('is none where there is nothing', () => expect(flatMap([], 480, 10)).toBeNull())
})
