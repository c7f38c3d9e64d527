// The register of renovations in the browser: a project is begun, voted on and brought on; and it is read under a thumb, pictures included.
import { expect, inject, it } from 'vitest'
import { signInAs } from '../engines/sign-in.ts'
import { axe, openMap } from './open-map.ts'

const phone = { width: 390, height: 844 }
type Listed = {
  readonly features: readonly { readonly id: number; readonly properties: { readonly stage: string; readonly version: number } }[]
}

it('stages narrow the list; a round of the vote is recorded, the project is filed, and the step is taken back', async () => {
  const { page, problems } = await openMap('/register/renovations', { as: 'leader' })
  await page.getByTestId('renovation-row').first().waitFor()
  await page.getByTestId('stage-consent').click()
  await expect.poll(() => page.getByTestId('stage-consent').getAttribute('aria-pressed')).toBe('true')
  await expect.poll(() => page.getByTestId('renovation-row').count()).toBeLessThan(20)
  await page.getByTestId('renovation-row').first().click()
  await page.getByTestId('stage-lacks').waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByTestId('round-add').click()
  const entitled = Number(await page.getByTestId('field-entitled').inputValue())
  await page.getByTestId('field-voted').fill(String(entitled))
  await page.getByTestId('field-consenting').fill(String(Math.ceil(entitled * 0.8)))
  expect(await axe(page)).toEqual([])
  await page.getByTestId('addConsentRound-submit').click()
  await expect.poll(() => page.getByTestId('consent-verdict').textContent()).toContain('已达到')
  await page.getByTestId('step-on').click()
  await page.getByTestId('stepRenovation-submit').click()
  await expect.poll(() => page.getByTestId('stage-line').locator('[aria-current=step]').textContent()).toContain('上报立项')
  await page.getByTestId('step-withdraw').click()
  await page.getByTestId('field-reason').fill('材料不齐')
  await page.getByTestId('withdrawRenovationStep-submit').click()
  await expect.poll(() => page.getByTestId('stage-line').locator('[aria-current=step]').textContent()).toContain('征求同意')
  await page.getByTestId('record-history').getByText('材料不齐').waitFor()

  // somebody else changes it while the costs are written
  const id = Number(new URL(page.url()).searchParams.get('pick'))
  await page.getByTestId('costs-change').click()
  await page.getByTestId('cost-central-plannedCents').fill('1234.56')
  const { cookie } = await signInAs(inject('base'), 'planner')
  const address = `${inject('base')}/api/v1/renovations/${id}`
  const { project } = (await (await fetch(address, { headers: { cookie } })).json()) as { project: { version: number } }
  const body = JSON.stringify({ version: project.version, costs: [{ source: 'residents', plannedCents: 100, spentCents: 0 }] })
  const other = await fetch(address, { method: 'PATCH', headers: { cookie, 'content-type': 'application/json' }, body })
  expect(other.status).toBe(200)
  await page.getByTestId('changeRenovation-submit').click()
  await page.getByTestId('renovation-refused').getByText('居民出资').waitFor()
  await page.getByTestId('changeRenovation-submit').click()
  await expect.poll(() => page.getByTestId('costs-planned').textContent()).toBe('1,234.56')
  expect(problems.filter((problem) => !problem.includes('409'))).toEqual([])
})

it('one project is read on a phone, its pictures are slid by keys', async () => {
  const { cookie } = await signInAs(inject('base'), 'leader')
  const list = await fetch(`${inject('base')}/api/v1/renovations?stage=accepted`, { headers: { cookie } })
  const { features } = (await list.json()) as Listed
  const { page, problems } = await openMap(`/register/renovations?pick=${features[0]?.id}&lang=en&theme=dark`, {
    as: 'leader',
    size: phone,
  })
  const slider = page.getByTestId('photo-slider').first()
  await slider.waitFor()
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => slider.inputValue()).toBe('51')
  expect(await axe(page)).toEqual([])
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
  await page.getByTestId('panel-close').click()
  await page.getByTestId('renovation-row').first().waitFor()
  expect(problems).toEqual([])
})
