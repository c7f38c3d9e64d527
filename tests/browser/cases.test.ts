// Moving a case on from the map, as the people who do it.
import { expect, inject, it } from 'vitest'
import type { Role } from '#contract/words.ts'
import { signInAs } from '../engines/sign-in.ts'
import { axe, openMap } from './open-map.ts'

type Case = { id: number; version: number; choices: string[]; geometry: { coordinates: number[] } }
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
/** A new report where an older one was, in the scope of the secretary. */
async function reported(): Promise<Case> {
  const { features } = (await ask('gridWorker', '/issues?limit=1')) as unknown as { features: Case[] }
  const [lng, lat] = features[0]?.geometry.coordinates ?? []
  return ask('gridWorker', '/issues', { lng, lat, item: 'garbage', source: 'gridWorker', description: '路口有垃圾' })
}
const open = (role: Role, { id }: Case) => openMap(`/?pick=issue:${id}`, { as: role })

it('the secretary accepts, files and dispatches; the grid worker takes it on', async () => {
  const one = await reported()
  const { page, problems } = await open('secretary', one)
  await page.getByTestId('step-accept').click()
  await page.getByTestId('step-file').click()
  await page.getByTestId('step-dispatch').click()
  await page.getByTestId('step-level').selectOption('grid')
  await page.getByTestId('step-submit').click()
  await page.getByTestId('issue-steps').waitFor({ state: 'detached' })
  expect((await ask('secretary', `/issues/${one.id}`)).choices).toEqual([])
  const worker = await open('gridWorker', one)
  await worker.page.getByTestId('step-takeOn').click()
  await worker.page.getByTestId('step-finish').waitFor()
  expect([...problems, ...worker.problems]).toEqual([])
})

it('a step that needs a reason asks for it, on a phone too, and is accessible', async () => {
  const one = await reported()
  const { page } = await openMap(`/?pick=issue:${one.id}`, { as: 'secretary', size: { width: 390, height: 844 } })
  await page.getByTestId('step-reject').click()
  await page.getByTestId('step-submit').click()
  await page.getByTestId('step-dialog').waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByTestId('step-reason').fill('不属于本街道受理范围')
  await page.getByTestId('step-submit').click()
  await page.getByText('不属于本街道受理范围').waitFor()
  expect((await ask('secretary', `/issues/${one.id}`)).choices).toEqual([])
})

it('somebody who was faster is told, and nothing is lost', async () => {
  const one = await reported()
  const { page } = await openMap('/healthz', { as: 'secretary' })
  // the stream would have told
  await page.route('**/api/v1/live*', (route) => route.abort())
  await page.goto(`${inject('base')}/?pick=issue:${one.id}`)
  await page.getByTestId('step-accept').waitFor()
  await ask('leader', `/issues/${one.id}/transitions`, { version: 1, action: 'accept' })
  await page.getByTestId('step-accept').click()
  await page.getByTestId('issue-steps').getByRole('alert').getByRole('button').click()
  await page.getByTestId('step-file').waitFor()
})

it('a planner looks on', async () => {
  const one = await reported()
  const { page } = await open('planner', one)
  await page.getByText('路口有垃圾').waitFor()
  await expect.poll(() => page.getByTestId('issue-steps').count()).toBe(0)
})
