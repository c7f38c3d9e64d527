import { describe, expect, it } from 'vitest'
import { catalogReader } from '../../server/db/catalog.ts'
import type { Queryable } from '../../server/db/queryable.ts'

/** A database whose buildings have the version `at`, which answers when it is let. */
function slowDatabase() {
  let at = 1
  const waiting: (() => void)[] = []
  const row = () => ({ subdistrict: '990100001', layer: 'buildings', version: at, dataTime: '2026-11-20T00:00:00Z', features: 1 })
  const db = {
    query: async (text: string) => {
      const found = text.includes('layer_version') ? [row()] : []
      if (found.length > 0) await new Promise<void>((resolve) => waiting.push(resolve))
      return { rows: found }
    },
  } as unknown as Queryable
  const change = (): void => void at++
  const answer = async () => {
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    for (const go of waiting.splice(0)) go()
  }
  return { db, change, answer }
}
const versionIn = async (reading: ReturnType<ReturnType<typeof catalogReader>['read']>) =>
  (await reading).layer('990100001', 'buildings').version

describe('the catalog', () => {
  it('is held for a second, unless it is told that something changed', async () => {
    const { db, change, answer } = slowDatabase()
    const catalog = catalogReader(db, () => 0)
    const first = versionIn(catalog.read())
    await answer()
    expect(await first).toBe(1)
    change()
    expect(await versionIn(catalog.read())).toBe(1)
    catalog.forget()
    const next = versionIn(catalog.read())
    await answer()
    expect(await next).toBe(2)
  })

  it('does not hold what was read before the change', async () => {
    const { db, change, answer } = slowDatabase()
    const catalog = catalogReader(db, () => 0)
    const before = versionIn(catalog.read())
    await new Promise((resolve) => setTimeout(resolve, 5))
    change()
    catalog.forget()
    await answer()
    expect(await before).toBe(1)
    const after = versionIn(catalog.read())
    await answer()
    expect(await after).toBe(2)
  })
})
