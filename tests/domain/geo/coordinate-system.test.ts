// Which coordinate system a file is in, as far as its description and its numbers tell.
import { describe, expect, it } from 'vitest'
import {
  degreesToWgs84,
  epsgOf,
  type GeoBox,
  metresApart,
  proposeSystem,
  recogniseSystem,
  systemKey,
  systemOf,
  wgs84ToDegrees,
  zones,
} from '#domain/geo/coordinate-system.ts'

const prj = (falseEasting: number, meridian: number, datum = 'D_China_2000', geographic = 'GCS_China_Geodetic_Coordinate_System_2000') =>
  `PROJCS["grid",GEOGCS["${geographic}",DATUM["${datum}",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${falseEasting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
const key = (text: string) => {
  const said = recogniseSystem(text)
  return said?.kind === 'system' ? systemKey(said.system) : said
}

describe('a description', () => {
  it('of a zone is told from one of its meridian by the false easting', () => {
    expect(key(prj(36_500_000, 108))).toBe('zone-36')
    expect(key(prj(500_000, 108))).toBe('meridian-36')
  })
  it('in degrees is told by its datum', () => {
    expect(key('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]')).toBe('wgs84')
    expect(key('GEOGCRS["China Geodetic Coordinate System 2000",\n DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101]]]')).toBe(
      'cgcs2000',
    )
  })
  it('may be a number of the registry, or a name of ours', () => {
    expect(['EPSG:4545', 'urn:ogc:def:crs:EPSG::4524', 'urn:ogc:def:crs:OGC:1.3:CRS84', 'GCJ02', 'BD09', 'CGCS2000'].map(key)).toEqual([
      'meridian-36',
      'zone-36',
      'wgs84',
      'gcj02',
      'bd09',
      'cgcs2000',
    ])
    for (const zone of zones) {
      expect(key(`EPSG:${4488 + zone}`)).toBe(`zone-${zone}`)
      expect(key(`EPSG:${4509 + zone}`)).toBe(`meridian-${zone}`)
    }
  })
  it('of an old system is named', () => {
    expect(key(prj(500_000, 108, 'D_Beijing_1954', 'GCS_Beijing_1954'))).toEqual({ kind: 'old', name: 'beijing54' })
    expect(key(prj(36_500_000, 108, 'D_Xian_1980', 'GCS_Xian_1980'))).toEqual({ kind: 'old', name: 'xian80' })
    expect(key('GEOGCRS["Xian 1980",DATUM["Xian 1980",ELLIPSOID["IAG 1975",6378140,298.257]]]')).toEqual({ kind: 'old', name: 'xian80' })
    expect(['EPSG:4214', 'EPSG:2434', 'EPSG:4610', 'EPSG:2383'].map(key)).toEqual([
      { kind: 'old', name: 'beijing54' },
      { kind: 'old', name: 'beijing54' },
      { kind: 'old', name: 'xian80' },
      { kind: 'old', name: 'xian80' },
    ])
  })
  it('of anything else is told by its name', () => {
    expect(key(prj(18_500_000, 105))).toEqual({ kind: 'other', name: 'grid' })
    expect(key('PROJCS["WGS_1984_UTM_Zone_48N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]],PARAMETER["central_meridian",105]]')).toEqual({
      kind: 'other',
      name: 'WGS_1984_UTM_Zone_48N',
    })
    expect(key('EPSG:3857')).toEqual({ kind: 'other', name: 'EPSG:3857' })
  })
  it('that says nothing is none', () => {
    expect(['', '  ', 'GEOGCRS["Undefined geographic SRS",DATUM["unknown"]]', 'LOCAL_CS["unknown"]'].map(recogniseSystem)).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

/** About the borders of a sub-district at 107.34° E, 30.33° N. */
const near: GeoBox = [107.32, 30.31, 107.36, 30.35]
const zoned: GeoBox = [36_434_600, 3_354_700, 36_438_400, 3_359_100]
const bare: GeoBox = [434_600, 3_354_700, 438_400, 3_359_100]
const swap = ([w, s, e, n]: GeoBox): GeoBox => [s, w, n, e]
const proposed = (said: string | null, box: GeoBox, around = near) => {
  const { system, ...rest } = proposeSystem(said === null ? null : recogniseSystem(said), box, around)
  return { system: system === null ? null : systemKey(system), ...rest }
}

describe('a proposal', () => {
  it('follows the description where the numbers can be such', () => {
    expect(proposed(prj(36_500_000, 108), zoned)).toEqual({ system: 'zone-36', from: 'description', swapped: false, contradicts: false })
    expect(proposed(prj(500_000, 105), bare)).toEqual({ system: 'meridian-35', from: 'description', swapped: false, contradicts: false })
    expect(proposed('GCJ02', [107.3, 30.3, 107.4, 30.4])).toMatchObject({ system: 'gcj02', from: 'description' })
  })
  it('reads the zone from the number before the easting, and without one takes the zone that brings it here', () => {
    expect(proposed(null, zoned)).toEqual({ system: 'zone-36', from: 'numbers', swapped: false, contradicts: false })
    expect(proposed(null, bare)).toEqual({ system: 'meridian-36', from: 'numbers', swapped: false, contradicts: false })
    // 106.56° E at the edge of two zones: 362 km from the meridian of one is 138 km west, 649 km is 149 km east
    const edge: GeoBox = [106.54, 29.5, 106.58, 29.54]
    expect(proposed(null, [358_600, 3_265_000, 362_500, 3_269_500], edge)).toMatchObject({ system: 'meridian-36' })
    expect(proposed(null, [649_200, 3_265_000, 653_100, 3_269_500], edge)).toMatchObject({ system: 'meridian-35' })
  })
  it('sees north that stands first', () => {
    expect(proposed(null, swap(zoned))).toEqual({ system: 'zone-36', from: 'numbers', swapped: true, contradicts: false })
    expect(proposed(prj(500_000, 108), swap(bare))).toEqual({
      system: 'meridian-36',
      from: 'description',
      swapped: true,
      contradicts: false,
    })
    expect(proposed(null, [30.3, 107.3, 30.4, 107.4])).toMatchObject({ swapped: true })
  })
  it('says when description and numbers disagree', () => {
    expect(proposed(prj(500_000, 108), zoned)).toEqual({ system: 'zone-36', from: 'numbers', swapped: false, contradicts: true })
    expect(proposed(prj(35_500_000, 105), zoned)).toMatchObject({ system: 'zone-36', contradicts: true })
    expect(proposed('CGCS2000', bare)).toMatchObject({ system: 'meridian-36', from: 'numbers', contradicts: true })
    expect(proposed(prj(500_000, 108), [107.3, 30.3, 107.4, 30.4])).toMatchObject({ system: null, contradicts: true })
  })
  it('does not tell degrees of one datum from those of another, unless the file lies right on the borders in one of them', () => {
    expect(proposed(null, [107.33, 30.32, 107.34, 30.33])).toEqual({ system: null, from: null, swapped: false, contradicts: false })
    for (const datum of ['gcj02', 'bd09'] as const) {
      const [west, south] = wgs84ToDegrees([near[0], near[1]], datum)
      const [east, north] = wgs84ToDegrees([near[2], near[3]], datum)
      expect(proposed(null, [west, south, east, north])).toEqual({ system: datum, from: 'borders', swapped: false, contradicts: false })
    }
    expect(proposed(null, near)).toMatchObject({ system: 'wgs84', from: 'borders' })
  })
  it('is none for numbers that are no place in China', () => {
    for (const box of [
      [0, 0, 100, 100],
      [-74, 40, -73, 41],
      [11_950_000, 3_540_000, 11_951_000, 3_541_000],
    ] satisfies GeoBox[])
      expect(proposed(null, box)).toEqual({ system: null, from: null, swapped: false, contradicts: false })
  })
})

it('every system has one key, and a number of the registry where there is one', () => {
  expect(
    ['wgs84', 'cgcs2000', 'gcj02', 'zone-25', 'zone-45', 'meridian-25', 'meridian-45'].map((one) => {
      const system = systemOf(one)
      return system === null ? 'none' : epsgOf(system)
    }),
  ).toEqual([4326, 4490, null, 4513, 4533, 4534, 4554])
  expect([systemOf('zone-24'), systemOf('meridian-46'), systemOf('')]).toEqual([null, null, null])
})

it('the bent systems come back to a border’s lattice', () => {
  for (const datum of ['gcj02', 'bd09'] as const)
    for (let i = 0; i < 500; i++) {
      const at: [number, number] = [75 + ((i * 7919) % 60_000) / 1000, 18 + ((i * 104_729) % 35_000) / 1000]
      const [x, y] = degreesToWgs84(wgs84ToDegrees(at, datum), datum)
      expect(Math.max(Math.abs(x - at[0]), Math.abs(y - at[1]))).toBeLessThan(2e-8)
    }
})

it('boxes apart are so many metres apart', () => {
  expect(metresApart(near, [107.35, 30.34, 107.5, 30.5])).toBe(0)
  expect(metresApart(near, [107.32, 31.35, 107.36, 31.4])).toBeCloseTo(111_320, -2)
  expect(metresApart(near, [108.36, 30.31, 108.4, 30.35])).toBeGreaterThan(95_000)
})
