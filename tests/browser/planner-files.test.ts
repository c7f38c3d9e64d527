// Geographic files in the planner: a zipped Shapefile is asked about, seen on the map and taken; a GeoPackage is saved and read back the same.
import { readFileSync } from 'node:fs'
import { unzipSync, zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { type FilePosition, readGeoJson } from '../../client/editor/file-outline.ts'
import { geoFiles } from '../../client/workers/geo-files.ts'
import { gdalUnderNode } from '../engines/gdal-under-node.ts'
import { signInAs } from '../engines/sign-in.ts'
import { axe, drawn, openMap } from './open-map.ts'

const wait = { timeout: 60_000 }
const gdal = gdalUnderNode()
const files = geoFiles(() => gdal)

let cookie: string
let plan: number
/** The ground in which the new grid is drawn: the widest one, and a square in its middle. */
let square: readonly FilePosition[]
let grids: number

beforeAll(async () => {
  ;({ cookie } = await signInAs(inject('base'), 'planner'))
  const { subdistricts } = await (await fetch(`${inject('base')}/api/v1/subdistricts`, { headers: { cookie } })).json()
  const code = subdistricts[0].subdistrictCode
  const response = await fetch(`${inject('base')}/api/v1/grids?subdistrict=${code}&level=3&limit=1000`, { headers: { cookie } })
  const { features } = await response.json()
  grids = features.length
  const widest = features.reduce((a: { properties: { areaM2: number } }, b: { properties: { areaM2: number } }) =>
    b.properties.areaM2 > a.properties.areaM2 ? b : a,
  )
  const [lng, lat] = widest.properties.labelPoint
  square = [
    [lng - 4e-4, lat - 3e-4],
    [lng + 4e-4, lat - 3e-4],
    [lng + 4e-4, lat + 3e-4],
    [lng - 4e-4, lat + 3e-4],
    [lng - 4e-4, lat - 3e-4],
  ].map(([x = 0, y = 0]): FilePosition => [Number(x.toFixed(7)), Number(y.toFixed(7))])
})

beforeEach(async () => {
  const response = await fetch(`${inject('base')}/api/v1/plans`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ title: `文件里的方案 ${Math.random().toString(36).slice(2, 6)}` }),
  })
  ;({ planId: plan } = await response.json())
})

/** A Shapefile of one new grid, its texts in GBK and no .cpg to say so. */
async function shapefile(
  epsg: number,
  change: (name: string, bytes: Uint8Array) => Uint8Array | null = (_, bytes) => bytes,
): Promise<Buffer> {
  const ring = await files.project(square, 4490, epsg)
  const text = JSON.stringify({
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { bm: 'X-1', mc: '砚山新网格' }, geometry: { type: 'Polygon', coordinates: [ring] } }],
  })
  const parts = await (await gdal).write(text, ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK', '-a_srs', `EPSG:${epsg}`])
  const entries = parts.flatMap(({ name, bytes }) => {
    const called = `网格/三级.${name.split('.').at(-1)}`
    const changed = name.endsWith('.cpg') ? null : change(called, bytes)
    return changed === null ? [] : [[called, changed] as const]
  })
  return Buffer.from(zipSync(Object.fromEntries(entries)))
}

async function openFiles(): Promise<{ page: Page; problems: readonly string[]; loaded: () => boolean }> {
  const { page, problems, requests } = await openMap(`/planner/${plan}`, { as: 'planner', size: { width: 1040, height: 720 } })
  await page.getByTestId('editor').waitFor(wait)
  await drawn(page)
  await page.getByTestId('tool-file').click()
  await page.getByTestId('borders-file').waitFor(wait)
  return { page, problems, loaded: () => requests.some((request) => request.url().includes('gdal3WebAssembly')) }
}

const choose = (page: Page, name: string, buffer: Buffer) =>
  page.getByTestId('geo-input').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })

/** Saves in a format and a system, and gives the file. */
async function save(page: Page, format: string, system: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  await page.getByRole('button', { name: format, exact: true }).click()
  await page.getByTestId('geo-out-system').selectOption(system)
  const coming = page.waitForEvent('download', wait)
  await page.getByTestId('geo-save').click()
  const download = await coming
  return { name: download.suggestedFilename(), bytes: new Uint8Array(readFileSync(await download.path())) }
}

it('a zipped Shapefile in GBK is asked about, seen and taken; the GeoPackage saved then holds the same ground', async () => {
  const { page, problems, loaded } = await openFiles()
  expect(loaded()).toBe(false)
  await choose(page, '三级网格.zip', await shapefile(4524))
  await page.getByTestId('geo-proposal').waitFor(wait)
  expect(loaded()).toBe(true)
  expect(await page.getByTestId('geo-proposal').textContent()).toContain('EPSG:4524')
  // proposed, not taken: nothing goes on before somebody has said so
  expect(await page.getByTestId('geo-system').inputValue()).toBe('')
  expect(await page.getByTestId('borders-look').isDisabled()).toBe(true)
  expect(await page.getByTestId('geo-encoding').inputValue()).toBe('GB18030')
  expect(await page.locator('.geo-fields').textContent()).toContain('砚山新网格')
  await page.getByTestId('geo-proposed').click()
  const laid = () =>
    page.evaluate(() =>
      window.fangyuan?.map?.getSource('plan-preview') === undefined
        ? 0
        : (window.fangyuan?.map?.querySourceFeatures('plan-preview').length ?? 0),
    )
  await expect.poll(laid, wait).toBeGreaterThan(0)
  await page.getByTestId('borders-look').click()
  expect(await page.getByTestId('borders-preview').textContent()).toContain('1 个新网格')
  expect(await axe(page)).toEqual([])
  await page.getByTestId('borders-take').click()
  await page.getByTestId('panel-history').click()
  await page.getByTestId('history').locator('li').first().waitFor(wait)
  await expect.poll(() => page.getByTestId('editor').getAttribute('data-saving'), wait).toBe('saved')

  await page.getByTestId('tool-file').click()
  await page.getByRole('button', { name: '存出' }).click()
  const saved = await save(page, 'GeoPackage', 'cgcs2000')
  const [offered] = await files.open(saved)
  const layer = await files.read(0, offered?.layer ?? '', null, ['area'])
  expect(layer.outlines).toHaveLength(grids + 1)
  const made = layer.outlines.find(({ properties }) => properties.name === '砚山新网格')
  const corners = (ring: readonly FilePosition[]) => [...new Set(ring.map(([x, y]) => `${x.toFixed(7)} ${y.toFixed(7)}`))].sort()
  expect(corners(made?.polygons.flat(2) ?? [])).toEqual(corners(square))

  // read again in another system and format, it is what is drawn: no step is left
  const zip = await save(page, 'Shapefile', 'meridian-36')
  await page.getByRole('button', { name: '读入' }).click()
  await choose(page, zip.name, Buffer.from(zip.bytes))
  await page.getByTestId('geo-proposed').click(wait)
  await page.getByTestId('borders-look').click(wait)
  await expect.poll(() => page.getByTestId('borders-preview').textContent(), wait).toContain('共 0 步')
  expect(problems).toEqual([])
})

it('what the fields of a file mean is kept on the device', async () => {
  const { page, problems } = await openFiles()
  const file = await shapefile(4490)
  await choose(page, 'a.zip', file)
  await page.getByTestId('geo-system').selectOption('cgcs2000', wait)
  await page.getByTestId('borders-key').selectOption('mc')
  await page.getByTestId('borders-name').selectOption('')
  await page.getByTestId('borders-look').click(wait)
  await page.getByTestId('borders-take').click(wait)
  await page.getByTestId('tool-file').click()
  await choose(page, 'b.zip', file)
  await page.getByTestId('borders-key').waitFor(wait)
  expect(await page.getByTestId('borders-key').inputValue()).toBe('mc')
  expect(await page.getByTestId('geo-system').inputValue()).toBe('')
  expect(problems).toEqual([])
})

it('what cannot be read or lies elsewhere is refused in words, and nothing changes', async () => {
  const { page, problems } = await openFiles()
  const before = await page.getByTestId('editor').getAttribute('data-revision')
  const said = async (name: string, buffer: Buffer): Promise<string | null> => {
    await choose(page, name, Buffer.from('{'))
    await expect.poll(() => page.getByTestId('geo-problem').textContent(), wait).toBe('这个文件读不出来。')
    await choose(page, name, buffer)
    await expect
      .poll(
        () =>
          page
            .getByTestId('geo-problem')
            .textContent({ timeout: 500 })
            .catch(() => ''),
        wait,
      )
      .not.toMatch(/^$|这个文件读不出来/)
    return page.getByTestId('geo-problem').textContent()
  }
  const whole = await shapefile(4524)
  expect(await said('a.zip', whole.subarray(0, whole.length - 60))).toContain('不完整')
  expect(await said('a.zip', Buffer.from(zipSync({ 'a.txt': new Uint8Array(9) })))).toContain('没有地理文件')
  expect(await said('a.dwg', Buffer.from('AC1027'))).toContain('DXF')
  const old = await shapefile(4524, (name, bytes) =>
    name.endsWith('.prj')
      ? new TextEncoder().encode(
          new TextDecoder().decode(bytes).replaceAll(/China_2000|China_Geodetic_Coordinate_System_2000/g, 'Xian_1980'),
        )
      : bytes,
  )
  expect(Object.keys(unzipSync(old))).toContain('网格/三级.prj')
  expect(await said('xian.zip', old)).toContain('西安 1980')
  expect(await page.getByTestId('geo-system').count()).toBe(0)

  // in a system that is not its own it lies elsewhere
  await choose(page, 'a.zip', await shapefile(4545))
  await page.getByTestId('geo-system').selectOption('meridian-38', wait)
  await expect
    .poll(
      () =>
        page
          .getByTestId('geo-problem')
          .textContent({ timeout: 500 })
          .catch(() => ''),
      wait,
    )
    .toMatch(/离本街道 \d+ 公里/)
  await page.getByTestId('geo-system').selectOption('wgs84')
  await expect.poll(() => page.getByTestId('geo-problem').textContent(), wait).toContain('不在这个坐标系的范围里')
  expect(await page.getByTestId('borders-look').isDisabled()).toBe(true)
  expect(await page.getByTestId('editor').getAttribute('data-revision')).toBe(before)
  expect(problems).toEqual([])
})

it('only the worker that reads files may compile, and where its reader does not come it says so', async () => {
  const { page } = await openFiles()
  const reader = page.waitForResponse((response) => response.url().includes('/geo-reader-'), wait)
  await page.route('**/gdal3WebAssembly*', (route) => route.abort())
  await choose(page, 'a.zip', await shapefile(4524))
  expect((await (await reader).allHeaders())['content-security-policy']).toContain("'wasm-unsafe-eval'")
  expect((await fetch(inject('base'))).headers.get('content-security-policy')).not.toContain('wasm')
  await expect
    .poll(
      () =>
        page
          .getByTestId('geo-problem')
          .textContent({ timeout: 500 })
          .catch(() => ''),
      wait,
    )
    .toContain('读取程序没有装上')
  // the connection is back: the same file is read
  await page.unroute('**/gdal3WebAssembly*')
  await choose(page, 'a.zip', await shapefile(4524))
  await page.getByTestId('geo-proposal').waitFor(wait)
})

it('the borders of a day are saved from the history, in every format', async () => {
  const { page, problems } = await openMap('/planner/history', { as: 'leader' })
  await page.getByTestId('scope-map').waitFor(wait)
  await page.getByTestId('borders-export').click(wait)
  await page.getByTestId('geo-save').waitFor(wait)
  expect(await axe(page)).toEqual([])
  for (const [format, system] of [
    ['Shapefile', 'zone-36'],
    ['GeoPackage', 'meridian-36'],
    ['KML', 'wgs84'],
    ['DXF', 'meridian-36'],
  ] as const) {
    const [offered] = await files.open(await save(page, format, system))
    expect((await files.read(0, offered?.layer ?? '', null, ['area'])).outlines.length, format).toBeGreaterThanOrEqual(grids)
  }
  const bent = readGeoJson(new TextDecoder().decode((await save(page, 'GeoJSON', 'gcj02')).bytes), { wanted: ['area'] })
  expect(bent).toMatchObject({ description: 'GCJ02' })
  // KML is degrees of WGS-84 by its standard: nothing else is offered
  await page.getByRole('button', { name: 'KML', exact: true }).click()
  expect(await page.locator('[data-testid="geo-out-system"] option[value="zone-36"]').isDisabled()).toBe(true)
  expect(problems).toEqual([])
})
