// What the service found in the way of a plan, as it can be told and drawn.
import { expect, it } from 'vitest'
import { offencesOf } from '../../../client/editor/offences.ts'

const of = (path: string, problem: unknown) => offencesOf([{ path, problem: JSON.stringify(problem) }])[0]

it('a check that stops a plan has its place', () => {
  expect(of('problems', { kind: 'buildingOutside', grid: '', at: [1080000000, 300000000] })).toEqual({
    kind: 'buildingOutside',
    grid: null,
    lines: [[[1080000000, 300000000]]],
  })
})
it('what the database proves has its piece, whatever kind of geometry that is', () => {
  const ring = [
    [108, 30],
    [108.1, 30],
    [108, 30.1],
    [108, 30],
  ]
  const lines = [ring.map(([lng = 0, lat = 0]) => [Math.round(lng * 1e7), Math.round(lat * 1e7)])]
  expect(of('borders', { fault: 'overlap', gridCode: '1', geometry: { type: 'Polygon', coordinates: [ring] } })).toEqual({
    kind: 'overlap',
    grid: '1',
    lines,
  })
  const many = { type: 'MultiPolygon', coordinates: [[ring], [ring]] }
  expect(of('borders', { fault: 'gap', gridCode: null, geometry: many })?.lines).toEqual([...lines, ...lines])
  const mixed = {
    type: 'GeometryCollection',
    geometries: [
      { type: 'LineString', coordinates: ring },
      { type: 'Point', coordinates: [108, 30] },
    ],
  }
  expect(of('borders', { fault: 'invalid', gridCode: '1', geometry: mixed })?.lines).toEqual([...lines, [[1080000000, 300000000]]])
})
it('a fault of the topology is told by its place', () => {
  expect(of('borders', { fault: 'bordersClash', at: [5, 6] })).toEqual({ kind: 'notPlanar', grid: null, lines: [[[5, 6]]] })
})
it('what is no piece of ground is none', () => {
  expect(offencesOf([{ path: 'plan', problem: 'stale' }])).toEqual([])
  expect(offencesOf([{ path: 'problems', problem: 'broken {' }])).toEqual([])
})
