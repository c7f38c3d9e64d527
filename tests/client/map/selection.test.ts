import { describe, expect, it } from 'vitest'
import { boxOf, sameCamera } from '../../../client/map/camera.ts'
import { parseSelection, selectionKey } from '../../../client/map/selection.ts'

describe('a selection', () => {
  it('reads back what it wrote', () => {
    for (const key of ['grid:510123001001001', 'building:12', 'road:5:解放路', 'patrol:3'])
      expect(selectionKey(parseSelection(key))).toBe(key)
  })
  it('is nothing for what is not one', () => {
    for (const bad of ['', 'grid', 'grid:1', 'building:', 'building:0', 'building:1.5', 'toString:1'])
      expect(parseSelection(bad)).toBeNull()
  })
})

describe('a box', () => {
  it('holds all points of nested coordinates', () => {
    expect(
      boxOf([
        [
          [
            [1, 2],
            [3, 5],
          ],
        ],
        [[[0, 4]]],
      ]),
    ).toEqual([0, 2, 3, 5])
  })
  it('is nothing without points', () => {
    expect(boxOf([[]])).toBeNull()
  })
})

describe('a camera', () => {
  it('is compared by value', () => {
    const camera = { zoom: 1, lat: 2, lng: 3, bearing: 0, pitch: 0 }
    expect(sameCamera(camera, { ...camera })).toBe(true)
    expect(sameCamera(camera, null)).toBe(false)
  })
})
