// OpenStreetMap → a new sub-district: roads, the walking network, buildings, water, green. Four passes over the file, because a file of any
// size may come: which areas relations make; which nodes are needed; where these nodes are; then the things themselves, written in batches.
// Memory: 16 bytes per needed node, the members of kept relations, and one batch. Everything in one transaction.
import type { Queryable } from '../../server/db/queryable.ts'
import { buildingUse, greenKind, isArea, roadKind, waterArea, waterLine } from './classify.ts'
import { OsmFileRefused, type OsmReader, type OsmRelation, type OsmWay } from './element.ts'
import { idCollector, indexOfId, type PlaceTable, placeTable } from './id-table.ts'
import { finishNetwork, type OsmWriter, osmWriter } from './write-osm.ts'

export type OsmCounts = Readonly<
  Record<'buildings' | 'roads' | 'steps' | 'walkEdges' | 'walkNodes' | 'water' | 'green' | 'skipped', number>
>
export type OsmProgress = (message: string) => void

type Position = [number, number]

/** Reads everything into the tables of `subdistrict`, whose row is there already. Throws OsmFileRefused for a file without roads or buildings. */
export async function importOsm(db: Queryable, subdistrict: string, read: OsmReader, progress: OsmProgress): Promise<OsmCounts> {
  const relations = await areaRelations(read, progress)
  const memberWays = idSet(relations.flatMap((relation) => relation.members.filter((m) => m.type === 'way').map((m) => m.ref)))
  const { places, junctions } = await neededPlaces(read, memberWays, progress)
  const writer = osmWriter(db, subdistrict)
  const memberRefs = new Map<number, readonly number[]>()
  let ways = 0
  for await (const block of read()) {
    for (const element of block) {
      if (element.type !== 'way') continue
      if (indexOfId(memberWays, element.id) >= 0) memberRefs.set(element.id, element.refs)
      await writeWay(writer, element, places, junctions)
      if (++ways % 50_000 === 0) progress(`writing: ${ways.toLocaleString('en')} ways`)
    }
  }
  progress(`writing: ${ways.toLocaleString('en')} ways, ${relations.length.toLocaleString('en')} areas made of several`)
  for (const relation of relations) await writeRelation(writer, relation, memberRefs, places)
  const counts = await writer.finish()
  if (counts.roads === 0 && counts.buildings === 0) throw new OsmFileRefused('holds no roads and no buildings')
  progress('joining buildings to the walking network')
  await finishNetwork(db, subdistrict)
  return counts
}

const idSet = (ids: readonly number[]): Float64Array => {
  const collector = idCollector()
  for (const id of ids) collector.add(id)
  return collector.finish().ids
}

async function areaRelations(read: OsmReader, progress: OsmProgress): Promise<OsmRelation[]> {
  const kept: OsmRelation[] = []
  let elements = 0
  for await (const block of read()) {
    elements += block.length
    for (const element of block) {
      const { type } = element
      if (type === 'relation' && element.tags.type === 'multipolygon' && isArea(element.tags)) kept.push(element)
    }
  }
  if (elements === 0) throw new OsmFileRefused('holds no OpenStreetMap elements')
  progress(`reading: ${elements.toLocaleString('en')} elements`)
  return kept
}

const isKept = ({ tags }: OsmWay) => roadKind(tags) !== undefined || isArea(tags) || waterLine(tags) !== undefined

async function neededPlaces(read: OsmReader, memberWays: Float64Array, progress: OsmProgress) {
  const needed = idCollector()
  const walked = idCollector()
  for await (const block of read()) {
    for (const element of block) {
      if (element.type !== 'way' || !(isKept(element) || indexOfId(memberWays, element.id) >= 0)) continue
      for (const ref of element.refs) needed.add(ref)
      if (roadKind(element.tags)?.walkable) collectJunctions(walked, element.refs)
    }
  }
  const { ids } = needed.finish()
  progress(`placing: ${ids.length.toLocaleString('en')} nodes`)
  const places = placeTable(ids)
  for await (const block of read()) {
    for (const element of block) if (element.type === 'node') places.set(element.id, element.lon, element.lat)
  }
  return { places, junctions: walked.finish().repeated }
}

/** A junction is a node that walkable ways use twice; the ends of a way count twice by themselves. */
function collectJunctions(walked: { add(id: number): void }, refs: readonly number[]): void {
  for (const ref of refs) walked.add(ref)
  const [first] = refs
  const last = refs[refs.length - 1]
  if (first !== undefined) walked.add(first)
  if (last !== undefined) walked.add(last)
}

type Placed = { readonly ref: number; readonly position: Position }

/** The nodes of a way that the file holds, without one standing twice at the same place in a row. */
function placed(refs: readonly number[], places: PlaceTable): Placed[] {
  const result: Placed[] = []
  for (const ref of refs) {
    const position = places.get(ref)
    const before = result[result.length - 1]?.position
    if (position && !(before && before[0] === position[0] && before[1] === position[1])) result.push({ ref, position })
  }
  return result
}

async function writeWay(writer: OsmWriter, way: OsmWay, places: PlaceTable, junctions: Float64Array): Promise<void> {
  if (!isKept(way)) return
  const nodes = placed(way.refs, places)
  const line = nodes.map(({ position }) => position)
  const road = roadKind(way.tags)
  if (road && line.length >= 2) {
    const roadId = await writer.road(road.roadClass, way.tags, line)
    if (road.walkable) for (const piece of cutAt(nodes, junctions)) await writer.walkEdge(roadId, road, piece)
    return
  }
  const runningWater = waterLine(way.tags)
  const closed = way.refs.length >= 4 && way.refs[0] === way.refs[way.refs.length - 1] && line.length >= 4
  if (closed && isArea(way.tags)) await writeArea(writer, way.tags, [line])
  else if (runningWater && line.length >= 2) await writer.waterLine(runningWater, way.tags, line)
  else if (isArea(way.tags)) writer.skip()
}

/** Pieces of a way from junction to junction. */
function cutAt(nodes: readonly Placed[], junctions: Float64Array): Placed[][] {
  const pieces: Placed[][] = []
  let piece: Placed[] = []
  for (const [index, node] of nodes.entries()) {
    piece.push(node)
    const isEnd = index === nodes.length - 1
    if (piece.length > 1 && (isEnd || indexOfId(junctions, node.ref) >= 0)) {
      pieces.push(piece)
      piece = [node]
    }
  }
  return pieces
}

async function writeRelation(
  writer: OsmWriter,
  relation: OsmRelation,
  refsOf: ReadonlyMap<number, readonly number[]>,
  places: PlaceTable,
): Promise<void> {
  const lines = relation.members.flatMap(({ type, ref }) => {
    const line = type === 'way' ? placed(refsOf.get(ref) ?? [], places).map(({ position }) => position) : []
    return line.length >= 2 ? [line] : []
  })
  if (lines.length > 0) await writeArea(writer, relation.tags, lines)
  else writer.skip()
}

/** An area from its outline: one closed ring, or the pieces of several that close when put together. */
async function writeArea(writer: OsmWriter, tags: OsmWay['tags'], outline: Position[][]): Promise<void> {
  const use = buildingUse(tags)
  const water = waterArea(tags)
  const green = greenKind(tags)
  if (use) await writer.building(use, tags, outline)
  else if (water) await writer.waterArea(water, tags, outline)
  else if (green) await writer.green(green, tags, outline)
}
