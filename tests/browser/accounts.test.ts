// Accounts in a real browser: from the first sign-in page to a secretary who sees one community, by the hands of those who may.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { strongPassword } from '../engines/sign-in.ts'
import { axe, drawn, json, onCanvasSoon, openMap } from './open-map.ts'

const out = fileURLToPath(new URL('../.out', import.meta.url))
mkdirSync(out, { recursive: true })
const phone = { width: 390, height: 844 }
const han = (text: string) => text.match(/\p{Script=Han}+/gu) ?? []

async function signOut(page: Page) {
  await page.getByTestId('account-menu').first().click()
  await page.getByTestId('sign-out').first().click()
  await page.getByTestId('sign-in').waitFor()
}
async function signInWith(page: Page, username: string, password: string) {
  await page.getByTestId('sign-in-username').fill(username)
  await page.getByTestId('sign-in-password').fill(password)
  await page.getByTestId('sign-in-submit').click()
}

describe('the start page', () => {
  it('asks who is there, accessible in both languages, light, dark and on a phone, without English in the Chinese one', async () => {
    for (const [path, size] of [
      ['/', undefined],
      ['/?theme=dark', undefined],
      ['/?lang=en', undefined],
      ['/', phone],
    ] as const) {
      const { page } = await openMap(path, { as: 'nobody', ...(size && { size }) })
      await page.getByTestId('demo-leader').waitFor()
      expect([path, await axe(page)]).toEqual([path, []])
      const text = await page.locator('body').innerText()
      if (path.includes('lang=en')) expect(han(text)).toEqual(['中文'])
      else expect(text.match(/[A-Za-z]{2,}/g) ?? []).toEqual(['English'])
      if (size) {
        const small = await page
          .locator('button:visible, input:visible, a:visible')
          .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 43.5).length)
        expect(small).toBe(0)
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width)
      }
      await page.screenshot({ path: `${out}/sign-in${path.replace(/\W+/g, '-')}${size ? 'phone' : ''}.png` })
      await page.close()
    }
  })

  it('lets a fictional person in by one click, and out again without a trace on the screen', async () => {
    const { page } = await openMap('/?layers=grids', { as: 'nobody' })
    await page.getByTestId('demo-secretary').click()
    await drawn(page)
    expect(page.url()).toContain('layers=grids')
    const levels = (await onCanvasSoon(page, ['grid-line-1', 'grid-line-2'])).map(({ properties }) => properties.level)
    expect(levels).toEqual([2])
    await expect.poll(() => page.getByTestId('demo-stamp').innerText()).toContain('演示数据')
    const title = await page.getByTestId('details-title').innerText()
    await signOut(page)
    await expect.poll(() => page.locator('body').innerText()).not.toContain(title)
    await page.getByTestId('demo-wall').click()
    await drawn(page)
    await expect.poll(() => page.locator('body').innerText()).toContain('社区')
  })

  it('says plainly that a password is wrong, in the same words as for a name that is not there', async () => {
    const { page } = await openMap('/', { as: 'nobody' })
    await signInWith(page, 'nobody.here', 'not the password')
    const first = await page.getByTestId('sign-in-error').innerText()
    await signInWith(page, 'demo-leader', 'not the password')
    await expect.poll(() => page.getByTestId('sign-in-error').innerText()).toBe(first)
    expect(first.length).toBeGreaterThan(5)
  })

  it('comes back when the session ends elsewhere, and says why', async () => {
    const { page } = await openMap('/?layers=grids')
    await drawn(page)
    await page.context().clearCookies()
    await page.getByTestId('grid-row').first().click()
    await page.getByTestId('sign-in').waitFor({ timeout: 30_000 })
    await expect.poll(() => page.getByTestId('sign-in-note').innerText()).toContain('登录已结束')
  })
})

describe('an account', () => {
  it('is made by one administrator, gets its rights from the other, changes its password, takes a second factor, and is read in the audit', async () => {
    // the administrator makes it
    const { page, problems } = await openMap('/admin', { as: 'administrator' })
    await page.getByTestId('create-account').click()
    await page.locator('#create-account #username').fill('li.xiaolan')
    await page.locator('#create-account #displayName').fill('李小兰')
    await page.locator('#create-account #displayName').press('Enter')
    const once = (await page.getByTestId('shown-once').innerText()).trim()
    expect(once).toMatch(/^\S{20}$/)
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: `${out}/admin-created.png` })
    expect(problems).toEqual([])
    await page.close()

    // the security administrator gives role and scope on the small map's tree
    const security = await openMap('/admin', { as: 'securityAdministrator' })
    await security.page.getByText('李小兰').click()
    await security.page.getByTestId('rights-role').click()
    await security.page.locator('.ant-select-item-option').getByText('社区书记', { exact: true }).click()
    const picker = security.page.getByTestId('scope-picker')
    await picker.locator('input[type="search"], input[type="text"]').first().fill('砚')
    await picker.locator('.ant-tree-treenode').filter({ hasText: /社区$/ }).first().locator('.ant-tree-checkbox').click()
    await security.page.screenshot({ path: `${out}/admin-rights.png` })
    expect(await axe(security.page)).toEqual([])
    await security.page.getByTestId('save-rights').click()
    await security.page.getByText('社区书记').first().waitFor()
    await security.page.close()

    // the person's first sign-in
    const person = await openMap('/', { as: 'nobody' })
    await signInWith(person.page, 'li.xiaolan', once)
    await person.page.getByTestId('must-change-password').waitFor()
    expect(await axe(person.page)).toEqual([])
    const change = async (next: string) => {
      await person.page.getByTestId('password-current').fill(once)
      await person.page.getByTestId('password-next').fill(next)
      await person.page.getByTestId('password-again').fill(next)
      await person.page.getByTestId('password-submit').click()
    }
    await change('lixiaolan')
    await person.page.getByTestId('password-error').first().waitFor()
    await change(strongPassword)
    await drawn(person.page)
    expect((await onCanvasSoon(person.page, ['grid-line-1', 'grid-line-2'])).map(({ properties }) => properties.level)).toEqual([2])

    // a second factor, and a sign-in with it
    await person.page.goto(`${inject('base')}/account`)
    await person.page.getByTestId('second-factor-open').click()
    await person.page.getByTestId('second-factor-password').fill(strongPassword)
    await person.page.getByTestId('second-factor-password').press('Enter')
    const secret = (await person.page.getByTestId('second-factor-secret').innerText()).replace(/\s/g, '')
    const codeAt = (time: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: time })
    await person.page.getByTestId('second-factor-code').fill(codeAt(Date.now()))
    await person.page.getByTestId('second-factor-code').press('Enter')
    await expect.poll(() => person.page.getByTestId('second-factor-state').innerText()).not.toContain('未')
    expect(await axe(person.page)).toEqual([])
    await person.page.screenshot({ path: `${out}/account.png` })
    await signOut(person.page)
    await signInWith(person.page, 'li.xiaolan', strongPassword)
    // the code that was used cannot be used again, so the next one
    await person.page.getByTestId('sign-in-code').fill(codeAt(Date.now() + 30_000))
    await person.page.getByTestId('sign-in-submit').click()
    await person.page.getByTestId('account-menu').first().waitFor()
    await person.page.close()

    // the auditor reads all of it
    const auditor = await openMap('/admin?tab=audit', { as: 'auditor' })
    await auditor.page.getByTestId('audit-row').first().waitFor()
    expect(await axe(auditor.page)).toEqual([])
    await auditor.page.getByTestId('prove-chain').click()
    await auditor.page.getByTestId('chain-result').waitFor()
    await auditor.page.screenshot({ path: `${out}/audit.png` })
    await expect.poll(() => auditor.page.getByTestId('chain-result').innerText()).toContain('全部与写入时一致')
    const text = await auditor.page.locator('body').innerText()
    expect(text).not.toContain(once)
    expect(text).not.toContain(strongPassword)
  })

  it('is told on its own page that a fictional person has no password', async () => {
    const { page } = await openMap('/account')
    await page.getByTestId('account').waitFor()
    await expect.poll(() => page.getByTestId('password-current').count()).toBe(0)
    expect(await axe(page)).toEqual([])
  })
})

describe('a display', () => {
  it('is let in by the token in its address, which does not stay there, and goes dark when it is revoked', async () => {
    const security = await openMap('/admin?tab=displays', { as: 'securityAdministrator' })
    const made = await security.page.evaluate(async () => {
      const response = await fetch('/api/v1/displays', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: '一楼大厅', scenes: ['heat', 'coverage'], scope: ['990100001'] }),
      })
      return (await response.json()) as { token: string; display: { displayId: number } }
    })
    const { page } = await openMap(`/#display=${made.token}`, { as: 'nobody' })
    await drawn(page)
    expect(page.url()).not.toContain(made.token)
    // its scenes hold no patrols
    await expect.poll(() => page.getByTestId('switch-patrols').count()).toBe(0)
    await expect.poll(() => page.getByTestId('switch-heat').count()).toBe(1)
    await page.reload()
    await drawn(page)
    await security.page.reload()
    await security.page.getByText('一楼大厅').waitFor()
    expect(await axe(security.page)).toEqual([])
    await security.page.screenshot({ path: `${out}/displays.png` })
    await security.page.evaluate((id) => fetch(`/api/v1/displays/${id}`, { method: 'DELETE' }), made.display.displayId)
    await page.reload()
    await page.getByTestId('sign-in').waitFor()
    await expect.poll(() => page.getByTestId('sign-in-note').innerText()).toContain('大屏')
  })
})

describe('one head', () => {
  it('is masked, and shown in clear for a reason, for a while', async () => {
    const list = await json<{ features: { id: number }[] }>('/api/v1/buildings?head=present&limit=1')
    const id = list.features[0]?.id
    const { page } = await openMap(`/?pick=building:${id}`)
    const posts = page.getByTestId('people')
    await posts.waitFor()
    await expect.poll(() => posts.innerText()).toMatch(/\*.*100\*\*\*\*\d{4}/s)
    await page.getByTestId('reveal').first().click()
    await page.getByTestId('reveal-reason').fill('电梯停运，需当面核实')
    await page.getByTestId('reveal-submit').click()
    await expect.poll(() => posts.innerText()).toMatch(/100\d{8}/)
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: `${out}/revealed.png` })
  })
})

describe('dictionaries', () => {
  it('are changed by the administrator, and every version stays readable', async () => {
    const { page } = await openMap('/admin?tab=dictionaries', { as: 'administrator' })
    await page.getByTestId('dictionary-row').first().waitFor()
    expect(await axe(page)).toEqual([])
    await page.getByTestId('dictionary-row').first().click()
    const drawer = page.getByTestId('dictionary-drawer')
    await drawer.waitFor()
    await drawer.locator('input.ant-input-number-input').first().fill('7')
    await page.getByTestId('save-entry').click()
    await expect.poll(() => page.locator('body').innerText()).toContain('7')
    await page.screenshot({ path: `${out}/dictionaries.png` })
  })
})
