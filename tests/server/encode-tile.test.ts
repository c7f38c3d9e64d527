import type { Geometry } from 'geojson'
import { describe, expect, it } from 'vitest'
import { encodeTile } from '../../server/tiles/encode-tile.ts'
import { checkOurTile } from '../tiles/tile-checker.ts'

const one = (geometry: Geometry) =>
  checkOurTile(encodeTile('roads', [{ id: 7, geometry, properties: { name: '青禾路', bridge: true, levels: 3 } }]))[0]?.features[0]

describe('a feature in tile units', () => {
  it('keeps its id and attributes', () => {
    expect(one({ type: 'Point', coordinates: [5, 6] })).toEqual({
      id: 7,
      type: 1,
      parts: [[[5, 6]]],
      properties: { name: '青禾路', bridge: true, levels: 3 },
    })
  })

  //   ┌──tile──┐
  //  ─┼────────┼─  a line through the tile is cut 64 units beyond its edges
  it('is cut 64 units beyond the edge of the tile', () => {
    expect(
      one({
        type: 'LineString',
        coordinates: [
          [-900, 100],
          [5000, 100],
        ],
      })?.parts,
    ).toEqual([
      [
        [-64, 100],
        [4160, 100],
      ],
    ])
  })

  it('leaves and comes back as two parts', () => {
    const parts = one({
      type: 'LineString',
      coordinates: [
        [100, 100],
        [100, 9000],
        [200, 9000],
        [200, 100],
      ],
    })?.parts
    expect(parts?.length).toBe(2)
  })

  it('goes there and back without losing its way', () => {
    expect(
      one({
        type: 'LineString',
        coordinates: [
          [0, 0],
          [100, 0],
          [100, 80],
          [100, 0],
          [200, 0],
        ],
      })?.parts,
    ).toEqual([
      [
        [0, 0],
        [100, 0],
        [100, 80],
        [100, 0],
        [200, 0],
      ],
    ])
  })

  it('with a hole begins with the outer ring, the hole turned the other way, however they came', () => {
    const outer = [
      [0, 0],
      [100, 0],
      [100, 100],
      [0, 100],
      [0, 0],
    ]
    const hole = [
      [20, 20],
      [40, 20],
      [40, 40],
      [20, 40],
      [20, 20],
    ]
    const feature = one({ type: 'Polygon', coordinates: [[...outer].reverse(), hole] })
    expect(feature?.parts.length).toBe(2)
  })

  it('that is nowhere near, or shrinks to nothing, is left out', () => {
    expect(one({ type: 'Point', coordinates: [9000, 5] })).toBeUndefined()
    expect(
      one({
        type: 'Polygon',
        coordinates: [
          [
            [1, 1],
            [1.2, 1],
            [1.2, 1.2],
            [1, 1],
          ],
        ],
      }),
    ).toBeUndefined()
    expect(
      one({
        type: 'LineString',
        coordinates: [
          [1, 1],
          [1.2, 1.1],
        ],
      }),
    ).toBeUndefined()
    expect(encodeTile('roads', []).length).toBe(0)
  })
})
