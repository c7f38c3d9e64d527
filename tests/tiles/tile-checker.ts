// Reads a vector tile by the letter of the specification (MVT 2.1) and names the first thing that is wrong with it.
// Stricter than a decoder: unknown fields, wrong wire types and half-encoded geometry are errors here.
import { PbfReader } from 'pbf'

export type CheckedFeature = {
  readonly id: number | undefined
  readonly type: number
  readonly parts: readonly (readonly (readonly [number, number])[])[]
  readonly properties: Readonly<Record<string, unknown>>
}
export type CheckedLayer = {
  readonly name: string
  readonly version: number
  readonly extent: number
  readonly features: readonly CheckedFeature[]
}

export class TileInvalid extends Error {}

const refuse = (problem: string): never => {
  throw new TileInvalid(problem)
}

type Field = { readonly tag: number; readonly wire: number; readonly value: number | Uint8Array; readonly reader: PbfReader }

const varint = 0
const fixed64 = 1
const bytes = 2
const fixed32 = 5

/** Every field of a message, in order. */
function fieldsOf(message: Uint8Array): Field[] {
  const reader = new PbfReader(message)
  const fields: Field[] = []
  while (reader.pos < message.length) {
    const key = reader.readVarint()
    const wire = key & 7
    const start = reader.pos
    let value: number | Uint8Array = 0
    if (wire === varint) value = reader.readVarint()
    else if (wire === bytes) value = reader.readBytes()
    else if (wire === fixed64) reader.pos += 8
    else if (wire === fixed32) reader.pos += 4
    else refuse(`unknown wire type ${wire}`)
    if (reader.pos > message.length) refuse('a field runs over the end of its message')
    const own = new PbfReader(message)
    own.pos = start
    fields.push({ tag: key >> 3, wire, value, reader: own })
  }
  return fields
}

const wireOf = (field: Field, wire: number, what: string) => (field.wire === wire ? field : refuse(`${what} has wire type ${field.wire}`))
const numberIn = (field: Field, what: string) => Number(wireOf(field, varint, what).value)
const bytesIn = (field: Field, what: string) => wireOf(field, bytes, what).value as Uint8Array
const textIn = (field: Field, what: string) => new TextDecoder('utf-8', { fatal: true }).decode(bytesIn(field, what))

/** The layers of a tile. Throws TileInvalid. */
export function checkTile(tile: Uint8Array): CheckedLayer[] {
  const layers = fieldsOf(tile).map((field) =>
    field.tag === 3 ? layerOf(bytesIn(field, 'layer')) : refuse(`unknown field ${field.tag} in tile`),
  )
  const names = new Set(layers.map((layer) => layer.name))
  if (names.size !== layers.length) refuse('two layers have the same name')
  return layers
}

function layerOf(message: Uint8Array): CheckedLayer {
  const keys: string[] = []
  const values: unknown[] = []
  const features: Uint8Array[] = []
  let name: string | undefined
  let version: number | undefined
  let extent = 4096
  for (const field of fieldsOf(message)) {
    if (field.tag === 15) version = numberIn(field, 'version')
    else if (field.tag === 1) name = textIn(field, 'name')
    else if (field.tag === 2) features.push(bytesIn(field, 'feature'))
    else if (field.tag === 3) keys.push(textIn(field, 'key'))
    else if (field.tag === 4) values.push(oneValue(bytesIn(field, 'value')))
    else if (field.tag === 5) extent = numberIn(field, 'extent')
    else refuse(`unknown field ${field.tag} in layer`)
  }
  if (name === undefined || name === '') return refuse('a layer has no name')
  if (version !== 1 && version !== 2) return refuse(`version ${version}`)
  if (extent === 0) return refuse('extent 0')
  return { name, version, extent, features: features.map((feature) => featureOf(feature, keys, values)) }
}

function oneValue(message: Uint8Array): unknown {
  const [field, ...rest] = fieldsOf(message)
  if (field === undefined || rest.length > 0) return refuse('a value that is not exactly one')
  switch (field.tag) {
    case 1:
      return textIn(field, 'string value')
    case 2:
      return wireOf(field, fixed32, 'float value').reader.readFloat()
    case 3:
      return wireOf(field, fixed64, 'double value').reader.readDouble()
    case 4:
    case 5:
      wireOf(field, varint, 'integer value')
      return field.reader.readVarint(true)
    case 6:
      wireOf(field, varint, 'sint value')
      return field.reader.readSVarint()
    case 7:
      return numberIn(field, 'bool value') !== 0
    default:
      return refuse(`unknown kind of value ${field.tag}`)
  }
}

function featureOf(message: Uint8Array, keys: readonly string[], values: readonly unknown[]): CheckedFeature {
  let id: number | undefined
  let type: number | undefined
  let tags: number[] = []
  let geometry: number[] | undefined
  for (const field of fieldsOf(message)) {
    if (field.tag === 1) id = numberIn(field, 'id')
    else if (field.tag === 2) tags = packed(bytesIn(field, 'tags'))
    else if (field.tag === 3) type = numberIn(field, 'type')
    else if (field.tag === 4) geometry = geometry === undefined ? packed(bytesIn(field, 'geometry')) : refuse('two geometries in a feature')
    else refuse(`unknown field ${field.tag} in feature`)
  }
  if (type === undefined || type > 3) return refuse(`geometry type ${type}`)
  if (geometry === undefined) return refuse('a feature has no geometry')
  if (tags.length % 2 !== 0) return refuse('an odd number of tags')
  const properties: Record<string, unknown> = {}
  for (let i = 0; i < tags.length; i += 2) {
    const key = keys[tags[i] ?? -1]
    const value = tags[i + 1] ?? -1
    if (key === undefined || value >= values.length) return refuse('a tag points at nothing')
    properties[key] = values[value]
  }
  return { id, type, parts: type === 0 ? [] : partsOf(geometry, type), properties }
}

function packed(message: Uint8Array): number[] {
  const reader = new PbfReader(message)
  const numbers: number[] = []
  while (reader.pos < message.length) numbers.push(reader.readVarint())
  if (reader.pos !== message.length) refuse('a packed field runs over its end')
  return numbers
}

const moveTo = 1
const lineTo = 2
const closePath = 7

function partsOf(commands: readonly number[], type: number) {
  const parts: [number, number][][] = []
  let x = 0
  let y = 0
  let i = 0
  const command = (expected: number, what: string) => {
    const integer = commands[i++] ?? refuse(`${what} is missing`)
    if ((integer & 7) !== expected) refuse(`command ${integer & 7} where ${what} belongs`)
    return integer >>> 3
  }
  const unzigzag = (n: number) => (n >>> 1) ^ -(n & 1)
  const step = (): [number, number] => {
    const dx = commands[i++]
    const dy = commands[i++]
    if (dx === undefined || dy === undefined) return refuse('a command has fewer points than it says')
    x += unzigzag(dx)
    y += unzigzag(dy)
    return [x, y]
  }
  const distinctStep = (part: readonly [number, number][]): [number, number] => {
    const before = part[part.length - 1]
    const point = step()
    return before && before[0] === point[0] && before[1] === point[1] ? refuse('the same point twice in a row') : point
  }
  if (commands.length === 0) refuse('an empty geometry')
  if (type === 1) {
    const count = command(moveTo, 'MoveTo')
    if (count === 0 || count > commands.length) refuse(`MoveTo with a count of ${count}`)
    const points: [number, number][] = []
    for (let k = 0; k < count; k++) points.push(step())
    parts.push(points)
    if (i !== commands.length) refuse('commands after the points')
    return parts
  }
  while (i < commands.length) {
    if (command(moveTo, 'MoveTo') !== 1) refuse('MoveTo with a count other than 1')
    const part = [step()]
    const count = command(lineTo, 'LineTo')
    if (count < type - 1 || count > commands.length) refuse(`LineTo with a count of ${count}`)
    for (let k = 0; k < count; k++) part.push(distinctStep(part))
    if (type === 3) {
      if (command(closePath, 'ClosePath') !== 1) refuse('ClosePath with a count other than 1')
    }
    parts.push(part)
  }
  return parts
}

/** Twice the signed area of a ring, positive where it runs clockwise as drawn (y down): an outer ring. */
export function ringArea(ring: readonly (readonly [number, number])[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [px, py] = ring[(i + ring.length - 1) % ring.length] ?? [0, 0]
    return sum + px * y - x * py
  }, 0)
}

/** What our own tiles keep beyond validity: version 2, no empty layer, rings with an area, the first ring of a polygon an outer one. */
export function checkOurTile(tile: Uint8Array): CheckedLayer[] {
  const layers = checkTile(tile)
  for (const layer of layers) {
    if (layer.version !== 2) refuse(`layer ${layer.name} has version ${layer.version}`)
    if (layer.extent !== 4096) refuse(`layer ${layer.name} has extent ${layer.extent}`)
    if (layer.features.length === 0) refuse(`layer ${layer.name} is empty`)
    for (const feature of layer.features) {
      if (feature.id === undefined) refuse(`a feature of ${layer.name} has no id`)
      if (feature.type !== 3) continue
      const areas = feature.parts.map(ringArea)
      if (areas.some((area) => area === 0)) refuse(`${layer.name} ${feature.id}: a ring without area`)
      if ((areas[0] ?? 0) < 0) refuse(`${layer.name} ${feature.id}: begins with a hole`)
    }
  }
  return layers
}
