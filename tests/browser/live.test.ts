// What somebody else reports and handles appears by itself: at once over the stream, a little later without it, and never by loading everything.
import { expect, inject, it } from 'vitest'
import type { Role } from '#contract/words.ts'
import { signInAs } from '../engines/sign-in.ts'
import { drawn, onCanvas, openMap } from './open-map.ts'

type Case = { id: number; version: number; geometry: { coordinates: [number, number] } }
async function ask(role: Role, path: string, body?: unknown): Promise<Case> {
  const { cookie } = await signInAs(inject('base'), role)
  const response = await fetch(`${inject('base')}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Case
}
const { features } = (await ask('gridWorker', '/issues?limit=1')) as unknown as { features: Case[] }
const [lng, lat] = features[0]?.geometry.coordinates ?? [0, 0]
const report = () =>
  ask('gridWorker', '/issues', { lng: lng + 1e-5, lat, item: 'garbage', source: 'gridWorker', description: '路口有垃圾' })
const here = `/?layers=grids,heat&at=17.5/${lat}/${lng}`
const ids = async (page: Parameters<typeof onCanvas>[0]) =>
  (await onCanvas(page, ['issue-dots', 'new-issue-dots'])).map(({ id }) => Number(id))

it('an issue appears, changes and goes while the map is open, without a tile or a register being loaded again', async () => {
  const { page, requests, problems } = await openMap(here)
  await drawn(page)
  await page.locator('[data-testid=live][data-state=open]').waitFor()
  await page.waitForTimeout(1500)
  const before = requests.length
  const one = await report()
  await expect.poll(() => ids(page), { timeout: 3000, interval: 100 }).toContain(one.id)
  await ask('secretary', `/issues/${one.id}/transitions`, { version: one.version, action: 'reject', reason: '不属于本街道' })
  await expect.poll(() => ids(page), { timeout: 3000, interval: 100 }).not.toContain(one.id)
  await page.waitForTimeout(2000)
  const asked = requests.slice(before).map((request) => new URL(request.url()).pathname)
  expect(asked.filter((path) => !/^\/api\/v1\/issues\/(density|times|hot-spots)$/.test(path))).toEqual([])
  expect(problems).toEqual([])
})

it('an open case moves on under the eyes of whoever looks at it', async () => {
  const one = await report()
  const { page } = await openMap(`/?pick=issue:${one.id}`, { as: 'secretary' })
  await page.getByTestId('step-accept').waitFor()
  await ask('leader', `/issues/${one.id}/transitions`, { version: 1, action: 'accept' })
  await page.getByTestId('step-file').waitFor({ timeout: 5000 })
})

it('without a stream the page says so and asks by itself', async () => {
  const { page } = await openMap('/healthz')
  await page.route('**/api/v1/live*', (route) => route.abort())
  await page.goto(inject('base') + here)
  await drawn(page)
  const one = await report()
  await page.locator('[data-testid=live][data-state=lost]').waitFor({ timeout: 10_000 })
  await expect.poll(() => ids(page), { timeout: 25_000, interval: 500 }).toContain(one.id)
  await page.unroute('**/api/v1/live*')
  await page.locator('[data-testid=live][data-state=open]').waitFor({ timeout: 45_000 })
})

it('pages with nobody signed in hold no stream', async () => {
  const { page, requests } = await openMap('/', { as: 'nobody' })
  await page.getByTestId('sign-in').or(page.getByRole('button')).first().waitFor()
  expect(requests.map((request) => request.url()).filter((url) => url.includes('/live'))).toEqual([])
})
