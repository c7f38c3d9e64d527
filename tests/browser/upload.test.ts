// A register that comes back as a file, in the browser: looked at row by row, what is refused can be downloaded, and only then it is written.
import { readFileSync } from 'node:fs'
import { expect, inject, it } from 'vitest'
import { signInAs } from '../engines/sign-in.ts'
import { axe, openMap } from './open-map.ts'

const phone = { width: 390, height: 844 }

async function downloaded(kind: string, format: 'csv' | 'geojson'): Promise<string> {
  const { cookie } = await signInAs(inject('base'), 'secretary')
  const file = await fetch(`${inject('base')}/api/v1/registers/${kind}/file?format=${format}`, { headers: { cookie } })
  return (await file.text()).replace(/^\uFEFF/, '')
}

it('a table is told row by row, its troubles are downloaded, and what is ready is written', async () => {
  const [head = '', first = '', ...rest] = (await downloaded('station', 'csv')).trimEnd().split('\r\n')
  const at = head.split(',').indexOf('名称')
  const named = first
    .split(',')
    .map((cell, place) => (place === at ? '改了名的站' : cell))
    .join(',')
  const damaged = first.replace(/^S\d+/, '9.9E+14')
  const table = [head, named, damaged, ...rest].join('\r\n')
  const { page, problems } = await openMap('/register/stations', { as: 'secretary', size: phone })
  await page.getByTestId('register-upload').click()
  const choose = () => page.getByTestId('register-fill-in-file')
  await choose().setInputFiles({ name: '别的.csv', mimeType: 'text/csv', buffer: Buffer.from('工单号,时间\n1,2\n') })
  await page.getByTestId('register-fill-in-failure').waitFor()
  await choose().setInputFiles({ name: '站点.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  const told = page.getByTestId('register-fill-in-told')
  await told.getByText('修改 1').waitFor()
  await told.getByText('改了名的站', { exact: false }).first().waitFor()
  expect(await told.locator('.told-rows-trouble').count()).toBe(1)
  expect(await axe(page)).toEqual([])
  const coming = page.waitForEvent('download')
  await told.getByRole('link').click()
  const download = await coming
  expect(download.suggestedFilename()).toBe('stations-troubles.csv')
  expect(readFileSync(await download.path(), 'utf8')).toContain('9.9E+14')
  await page.getByTestId('register-fill-in-submit').click()
  await told.getByText('已写入 1 条').waitFor()
  await page.getByTestId('register-fill-in-submit').click()
  await page.getByTestId('places-row').getByText('改了名的站').waitFor()
  expect(problems.filter((problem) => !problem.includes('400'))).toEqual([])
})

it('compounds come with their outlines as map data', async () => {
  type Feature = { properties: { name: string }; geometry: { coordinates: number[][][][] } }
  const map = JSON.parse(await downloaded('compound', 'geojson')) as { features: Feature[] }
  const [feature] = map.features
  if (feature === undefined) throw new Error('no compound')
  const [[ring = []] = []] = feature.geometry.coordinates
  const moved = [[[...ring.slice(0, -2), ring[0]]]]
  const [[lng = 0, lat = 0] = []] = ring
  const [east, north] = [lng + 0.0004, lat + 0.0004]
  const sent = {
    type: 'FeatureCollection',
    features: [
      { ...feature, geometry: { type: 'MultiPolygon', coordinates: moved } },
      {
        type: 'Feature',
        properties: { name: '自交小区', compoundType: 'compound', propertyClass: 'managed' },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [lng, lat],
              [east, north],
              [east, lat],
              [lng, north],
              [lng, lat],
            ],
          ],
        },
      },
    ],
  }
  const { page, problems } = await openMap('/register/compounds?lang=en', { as: 'secretary' })
  await page.getByTestId('register-upload').click()
  await page
    .getByTestId('register-fill-in-file')
    .setInputFiles({ name: 'compounds.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify(sent)) })
  // WGS-84 by its standard, but whoever wrote the file may not have kept to it: it is asked all the same
  expect(await page.getByTestId('register-fill-in-submit').isDisabled()).toBe(true)
  await page.getByTestId('geo-system').selectOption('wgs84')
  await page.getByTestId('geo-preview').waitFor()
  await page.getByTestId('register-fill-in-submit').click()
  const told = page.getByTestId('register-fill-in-told')
  await told.getByText('Place or outline changed').waitFor()
  await told.getByText('the outline crosses itself').waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByTestId('register-fill-in-submit').click()
  await told.getByText('1 written.').waitFor()
  expect(problems).toEqual([])
})
