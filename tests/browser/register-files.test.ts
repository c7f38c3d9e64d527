// Registers and patrol routes from and to geographic files: asked about, seen over the map, told row by row, taken, saved and read back the same.
import { readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, it } from 'vitest'
import type { FilePosition } from '../../client/editor/file-outline.ts'
import { geoFiles } from '../../client/workers/geo-files.ts'
import { gdalUnderNode } from '../engines/gdal-under-node.ts'
import { madeZip } from '../engines/made-zip.ts'
import { signInAs } from '../engines/sign-in.ts'
import { axe, drawn, openMap } from './open-map.ts'

const wait = { timeout: 60_000 }
const gdal = gdalUnderNode()
const files = geoFiles(() => gdal)

/** A place on the secretary's ground. */
let at: FilePosition
let cookie: string

beforeAll(async () => {
  ;({ cookie } = await signInAs(inject('base'), 'secretary'))
  const ask = async (path: string) => (await fetch(`${inject('base')}/api/v1/${path}`, { headers: { cookie } })).json()
  const { features } = await ask('grids?level=3&limit=1000')
  const widest = features.reduce((a: { properties: { areaM2: number } }, b: { properties: { areaM2: number } }) =>
    b.properties.areaM2 > a.properties.areaM2 ? b : a,
  )
  const [lng, lat] = widest.properties.labelPoint
  at = [Number(lng.toFixed(7)), Number(lat.toFixed(7))]
})

const ring = (east: number, north: number, size = 3e-4): readonly FilePosition[] =>
  [
    [0, 0],
    [size, 0],
    [size, size],
    [0, size],
    [0, 0],
  ].map(([x = 0, y = 0]): FilePosition => [Number((at[0] + east + x).toFixed(7)), Number((at[1] + north + y).toFixed(7))])

type Made = { readonly properties: object; readonly type: string; readonly places: readonly FilePosition[] }
const coordinatesOf = (type: string, places: readonly FilePosition[]) =>
  type === 'Point' ? places[0] : type === 'Polygon' ? [places] : places

/** A zipped Shapefile in a system, its texts in GBK and no .cpg to say so. */
async function shapefile(epsg: number, made: readonly Made[]): Promise<Buffer> {
  const features: object[] = []
  for (const { properties, type, places } of made)
    features.push({
      type: 'Feature',
      properties,
      geometry: { type, coordinates: coordinatesOf(type, await files.project(places, 4490, epsg)) },
    })
  const text = JSON.stringify({ type: 'FeatureCollection', features })
  const parts = await (await gdal).write(text, ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK', '-a_srs', `EPSG:${epsg}`])
  const entries = parts
    .filter(({ name }) => !name.endsWith('.cpg'))
    .map(({ name, bytes }) => [`普查.${name.split('.').at(-1)}`, bytes] as const)
  return Buffer.from(zipSync(Object.fromEntries(entries)))
}

const choose = (page: Page, input: string, name: string, buffer: Buffer) =>
  page.getByTestId(input).setInputFiles({ name, mimeType: 'application/octet-stream', buffer })

async function save(page: Page, button: string, format: string, system: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  await page.getByTestId(button).click()
  await page.getByTestId('geo-save').waitFor(wait)
  await page.getByRole('button', { name: format, exact: true }).click()
  await page.getByTestId('geo-out-system').selectOption(system)
  const coming = page.waitForEvent('download', wait)
  await page.getByTestId('geo-save').click()
  const download = await coming
  const file = { name: download.suggestedFilename(), bytes: new Uint8Array(readFileSync(await download.path())) }
  await page.getByTestId('geo-save-dialog').getByRole('button', { name: '关闭' }).click()
  return file
}
const corners = (places: readonly FilePosition[]) => [...new Set(places.map(([x, y]) => `${x.toFixed(7)} ${y.toFixed(7)}`))].sort()

it('compounds of a Shapefile in a zone of CGCS2000 are asked about, seen, told and taken; the GeoPackage saved then holds the same', async () => {
  const [good, small] = [ring(0, 0), ring(6e-4, 0)]
  const [a, b, c, d, e] = ring(0, 6e-4)
  const crossing = [a, c, b, d, e].flatMap((one) => (one === undefined ? [] : [one]))
  const file = await shapefile(4545, [
    { properties: { xqmc: '砚山家园', jcnf: 1998, lx: '老旧院落' }, type: 'Polygon', places: good },
    { properties: { xqmc: '滨江小院', jcnf: 2003, lx: '老旧院落' }, type: 'Polygon', places: small },
    { properties: { xqmc: '自交苑', jcnf: 2001, lx: '老旧院落' }, type: 'Polygon', places: crossing },
  ])
  const { page, problems, requests } = await openMap('/register/compounds', { as: 'secretary' })
  await page.getByTestId('places-row').first().waitFor(wait)
  expect(requests.some((request) => /geo-reader|RegisterFillIn/.test(request.url()))).toBe(false)
  await page.getByTestId('register-upload').click()
  await choose(page, 'register-fill-in-file', '普查.zip', file)
  await page.getByTestId('geo-proposal').waitFor(wait)
  expect(await page.getByTestId('geo-proposal').textContent()).toContain('EPSG:4545')
  const submit = page.getByTestId('register-fill-in-submit')
  // proposed, not taken: nothing goes on before somebody has said so
  expect([await page.getByTestId('geo-system').inputValue(), await submit.isDisabled()]).toEqual(['', true])
  expect(await page.getByTestId('geo-encoding').inputValue()).toBe('GB18030')
  expect(await page.getByTestId('geo-column-name').inputValue()).toBe('column xqmc')
  expect(await page.getByTestId('geo-column-builtYear').inputValue()).toBe('column jcnf')
  await page.getByText('砚山家园 · 滨江小院').waitFor()
  await page.getByTestId('geo-column-compoundType').selectOption('column lx')
  await page.getByTestId('geo-column-propertyClass').selectOption('value unmanaged')
  await page.getByTestId('geo-proposed').click()
  await page.getByTestId('geo-preview').waitFor(wait)
  await drawn(page)
  const laid = () => page.evaluate(() => window.fangyuan?.map?.querySourceFeatures('laid').map(({ properties }) => properties.state) ?? [])
  await expect.poll(async () => new Set(await laid()), wait).toEqual(new Set(['plain']))
  await submit.click()
  const told = page.getByTestId('register-fill-in-told')
  await told.getByText('新增 2，修改 0，不变 0，有问题 1').waitFor(wait)
  await told.getByText('轮廓自相交叉').waitFor()
  await expect.poll(async () => new Set(await laid()), wait).toEqual(new Set(['new', 'trouble']))
  expect(await axe(page)).toEqual([])
  await submit.click()
  await told.getByText('已写入 2 条').waitFor(wait)
  await submit.click()
  await page.getByTestId('places-row').getByText('砚山家园').waitFor(wait)

  const saved = await save(page, 'register-save', 'GeoPackage', 'meridian-36')
  const [offered] = await files.open(saved)
  expect(offered?.layer).toBe('compounds')
  const layer = await files.read(0, offered?.layer ?? '', null, ['area'])
  const made = layer.outlines.find(({ properties }) => properties.name === '砚山家园')
  expect(made?.properties).toMatchObject({ builtYear: 1998, compoundType: 'courtyard', propertyClass: 'unmanaged', version: 1 })
  expect(corners(await files.project(made?.polygons.flat(2) ?? [], 4545, 4490))).toEqual(corners(good))

  // read again, and once more in another format, it is what is there already; what the columns mean was remembered
  for (const file of [saved, await save(page, 'register-save', 'Shapefile', 'zone-36')]) {
    await page.getByTestId('register-upload').click()
    await choose(page, 'register-fill-in-file', file.name, Buffer.from(file.bytes))
    await page.getByTestId('geo-proposed').click(wait)
    await expect.poll(() => submit.isEnabled(), wait).toBe(true)
    await submit.click()
    await told.getByText(`新增 0，修改 0，不变 ${layer.outlines.length}，有问题 0`).waitFor(wait)
    await submit.click()
  }
  await page.getByTestId('register-upload').click()
  await choose(page, 'register-fill-in-file', '又一份.zip', file)
  await page.getByTestId('geo-proposal').waitFor(wait)
  expect(await page.getByTestId('geo-column-propertyClass').inputValue()).toBe('value unmanaged')
  expect(await page.getByTestId('geo-system').inputValue()).toBe('')
  expect(problems).toEqual([])
})

it('buildings are saved with their outlines and read back as they are, stations as places in Baidu’s coordinates', async () => {
  const { page, problems } = await openMap('/register/buildings', { as: 'secretary' })
  await page.getByTestId('places-row').first().waitFor(wait)
  const submit = page.getByTestId('register-fill-in-submit')
  const told = page.getByTestId('register-fill-in-told')
  const back = async (file: { name: string; bytes: Uint8Array<ArrayBuffer> }, system: string): Promise<void> => {
    await page.getByTestId('register-upload').click()
    await choose(page, 'register-fill-in-file', file.name, Buffer.from(file.bytes))
    await page.getByTestId('geo-system').selectOption(system, wait)
    await expect.poll(() => submit.isEnabled(), wait).toBe(true)
    await submit.click()
    await told.getByText(/新增 0，修改 0，不变 \d+，有问题 0/).waitFor(wait)
    await submit.click()
  }
  await back(await save(page, 'register-save', 'Shapefile', 'meridian-36'), 'meridian-36')
  await page.goto(`${inject('base')}/register/stations`)
  await page.getByTestId('places-row').first().waitFor(wait)
  await back(await save(page, 'register-save', 'GeoJSON', 'bd09'), 'bd09')
  expect(problems).toEqual([])
})

it('what is no such file, of another shape, elsewhere or cut off is refused in words', async () => {
  const { page, problems } = await openMap('/register/compounds', { as: 'secretary' })
  await page.getByTestId('register-upload').click(wait)
  const said = async (name: string, buffer: Buffer, expected: string | RegExp, where = 'geo-problem') => {
    await choose(page, 'register-fill-in-file', name, buffer)
    await page.getByTestId(where).getByText(expected).waitFor(wait)
    expect(
      await page
        .getByTestId('register-fill-in-submit')
        .isDisabled()
        .catch(() => true),
    ).toBe(where === 'geo-problem')
  }
  const macros = madeZip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'xl/workbook.xml', content: '<workbook/>' },
    { name: 'xl/vbaProject.bin', content: 'macro' },
  ])
  const whole = await shapefile(4545, [{ properties: { xqmc: '整' }, type: 'Polygon', places: ring(0, 0) }])
  await said('a.zip', whole.subarray(0, whole.length - 60), '不完整')
  await said('a.zip', await shapefile(4545, [{ properties: { xqmc: '点' }, type: 'Point', places: [at] }]), '文件里没有面')
  await said('a.gpkg', Buffer.from('PK not a package'), /读不出来|不完整|没有地理文件/)
  await said(
    'a.zip',
    Buffer.from(zipSync({ '[Content_Types].xml': new Uint8Array(9), 'xl/vbaProject.bin': new Uint8Array(9) })),
    '办公文档',
  )
  await said('a.xlsm', macros, '文件里有宏', 'register-fill-in-failure')
  await choose(page, 'register-fill-in-file', 'a.zip', whole)
  await page.getByTestId('geo-system').selectOption('meridian-38', wait)
  await page
    .getByTestId('geo-problem')
    .getByText(/离本街道 \d+ 公里/)
    .waitFor(wait)
  expect(await page.getByTestId('geo-preview').count()).toBe(0)
  expect(problems.filter((problem) => !problem.includes('400'))).toEqual([])
})

it('patrol routes come from a KML, are told, written for a team, and leave as lines', async () => {
  const line = (name: string, places: readonly FilePosition[]) =>
    `<Placemark><name>${name}</name><LineString><coordinates>${places.map((one) => one.join()).join(' ')}</coordinates></LineString></Placemark>`
  const route = ring(0, 0, 1e-3).slice(0, 3)
  const kml = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${line('文件夜巡线', route)}${line('太短线', ring(0, 0, 1e-5).slice(0, 2))}</Document></kml>`
  const { page, problems } = await openMap('/register/patrols?tab=routes', { as: 'secretary' })
  await page.getByTestId('route-upload').click(wait)
  await choose(page, 'route-file', '路线.kml', Buffer.from(kml))
  await page.getByTestId('geo-system').selectOption('wgs84', wait)
  const submit = page.getByTestId('route-file-submit')
  expect(await submit.isDisabled()).toBe(true)
  await page.getByTestId('route-file-team').selectOption({ index: 1 })
  await page.getByTestId('geo-preview').waitFor(wait)
  await submit.click()
  const told = page.getByTestId('register-fill-in-told')
  await told.getByText('新增 1，修改 0，不变 0，有问题 1').waitFor(wait)
  await told.getByText('不到 50 米').waitFor()
  expect(await axe(page)).toEqual([])
  await submit.click()
  await told.getByText('已写入 1 条').waitFor(wait)
  await submit.click()
  await page.getByText('文件夜巡线').first().waitFor(wait)
  const saved = await save(page, 'route-save-file', 'GeoPackage', 'cgcs2000')
  const [offered] = await files.open(saved)
  const layer = await files.read(0, offered?.layer ?? '', null, ['line'])
  const there = layer.outlines.find(({ properties }) => properties.name === '文件夜巡线')
  expect(corners(there?.polygons.flat(2) ?? [])).toEqual(corners(route))
  expect(problems).toEqual([])
})
