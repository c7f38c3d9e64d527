// Which column of a file says which field of a register: proposed by name, fitted to other files, and what the service is sent.
import { describe, expect, it } from 'vitest'
import type { FileOutline } from '../../../client/editor/file-outline.ts'
import { fitsColumns, flatProperties, mappedGeoJson, missingFields, proposeColumns } from '../../../client/editor/register-columns.ts'
import { registerFields, routeFields } from '../../../client/editor/register-fields.ts'

const place = (properties: Record<string, unknown>): FileOutline => ({ properties, shape: 'point', polygons: [[[[107.12345678, 30.5]]]] })
const proposed = (kind: 'compound' | 'building' | 'station', properties: Record<string, unknown>) =>
  proposeColumns(registerFields(kind), [place(properties)], Object.keys(properties))

describe('columns are proposed', () => {
  it('as our own files call them, in either language or by the field', () => {
    expect(proposed('compound', { code: 'C7', name: 'x', compoundType: 'compound', version: 3, households: 9, lng: 1 })).toEqual({
      code: { column: 'code' },
      name: { column: 'name' },
      compoundType: { column: 'compoundType' },
      version: { column: 'version' },
    })
    expect(proposed('building', { 名称: 'x', 用途: '住宅', '60 岁以上': 3 })).toEqual({
      name: { column: '名称' },
      use: { column: '用途' },
      residents60Plus: { column: '60 岁以上' },
    })
    expect(proposed('station', { 'Area (m²)': 400, 'Opening hours': '', Name: 'x' })).toMatchObject({
      areaM2: { column: 'Area (m²)' },
      openingHours: { column: 'Opening hours' },
    })
  })
  it('as a Shapefile cuts them', () => {
    expect(
      proposed('compound', { code: 'C7', name: 'x', compoundTy: '', propertyCl: '', ownersComm: '', partyOrgan: '', version: 1 }),
    ).toMatchObject({
      compoundType: { column: 'compoundTy' },
      propertyClass: { column: 'propertyCl' },
      ownersCommittee: { column: 'ownersComm' },
      partyOrganisation: { column: 'partyOrgan' },
    })
  })
  it('as others call them, also in pinyin', () => {
    expect(proposed('compound', { OBJECTID: 1, 小区名称: 'x', 竣工年份: 1998, 物业类型: '无物业' })).toEqual({
      name: { column: '小区名称' },
      builtYear: { column: '竣工年份' },
      propertyClass: { column: '物业类型' },
    })
    expect(proposed('building', { XQMC: 'x', DZ: '某路 1 号', ZHS: 24 })).toEqual({
      name: { column: 'XQMC' },
      address: { column: 'DZ' },
      households: { column: 'ZHS' },
    })
    expect(proposeColumns(routeFields, [], ['FID', '路线名称'])).toEqual({ name: { column: '路线名称' } })
  })
  it('without codes that are not ours, and without a version of none', () => {
    expect(proposed('compound', { 编码: '5002310010', name: 'x', version: 2 })).toEqual({ name: { column: 'name' } })
  })
  it('each for one field only', () => {
    expect(proposed('station', { 类型: 'a', name: 'n', label: 'l' })).toEqual({ kind: { column: '类型' }, name: { column: 'name' } })
  })
})

describe('a mapping', () => {
  const fields = registerFields('compound')
  it('that was kept must be one for these columns and words', () => {
    expect(fitsColumns({ name: { column: 'a' }, propertyClass: { value: 'managed' } }, fields, ['a'])).toBe(true)
    expect(fitsColumns({ name: { column: 'b' } }, fields, ['a'])).toBe(false)
    expect(fitsColumns({ name: { column: 'a' }, propertyClass: { value: 'palace' } }, fields, ['a'])).toBe(false)
    expect(fitsColumns({ name: { column: 'a' }, households: { column: 'a' } }, fields, ['a'])).toBe(false)
  })
  it('must say the name', () => {
    expect(missingFields({}, fields).map(({ field }) => field)).toEqual(['name'])
    expect(missingFields({ name: { column: 'a' } }, fields)).toEqual([])
  })
  it('makes what the service takes: own names, values for all, on the lattice', () => {
    const text = mappedGeoJson([place({ a: ' x ', b: null, c: ['p', 'q'] })], {
      name: { column: 'a' },
      nameEn: { column: 'b' },
      services: { column: 'c' },
      kind: { value: 'station' },
    })
    expect(JSON.parse(text)).toEqual({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: { name: 'x', nameEn: '', services: 'p、q', kind: 'station' },
          geometry: { type: 'Point', coordinates: [107.1234568, 30.5] },
        },
      ],
    })
  })
})

it('our own lists are written without what is made of parts', () => {
  expect(flatProperties({ a: 1, b: ['x', 'y'], c: { numerator: 1 }, d: [{ x: 1 }], e: null })).toEqual({ a: 1, b: 'x、y', e: null })
})
