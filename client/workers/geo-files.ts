/**
 * Geographic files in and out, whichever the format: what runs inside the worker, and under Node in tests.
 *
 *      bytes → what is it, is it whole → layers → one of them as outlines in its own coordinates → (somebody says which system) → degrees
 *
 * GDAL is asked for only where it is needed: GeoJSON and KML are read without it.
 */
import { zipSync } from 'fflate'
import type { FileLayer, FilePosition, FileShape } from '../editor/file-outline.ts'
import { readGeoJson } from '../editor/file-outline.ts'
import { asLatinDrawing, type FileKind, type FileSource, inEncoding, sourcesIn } from './file-kind.ts'
import { FileRefused } from './file-problem.ts'
import type { GdalTool, LayerFound } from './gdal-tool.ts'
import { readKml } from './read-kml.ts'
import type { EncodingFound, TextEncoding } from './text-encoding.ts'
import type { NamedBytes } from './unpack-zip.ts'

export interface LayerOffered {
  readonly source: number
  readonly layer: string
  /** what a person chooses it by */
  readonly label: string
  readonly kind: FileKind
  readonly count: number
  readonly encoding: EncodingFound | null
}

export const writtenFormats = ['geojson', 'shapefile', 'gpkg', 'kml', 'dxf'] as const
export type WrittenFormat = (typeof writtenFormats)[number]

export interface Written {
  readonly geoJson: string
  readonly format: Exclude<WrittenFormat, 'geojson'>
  readonly epsg: number | null
  /** of the file, without its ending */
  readonly name: string
  readonly layer: string
  readonly shape: FileShape
}

export interface GeoFiles {
  readonly open: (file: NamedBytes) => Promise<readonly LayerOffered[]>
  readonly read: (source: number, layer: string, encoding: TextEncoding | null, wanted: readonly FileShape[]) => Promise<FileLayer>
  readonly project: (points: readonly FilePosition[], from: number, to: number) => Promise<readonly FilePosition[]>
  /** `geoJson` in the coordinates to be written, `epsg` what they are, null where no registry has a number for them. */
  readonly write: (written: Written) => Promise<NamedBytes>
}

/** Lines, texts and points of a drawing among them. */
const mostFeatures = 100_000

export function geoFiles(tool: () => Promise<GdalTool>, mostUnpacked?: number): GeoFiles {
  let sources: readonly FileSource[] = []
  /** What was found when the file was opened: opening it again to ask would read it whole once more. */
  let layers = new Map<string, LayerFound>()
  const sourceAt = (at: number): FileSource => {
    const source = sources[at]
    if (source === undefined) throw new FileRefused('nothingGeographic')
    return source
  }
  return {
    open: async (file) => {
      sources = sourcesIn(file, mostUnpacked)
      layers = new Map()
      const offered: LayerOffered[] = []
      for (const [at, source] of sources.entries()) {
        const { kind, label, encoding, files } = source
        if (kind === 'geojson' || kind === 'kml') {
          offered.push({ source: at, layer: '', label, kind, count: 0, encoding })
          continue
        }
        const found = await (await tool()).layers(gdalFiles(source), openOptions(source, null))
        for (const one of found) layers.set(`${at} ${one.name}`, one)
        for (const { name, count } of found.filter((one) => one.count > 0))
          offered.push({ source: at, layer: name, label: kind === 'gpkg' ? name : label, kind, count, encoding })
        if (found.length === 0 && files.length > 0 && sources.length === 1) throw new FileRefused('nothingGeographic')
      }
      if (offered.length === 0) throw new FileRefused('noFeatures')
      return offered
    },
    read: async (at, layer, encoding, wanted) => {
      const source = sourceAt(at)
      const [main] = source.files
      if (main === undefined) throw new FileRefused('nothingGeographic')
      if (source.kind === 'kml') return readKml(utf8(main.bytes), wanted)
      if (source.kind === 'geojson') return taken(readGeoJson(utf8(main.bytes), { wanted }))
      const options = openOptions(source, encoding)
      const known = layers.get(`${at} ${layer}`)
      if (known === undefined) throw new FileRefused('nothingGeographic')
      if (known.count > mostFeatures) throw new FileRefused('tooMany')
      const text = await (await tool()).geoJson(gdalFiles(source), options, layer)
      const read = taken(readGeoJson(text, { wanted, drawing: source.kind === 'dxf' }))
      const prj = source.files.find(({ name }) => /\.prj$/i.test(name))
      return {
        ...read,
        outlines: source.kind === 'dxf' ? inWords(read.outlines, encoding ?? source.encoding?.encoding ?? 'UTF-8') : read.outlines,
        // the words of the .prj itself tell an old datum by its name; what GDAL makes of them may not
        description: source.kind === 'shapefile' ? (prj === undefined ? null : utf8(prj.bytes)) : known.description,
      }
    },
    project: async (points, from, to) => (await tool()).project(points, from, to),
    write: async (written) => {
      const { geoJson, format, name } = written
      const files = await (await tool()).write(geoJson, writeOptions(written))
      if (format === 'shapefile') return { name: `${name}.zip`, bytes: zipped(files, name) }
      const [first] = files
      if (first === undefined) throw new FileRefused('malformed')
      return { name: `${name}.${format}`, bytes: new Uint8Array(first.bytes) }
    },
  }
}

const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

function taken(read: ReturnType<typeof readGeoJson>): FileLayer {
  if (typeof read === 'string') throw new FileRefused(read)
  return read
}

const gdalFiles = ({ kind, files }: FileSource): readonly NamedBytes[] =>
  kind === 'dxf' ? files.map(({ name, bytes }) => ({ name, bytes: asLatinDrawing(bytes) })) : files

const openOptions = ({ kind, encoding }: FileSource, chosen: TextEncoding | null): readonly string[] =>
  kind === 'shapefile' ? [`ENCODING=${chosen ?? encoding?.encoding ?? 'UTF-8'}`] : []

const inWords = (outlines: FileLayer['outlines'], encoding: TextEncoding): FileLayer['outlines'] =>
  outlines.map(({ properties, ...one }) => ({
    ...one,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, typeof value === 'string' ? inEncoding(value, encoding) : value]),
    ),
  }))

const geometries: Readonly<Record<FileShape, string>> = { area: 'MULTIPOLYGON', line: 'LINESTRING', point: 'POINT' }

function writeOptions({ format, epsg, layer, shape }: Written): readonly string[] {
  const system = ['-a_srs', epsg === null ? 'None' : `EPSG:${epsg}`]
  switch (format) {
    case 'shapefile':
      return ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', ...system]
    case 'gpkg':
      return ['-f', 'GPKG', '-nln', layer, '-nlt', geometries[shape], ...system]
    case 'kml':
      return ['-f', 'KML', '-dsco', 'NameField=name', '-dsco', 'DescriptionField=code', '-nln', layer, '-a_srs', 'EPSG:4326']
    case 'dxf':
      // the style is what makes a text of a point
      return ['-f', 'DXF', '--config', 'DXF_WRITE_HATCH', 'NO', '-sql', 'SELECT Layer, style AS OGR_STYLE FROM source']
  }
}

/** The parts of a Shapefile under the name that was asked for. */
const zipped = (files: readonly NamedBytes[], name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync(Object.fromEntries(files.map((file) => [file.name.replace(/^[^.]*/, name), file.bytes] satisfies [string, Uint8Array]))),
  )
