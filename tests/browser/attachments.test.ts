// The papers of a record in the browser, under a thumb: one is added, what may not be is named, one is taken away.
import { expect, it } from 'vitest'
import { axe, openMap } from './open-map.ts'

const phone = { width: 390, height: 844 }
const pdf = (inside: string) => Buffer.from(`%PDF-1.7\n1 0 obj << ${inside} >> endobj\n%%EOF\n`)

it('papers are added to a compound, what is none is told why, and one is withdrawn with a reason', async () => {
  const { page, problems } = await openMap('/register/compounds', { as: 'secretary', size: phone })
  await page.getByTestId('places-row').first().click()
  const papers = page.getByTestId('attachments')
  await papers.getByText('还没有附件').waitFor()
  await page.getByTestId('attachment-add').setInputFiles([
    { name: '物业合同.pdf', mimeType: 'application/pdf', buffer: pdf('/Type /Catalog') },
    { name: '带程序.pdf', mimeType: 'application/pdf', buffer: pdf('/S /JavaScript') },
    { name: '旧表.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
  ])
  await page.getByTestId('attachment').getByText('物业合同.pdf').waitFor()
  const refused = page.getByTestId('attachment-refused')
  await refused.getByText('带程序.pdf').waitFor()
  await refused.getByText('旧表.xls').waitFor()
  expect(await page.getByTestId('attachment').count()).toBe(1)
  expect(await axe(page)).toEqual([])
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
  const coming = page.waitForEvent('download')
  await page.getByTestId('attachment').getByRole('link').click()
  expect((await coming).suggestedFilename()).toBe('物业合同.pdf')
  await page.getByTestId('attachment-withdraw').click()
  await page.getByTestId('attachment-reason').fill('传错小区')
  expect(await axe(page)).toEqual([])
  await page.getByTestId('attachment-withdraw-submit').click()
  await papers.getByText('还没有附件').waitFor()
  await page.getByTestId('record-history').getByText('传错小区').waitFor()
  expect(problems.filter((problem) => !problem.includes('400'))).toEqual([])
})

it('how much of a large paper has arrived is told while it is sent', async () => {
  const { page } = await openMap('/register/stations?lang=en', { as: 'secretary', size: phone })
  await page.getByTestId('places-row').first().click()
  await page.getByTestId('attachments').getByText('No papers yet').waitFor()
  const line = await page.context().newCDPSession(page)
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2_000_000 })
  const buffer = Buffer.concat([pdf('/Type /Catalog'), Buffer.alloc(5_000_000, '%'), Buffer.from('%%EOF\n')])
  await page.getByTestId('attachment-add').setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer })
  const part = () => page.getByTestId('attachment-progress').evaluate((bar) => (bar instanceof HTMLProgressElement ? bar.value : 0))
  await expect.poll(part, { interval: 50, timeout: 10_000 }).toSatisfy((value: number) => value > 0 && value < 100)
  await page.getByTestId('attachment').getByText('plan.pdf').waitFor()
})
