// GDAL as these workers use it: open, list, read as GeoJSON, project, write. It is the same in the browser and under Node, but for where files lie.
import { isObject, isPosition } from '../editor/file-outline.ts'
import { FileRefused } from './file-problem.ts'
import type { NamedBytes } from './unpack-zip.ts'

/** What of gdal3.js is used; its own types leave `ogrinfo`'s answer open. */
export interface Gdal {
  open(files: readonly (File | string)[], options?: readonly string[]): Promise<{ readonly datasets: readonly GdalDataset[] }>
  close(dataset: GdalDataset): Promise<void>
  ogrinfo(dataset: GdalDataset): Promise<unknown>
  ogr2ogr(dataset: GdalDataset, options: readonly string[], name: string): Promise<GdalPath>
  getFileBytes(path: string): Promise<Uint8Array>
}
export interface GdalDataset {
  readonly pointer: number
  readonly path: string
}
interface GdalPath {
  readonly local: string
  readonly all: readonly { readonly local: string }[]
}

export interface LayerFound {
  readonly name: string
  readonly count: number
  readonly description: string | null
}

export interface GdalTool {
  readonly layers: (files: readonly NamedBytes[], options: readonly string[]) => Promise<readonly LayerFound[]>
  readonly geoJson: (files: readonly NamedBytes[], options: readonly string[], layer: string) => Promise<string>
  /** Easting or longitude first, both ways. */
  readonly project: (
    points: readonly (readonly [number, number])[],
    from: number,
    to: number,
  ) => Promise<readonly (readonly [number, number])[]>
  readonly write: (geoJson: string, options: readonly string[]) => Promise<readonly NamedBytes[]>
}

/** What is projected at once. It goes the long way, as a file: `gdaltransform` of this build writes over the program's own memory. */
const mostPointsAtOnce = 20_000

/** Nothing is put in order or rounded. */
const asItStands = ['-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=12', '-dim', 'XY']

const geoJsonFile = (geometry: object): NamedBytes => ({
  name: 'source.geojson',
  bytes: new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] })),
})

function positionsIn(text: string): readonly (readonly [number, number])[] {
  const json: unknown = JSON.parse(text)
  const feature: unknown = isObject(json) && Array.isArray(json.features) ? json.features[0] : null
  const geometry = isObject(feature) && isObject(feature.geometry) ? feature.geometry : null
  return Array.isArray(geometry?.coordinates) ? geometry.coordinates.filter(isPosition) : []
}

/** `place` puts files where GDAL finds them: all with one stem, and without a letter that a file system may not know. */
export function gdalTool(gdal: Gdal, place: (files: readonly NamedBytes[]) => readonly (File | string)[]): GdalTool {
  let written = 0
  async function opened<T>(
    files: readonly NamedBytes[],
    options: readonly string[],
    use: (dataset: GdalDataset) => Promise<T>,
  ): Promise<T> {
    const plain = files.map(({ name, bytes }) => ({ name: `source.${/\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? 'bin'}`, bytes }))
    const dataset = await gdal.open(place(plain), options).then(
      ({ datasets }) => datasets[0],
      () => undefined,
    )
    if (dataset === undefined) throw new FileRefused('malformed')
    try {
      return await use(dataset)
    } catch (error) {
      throw error instanceof FileRefused ? error : new FileRefused('malformed')
    } finally {
      await gdal.close(dataset)
    }
  }
  return {
    layers: (files, options) => opened(files, options, async (dataset) => layersIn(await gdal.ogrinfo(dataset))),
    geoJson: (files, options, layer) =>
      opened(files, options, async (dataset) => {
        const { local } = await gdal.ogr2ogr(dataset, [...asItStands, layer], `read-${written++}`)
        return new TextDecoder().decode(await gdal.getFileBytes(local))
      }),
    project: async (points, from, to) => {
      const all: (readonly [number, number])[] = []
      for (let at = 0; at < points.length; at += mostPointsAtOnce) {
        const some = points.slice(at, at + mostPointsAtOnce)
        const moved = await opened([geoJsonFile({ type: 'MultiPoint', coordinates: some })], [], async (dataset) => {
          const { local } = await gdal.ogr2ogr(
            dataset,
            [...asItStands, '-s_srs', `EPSG:${from}`, '-t_srs', `EPSG:${to}`],
            `moved-${written++}`,
          )
          return positionsIn(new TextDecoder().decode(await gdal.getFileBytes(local)))
        }).catch(() => [])
        // a place that is none in that system is no number, and its neighbours go with it
        for (let i = 0; i < some.length; i++) all.push((moved.length === some.length ? moved[i] : undefined) ?? [Number.NaN, Number.NaN])
      }
      return all
    },
    write: (geoJson, options) =>
      opened([{ name: 'source.geojson', bytes: new TextEncoder().encode(geoJson) }], [], async (dataset) => {
        const { local, all } = await gdal.ogr2ogr(dataset, options, `written-${written++}`)
        const paths = all.length > 0 ? all.map((one) => one.local) : [local]
        return Promise.all(
          paths.map(async (path) => ({ name: path.split('/').at(-1) ?? path, bytes: new Uint8Array(await gdal.getFileBytes(path)) })),
        )
      }),
  }
}

function layersIn(info: unknown): readonly LayerFound[] {
  const layers = isObject(info) && Array.isArray(info.layers) ? info.layers : []
  return layers.filter(isObject).map(({ name, featureCount, geometryFields }): LayerFound => {
    const field: unknown = Array.isArray(geometryFields) ? geometryFields[0] : null
    const system = isObject(field) && isObject(field.coordinateSystem) ? field.coordinateSystem : null
    return {
      name: typeof name === 'string' ? name : '',
      count: typeof featureCount === 'number' ? featureCount : 0,
      description: typeof system?.wkt === 'string' ? system.wkt : null,
    }
  })
}
