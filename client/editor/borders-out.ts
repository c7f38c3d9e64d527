// The borders of a plan, or those of a day, as they are written to a file: which fields there are.
import { fromLattice } from '#domain/topology/lattice.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import type { Topology } from '#domain/topology/topology.ts'
import type { FilePolygon } from './file-outline.ts'
import type { WrittenThing } from './written-things.ts'

interface GridFields {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly parent: string
  readonly parentName: string
}

export const writtenGrid = (fields: GridFields, polygons: readonly FilePolygon[]): WrittenThing => ({
  ...{ code: fields.code, name: fields.name },
  properties: { ...fields },
  shape: 'area',
  polygons,
})

export const gridsOfTopology = (topology: Topology): readonly WrittenThing[] =>
  [...topology.grids]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { name, nameEn, parent }]) =>
      writtenGrid(
        { code, name, nameEn, parent, parentName: topology.parents.get(parent)?.name ?? '' },
        gridPolygons(topology, code).map((rings) => rings.map((ring) => ring.map(fromLattice))),
      ),
    )
