// Geographic files through GDAL under Node, made here and read back: every format gives the same ground.
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { epsgOf, recogniseSystem, systemOf } from '#domain/geo/coordinate-system.ts'
import { writtenGrid } from '../../../client/editor/borders-out.ts'
import { type FileLayer, type FilePosition, type FileShape, fieldsOf, readGeoJson } from '../../../client/editor/file-outline.ts'
import { positionsOf, type WrittenThing, writtenFeatures } from '../../../client/editor/written-things.ts'
import { FileRefused } from '../../../client/workers/file-problem.ts'
import { geoFiles, type WrittenFormat } from '../../../client/workers/geo-files.ts'
import type { NamedBytes } from '../../../client/workers/unpack-zip.ts'
import { gdalUnderNode } from '../../engines/gdal-under-node.ts'

const tool = gdalUnderNode()
const files = geoFiles(() => tool)

/** Two grids beside each other, the second with a hole that no one has. */
const first: FilePosition[] = [
  [107.3412345, 30.3212345],
  [107.3498761, 30.3212345],
  [107.3498761, 30.3301234],
  [107.3412345, 30.3301234],
  [107.3412345, 30.3212345],
]
const second: FilePosition[] = first.map(([x, y]) => [Number((x + 0.0086416).toFixed(7)), y])
const hole: FilePosition[] = [
  [107.352, 30.323],
  [107.352, 30.325],
  [107.354, 30.325],
  [107.352, 30.323],
]
const ground = [
  { code: '500231001001', name: '滨江社区第一网格', parent: '500231001', polygons: [[first]] },
  { code: '500231001002', name: '滨江社区第二网格', parent: '500231001', polygons: [[second, hole]] },
]

const features = (place: (at: FilePosition) => FilePosition) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: ground.map(({ polygons, ...properties }) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map((ring) => ring.map(place))) },
    })),
  })

const grids = ground.map(({ polygons, ...grid }) => writtenGrid({ ...grid, nameEn: '', parentName: '' }, polygons))

/** Things in a system, as a file of a format. */
async function made(
  format: Exclude<WrittenFormat, 'geojson'>,
  key: string,
  things: readonly WrittenThing[] = grids,
  shape: FileShape = 'area',
): Promise<NamedBytes> {
  const system = systemOf(key)
  const epsg = system === null ? null : epsgOf(system)
  const points = positionsOf(things)
  const moved = await (await tool).project(points, 4490, epsg ?? 4490)
  const at = new Map(points.map((p, i) => [p.join(), moved[i] ?? p]))
  const place = (p: FilePosition) => at.get(p.join()) ?? p
  const written = writtenFeatures(things, place, format === 'dxf' ? { textHeight: 8 } : null)
  const geoJson = JSON.stringify({ type: 'FeatureCollection', features: written })
  return files.write({ geoJson, format, epsg, name: 'borders', layer: 'things', shape })
}

async function readBack(file: NamedBytes, wanted: readonly FileShape[] = ['area']): Promise<FileLayer> {
  const [offered] = await files.open(file)
  if (offered === undefined) throw new Error('no layer')
  return files.read(offered.source, offered.layer, null, wanted)
}

async function inDegrees(layer: FileLayer, epsg: number): Promise<readonly FilePosition[][][]> {
  const result: FilePosition[][][] = []
  for (const { polygons } of layer.outlines) {
    const rings: FilePosition[][] = []
    for (const ring of polygons.flat()) rings.push([...(await files.project(ring, epsg, 4490))])
    result.push(rings)
  }
  return result
}

/** Corners as a set, however a format turns its rings and wherever it begins them. */
const corners = (rings: readonly (readonly FilePosition[])[]) =>
  rings.map((ring) => [...new Set(ring.map(([x, y]) => `${x.toFixed(7)},${y.toFixed(7)}`))].sort())

const unzipped = async (file: NamedBytes) => {
  const { unzipSync } = await import('fflate')
  return unzipSync(file.bytes)
}
const zip = (entries: Record<string, Uint8Array>): NamedBytes => ({ name: 'a.zip', bytes: new Uint8Array(zipSync(entries)) })

describe('the same ground comes back to 1e-7 degree', () => {
  for (const key of ['cgcs2000', 'wgs84', 'zone-36', 'meridian-36'])
    for (const format of ['shapefile', 'gpkg'] as const)
      it(`from a ${format} in ${key}, with its description`, async () => {
        const layer = await readBack(await made(format, key))
        const system = systemOf(key)
        expect(recogniseSystem(layer.description ?? '')).toEqual({ kind: 'system', system })
        const back = await inDegrees(layer, (system === null ? null : epsgOf(system)) ?? 0)
        expect(back.map(corners)).toEqual([corners([first]), corners([second, hole])])
        expect(layer.outlines.map(({ properties }) => [properties.code, properties.name, properties.parent])).toEqual(
          ground.map(({ code, name, parent }) => [code, name, parent]),
        )
      })

  it('from a KML, with the fields of its extended data', async () => {
    const layer = await readBack(await made('kml', 'wgs84'))
    expect(layer.outlines.map(({ polygons }) => corners(polygons.flat()))).toEqual([corners([first]), corners([second, hole])])
    expect(layer.outlines.map(({ properties }) => [properties.name, properties.description, properties.parent])).toEqual(
      ground.map(({ code, name, parent }) => [name, code, parent]),
    )
  })

  it('from a DXF in a zone: closed lines are outlines, their layer is a field', async () => {
    const layer = await readBack(await made('dxf', 'meridian-36'))
    expect(layer.outlines.map(({ properties }) => [properties.Layer, properties.label])).toEqual(
      ground.map(({ code, name }) => [code, name]),
    )
    expect(layer.leftOut).toBe(2)
    // what is left out of a grid is the line of whoever has it
    expect((await inDegrees(layer, 4545)).map(corners)).toEqual([corners([first]), corners([second])])
  })
})

describe('lines and places come back too', () => {
  const things = (shape: FileShape, polygons: (at: readonly FilePosition[]) => WrittenThing['polygons']): readonly WrittenThing[] =>
    [first, second].map((ring, i) => ({
      ...{ code: `S${i + 1}`, name: `第${i + 1}处` },
      properties: { code: `S${i + 1}`, name: `第${i + 1}处` },
      shape,
      polygons: polygons(ring.slice(0, 3)),
    }))
  const points = things('point', ([at = [0, 0]]) => [[[at]]])
  const lines = things('line', (line) => [[line]])
  for (const [shape, given] of [
    ['point', points],
    ['line', lines],
  ] as const)
    for (const format of ['shapefile', 'gpkg', 'kml', 'dxf'] as const)
      it(`${shape} in ${format}`, async () => {
        const layer = await readBack(await made(format, format === 'kml' ? 'wgs84' : 'meridian-36', given, shape), [shape])
        const places = layer.outlines.map((one) => one.polygons.flat(2))
        const back: (readonly FilePosition[])[] = []
        for (const one of places) back.push(format === 'kml' ? one : await files.project(one, 4545, 4490))
        const exact = (all: readonly (readonly FilePosition[])[]) =>
          all.map((one) => one.map(([x, y]) => `${x.toFixed(7)},${y.toFixed(7)}`))
        expect(exact(back)).toEqual(exact(given.map((one) => one.polygons.flat(2))))
        expect(layer.outlines.every((one) => one.shape === shape)).toBe(true)
        const said = layer.outlines.map(({ properties }) => [
          properties.code ?? properties.description ?? properties.Layer,
          properties.name ?? properties.Text,
        ])
        expect(said).toEqual(given.map(({ code, name }) => [code, format === 'dxf' && shape === 'line' ? undefined : name]))
      })
})

describe('texts of a Shapefile', () => {
  const names = (layer: FileLayer) => layer.outlines.map(({ properties }) => properties.name)
  const expected = ground.map(({ name }) => name)

  async function inGbk(): Promise<Record<string, Uint8Array>> {
    const written = await (await tool).write(
      features((p) => p),
      ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK', '-a_srs', 'EPSG:4490'],
    )
    return Object.fromEntries(written.map(({ name, bytes }) => [`网格.${name.split('.').at(-1)}`, bytes]))
  }
  it('are read in GBK, said by a .cpg', async () => {
    const parts = await inGbk()
    expect(new TextDecoder().decode(parts['网格.cpg'])).toBe('GBK')
    expect(names(await readBack(zip(parts)))).toEqual(expected)
  })
  it('are read in GBK without a .cpg', async () => {
    const { '网格.cpg': _, ...parts } = await inGbk()
    const [offered] = await files.open(zip(parts))
    expect(offered?.encoding).toEqual({ encoding: 'GB18030', from: 'content' })
    expect(offered?.label).toBe('网格')
    expect(names(await readBack(zip(parts)))).toEqual(expected)
  })
  it('are read in GBK when the .cpg says UTF-8', async () => {
    const parts = { ...(await inGbk()), '网格.cpg': new TextEncoder().encode('UTF-8') }
    expect(names(await readBack(zip(parts)))).toEqual(expected)
  })
  it('are read in UTF-8 with and without a .cpg', async () => {
    const parts = await unzipped(await made('shapefile', 'cgcs2000'))
    expect(Object.keys(parts).sort()).toEqual(['borders.cpg', 'borders.dbf', 'borders.prj', 'borders.shp', 'borders.shx'])
    expect(names(await readBack(zip(parts)))).toEqual(expected)
    const { 'borders.cpg': _, ...rest } = parts
    expect(names(await readBack(zip(rest)))).toEqual(expected)
  })
  it('are read in what somebody chooses instead', async () => {
    const file = zip(await inGbk())
    const [offered] = await files.open(file)
    const layer = await files.read(0, offered?.layer ?? '', 'ISO-8859-1', ['area'])
    expect(names(layer)).not.toEqual(expected)
  })
})

describe('texts of a drawing', () => {
  for (const encoding of ['UTF-8', 'GB18030'] as const)
    it(`are read in ${encoding} whatever the header says`, async () => {
      const file = await made('dxf', 'meridian-36')
      const words = { 'UTF-8': [0xe7, 0xbd, 0x91, 0xe6, 0xa0, 0xbc], GB18030: [0xcd, 0xf8, 0xb8, 0xf1] }[encoding]
      const latin = new TextDecoder('latin1').decode(file.bytes).replace('ANSI_1252', 'ANSI_936').replaceAll('500231001001', 'W__W')
      const bytes = Uint8Array.from([...latin].flatMap((c) => c.charCodeAt(0)))
      const parts: number[] = []
      for (let i = 0; i < bytes.length; i++) {
        if (String.fromCharCode(...bytes.subarray(i, i + 4)) === 'W__W') {
          parts.push(...words)
          i += 3
        } else parts.push(bytes[i] ?? 0)
      }
      const layer = await readBack({ name: 'a.dxf', bytes: Uint8Array.from(parts) })
      expect(layer.outlines[0]?.properties.Layer).toBe('网格')
    })
})

describe('several layers', () => {
  it('of a zip are offered by the names of its files', async () => {
    const parts = await unzipped(await made('shapefile', 'cgcs2000'))
    const twice = Object.fromEntries(
      Object.entries(parts).flatMap(([name, bytes]) => [
        [`一级/${name}`, bytes],
        [name.replace('borders', '三级网格'), bytes],
      ]),
    )
    expect((await files.open(zip(twice))).map(({ label, count }) => [label, count])).toEqual([
      ['borders', 2],
      ['三级网格', 2],
    ])
  })
})

describe('a file is refused that is', () => {
  const problem = async (file: NamedBytes, mostUnpacked?: number, wanted: readonly FileShape[] = ['area']): Promise<string> => {
    try {
      const own = geoFiles(() => tool, mostUnpacked)
      const [offered] = await own.open(file)
      await own.read(offered?.source ?? 0, offered?.layer ?? '', null, wanted)
      return 'taken'
    } catch (error) {
      return error instanceof FileRefused ? error.problem : `other: ${String(error)}`
    }
  }
  const text = (name: string, content: string): NamedBytes => ({ name, bytes: new TextEncoder().encode(content) })
  const cut = ({ name, bytes }: NamedBytes, to: number): NamedBytes => ({ name, bytes: bytes.slice(0, to) })

  it('empty, or something else', async () => {
    expect(await problem(text('a.geojson', ''))).toBe('empty')
    expect(await problem(text('a.geojson', 'hello'))).toBe('wrongType')
    expect(await problem(text('a.dxf', '%PDF-1.4'))).toBe('wrongType')
    expect(await problem(text('a.dwg', 'AC1027\0\0'))).toBe('dwg')
    expect(await problem(text('a.dxf', 'AutoCAD Binary DXF\r\n'))).toBe('binaryDxf')
    expect(await problem(text('a.kml', '<?xml version="1.0"?><gpx></gpx>'))).toBe('wrongType')
    expect(await problem(zip({ '[Content_Types].xml': new Uint8Array(4), 'xl/vbaProject.bin': new Uint8Array(4) }))).toBe('officeFile')
    expect(await problem(zip({ 'a.gdb/a00000001.gdbtable': new Uint8Array(4) }))).toBe('geodatabase')
    expect(await problem(zip({ 'readme.txt': new Uint8Array(4) }))).toBe('nothingGeographic')
    expect(await problem({ name: 'x.gpkg', bytes: new Uint8Array(51 * 1024 * 1024) })).toBe('tooLarge')
  })
  it('cut off', async () => {
    const shapefile = await made('shapefile', 'cgcs2000')
    expect(await problem(cut(shapefile, shapefile.bytes.length - 200))).toBe('cutOff')
    const parts = await unzipped(shapefile)
    expect(await problem(zip({ ...parts, 'borders.shp': (parts['borders.shp'] ?? new Uint8Array()).slice(0, 180) }))).toBe('cutOff')
    expect(await problem(zip({ ...parts, 'borders.dbf': (parts['borders.dbf'] ?? new Uint8Array()).slice(0, 200) }))).toBe('cutOff')
    expect(await problem({ name: 'a.shp', bytes: new Uint8Array(parts['borders.shp'] ?? []) })).toBe('looseShape')
    const { 'borders.dbf': _, ...rest } = parts
    expect(await problem(zip(rest))).toBe('incompleteShape')
    expect(await problem(cut(await made('gpkg', 'cgcs2000'), 50_000))).toBe('cutOff')
    expect(await problem(cut(await made('dxf', 'cgcs2000'), 5000))).toBe('cutOff')
    expect(await problem(cut(await made('kml', 'wgs84'), 900))).toBe('malformed')
    expect(await problem(text('a.geojson', features((p) => p).slice(0, -30)))).toBe('notJson')
  })
  it('damaged inside', async () => {
    const gpkg = await made('gpkg', 'cgcs2000')
    const bytes = gpkg.bytes.slice()
    bytes.fill(0x41, 4096, 40_000)
    expect(await problem({ name: 'a.gpkg', bytes })).toBe('malformed')
    const parts = await unzipped(await made('shapefile', 'cgcs2000'))
    const shp = (parts['borders.shp'] ?? new Uint8Array()).slice()
    shp.fill(0xff, 100, 180)
    expect(await problem(zip({ ...parts, 'borders.shp': shp }))).toBe('malformed')
  })
  it('a bomb: it unpacks to more than it may, or to more than it says', async () => {
    const parts = await unzipped(await made('shapefile', 'cgcs2000'))
    const bomb = zip({ ...parts, 'borders.prj': new Uint8Array(3_000_000) })
    expect(bomb.bytes.length).toBeLessThan(10_000)
    expect(await problem(bomb, 1_000_000)).toBe('unpacksTooLarge')
    const lying = bomb.bytes.slice()
    const view = new DataView(lying.buffer)
    for (let at = 0; at < lying.length - 4; at++) if (view.getUint32(at, true) === 3_000_000) view.setUint32(at, 400, true)
    expect(await problem({ name: 'a.zip', bytes: lying }, 1_000_000)).toBe('unpacksTooLarge')
    expect(await problem({ name: 'a.zip', bytes: lying })).toBe('malformed')
  })
  it('without what it was asked for', async () => {
    const area = text(
      'a.geojson',
      features((p) => p),
    )
    expect(await problem(area, undefined, ['point'])).toBe('noPoints')
    expect(await problem(area, undefined, ['line'])).toBe('noLines')
    const line = { features: [{ geometry: { type: 'LineString', coordinates: first } }] }
    expect(await problem(text('a.json', JSON.stringify(line)), undefined, ['area', 'point'])).toBe('noPlaces')
    expect(await problem(await made('gpkg', 'cgcs2000'), undefined, ['point'])).toBe('noPoints')
    expect(await problem(await made('kml', 'wgs84'), undefined, ['line'])).toBe('noLines')
    expect(await problem(await made('dxf', 'meridian-36'), undefined, ['area', 'point'])).toBe('taken')
  })
  it('without polygons', async () => {
    const point = { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [107, 30] } }
    expect(await problem(text('a.json', JSON.stringify({ type: 'FeatureCollection', features: [point] })))).toBe('noPolygons')
    expect(await problem(text('a.json', '{"type":"Topology"}'))).toBe('notGeoJson')
    expect(await problem(text('a.kml', '<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>'))).toBe(
      'noPolygons',
    )
    const open = {
      type: 'Polygon',
      coordinates: [
        [
          [1, 2],
          [2, 'x'],
        ],
      ],
    }
    expect(await problem(text('a.json', JSON.stringify({ features: [{ geometry: open }] })))).toBe('malformed')
  })
})

it('a GeoJSON says what it holds beside polygons, and which fields there are', () => {
  const layer = readGeoJson(
    JSON.stringify({
      coordinateSystem: 'GCJ02',
      features: [
        { properties: { a: 1 }, geometry: { type: 'Polygon', coordinates: [first] } },
        { properties: { b: 1 }, geometry: { type: 'LineString', coordinates: first } },
        { properties: { c: 1 }, geometry: { type: 'Polygon', coordinates: [second] } },
      ],
    }),
    { wanted: ['area'] },
  )
  if (typeof layer === 'string') throw new Error(layer)
  expect([layer.leftOut, layer.description, fieldsOf(layer.outlines)]).toEqual([1, 'GCJ02', ['a', 'c']])
})

it('many places are projected, and files read as before afterwards', async () => {
  const many = Array.from({ length: 45_000 }, (_, i): FilePosition => [107 + (i % 300) / 300, 30 + Math.floor(i / 300) / 300])
  const there = await files.project(many, 4490, 4545)
  const back = await files.project(there, 4545, 4490)
  const off = Math.max(...back.map(([x, y], i) => Math.max(Math.abs(x - (many[i]?.[0] ?? 0)), Math.abs(y - (many[i]?.[1] ?? 0)))))
  expect([back.length, off < 1e-9]).toEqual([many.length, true])
  const layer = await readBack(await made('gpkg', 'zone-36'))
  expect(layer.outlines).toHaveLength(2)
})

it('places that are none in a system are no numbers', async () => {
  expect(await files.project([[1e12, 1e12]], 4545, 4490)).toEqual([[Number.NaN, Number.NaN]])
})
