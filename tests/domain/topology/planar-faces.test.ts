import { describe, expect, test } from 'vitest'
import type { XY } from '#domain/geo/local-plane.ts'
import { planarFaces } from '#domain/topology/planar-faces.ts'
import { planarGraph } from '#domain/topology/planar-graph.ts'

const same = (p: XY): XY => p
const facesOf = (lines: readonly (readonly XY[])[]) => {
  const graph = planarGraph(lines, 0.01, same)
  return { graph, faces: planarFaces(graph.nodes, graph.edges) }
}
const square: readonly XY[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [0, 0],
]

describe('planar graph and faces', () => {
  //  ┌─────┐
  //  │     │
  //  └─────┘
  test('a closed line encloses one face', () => {
    const { faces } = facesOf([square])
    expect(faces.map(({ area }) => area)).toEqual([100])
  })

  //  ┌──┬──┐
  //  │  │  │
  //  └──┴──┘
  test('a line from side to side cuts the face in two, and its ends become vertices of both', () => {
    const { graph, faces } = facesOf([
      square,
      [
        [5, 0],
        [5, 10],
      ],
    ])
    expect(faces.map(({ area }) => area).sort()).toEqual([50, 50])
    const end = graph.nodes.findIndex(([x, y]) => x === 5 && y === 0)
    expect(faces.every(({ ring }) => ring.includes(end))).toBe(true)
  })

  //  ┌──┼──┐      ends overshoot the square
  //  ┼──┼──┼
  //  └──┼──┘
  test('crossing lines get a common node, and what hangs over encloses nothing', () => {
    const { graph, faces } = facesOf([
      square,
      [
        [5, -3],
        [5, 13],
      ],
      [
        [-3, 5],
        [13, 5],
      ],
    ])
    expect(faces).toHaveLength(4)
    expect(graph.nodes.filter(([x, y]) => x === 5 && y === 5)).toHaveLength(1)
  })

  //  ┌──┬──┐
  //  │  └  │      the line ends in the middle
  //  └─────┘
  test('a dangling line does not cut the face', () => {
    const { faces } = facesOf([
      square,
      [
        [5, 10],
        [5, 5],
      ],
    ])
    expect(faces).toHaveLength(1)
    expect(faces[0]?.ring).toHaveLength(5)
  })

  //  ╔══╗
  //  ║  ║  two squares that share a side drawn twice
  test('stretches that lie on each other become one edge with both lines', () => {
    const { graph, faces } = facesOf([
      square,
      [
        [10, 0],
        [20, 0],
        [20, 10],
        [10, 10],
        [10, 0],
      ],
    ])
    expect(faces).toHaveLength(2)
    expect(graph.edges.filter(({ lines }) => lines.length === 2)).toHaveLength(1)
  })

  test('points nearer than the tolerance are one node', () => {
    const { graph, faces } = facesOf([
      square,
      [
        [5, 0.004],
        [5, 9.996],
      ],
    ])
    expect(faces).toHaveLength(2)
    expect(graph.nodes).toHaveLength(6)
  })
})
