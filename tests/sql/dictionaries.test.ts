import { beforeAll, describe, expect, it } from 'vitest'
import type { IssueItem, RenovationItem } from '#contract/dictionaries.ts'
import { ErrorBody } from '#contract/errors.ts'
import { issueItems } from '#contract/words.ts'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let administrator: Visitor
let code: string
beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  administrator = await signInAs(base, 'administrator')
  code = administrator.session.subdistrictCode
})

type Dictionaries = { issueItems: IssueItem[]; renovationItems: RenovationItem[] }
const dictionaries = (visitor = administrator) => visitor.json<Dictionaries>('/api/v1/dictionaries')
const issueItem = async (key: string) => {
  const item = (await dictionaries()).issueItems.find((one) => one.key === key)
  if (item === undefined) throw new Error(key)
  const { class: _, key: __, changedAt: ___, changedBy: ____, ...content } = item
  return content
}
const put = (path: string, body: unknown, visitor = administrator) => visitor.send('PUT', `/api/v1/dictionaries/${path}`, body)
const issuesOnMap = async () =>
  (
    await database.db.query(
      `select count(distinct f.feature_id) as features, max(v.version) as version
       from layer_version v left join tile_feature f using (subdistrict_code, layer) where v.subdistrict_code = $1 and v.layer = 'issues'`,
      [code],
    )
  ).rows[0]
const lastEvent = async () =>
  (
    await database.db.query('select kind, layers from change_event where subdistrict_code = $1 order by change_event_id desc limit 1', [
      code,
    ])
  ).rows[0]

describe('the dictionaries', () => {
  it('leave what was reported under an older version its words', async () => {
    const leader = await signInAs(base, 'leader')
    const old = (await leader.json<{ features: { id: number }[] }>('/api/v1/issues?item=buildingDefect&limit=1')).features[0]?.id
    const before = await leader.json<{ itemName: string }>(`/api/v1/issues/${old}`)
    const content = await issueItem('buildingDefect')
    expect(before.itemName).toBe(content.name)
    expect((await put('issue-items/buildingDefect', { ...content, name: '房屋缺陷' })).status).toBe(200)
    expect(await leader.json(`/api/v1/issues/${old}`)).toMatchObject({ itemName: content.name })
    await database.db.query(`update issue set reported_at = '2026-11-21T00:00:00Z' where issue_id = $1`, [old])
    expect(await leader.json(`/api/v1/issues/${old}`)).toMatchObject({ itemName: '房屋缺陷' })
  })

  it('are there as delivered, in their order', async () => {
    const { issueItems: items, renovationItems } = await dictionaries(await signInAs(base, 'gridWorker'))
    expect(items.map(({ key }) => key)).toEqual([...issueItems])
    expect(items[0]).toMatchObject({ version: 0, changedAt: null, changedBy: null })
    const classes = renovationItems.map(({ renovationClass }) => renovationClass)
    expect([...new Set(classes)]).toEqual(['basic', 'improve', 'upgrade'])
    expect(classes.lastIndexOf('basic')).toBeLessThan(classes.indexOf('improve'))
  })

  it('keep every version of an entry, newest first', async () => {
    const before = await issueItem('garbage')
    const changed = await put('issue-items/garbage', { ...before, name: '垃圾堆放', limitValue: 8 })
    expect(await changed.json()).toMatchObject({
      key: 'garbage',
      name: '垃圾堆放',
      limitValue: 8,
      version: 1,
      changedBy: 'demo-administrator',
    })
    expect((await put('issue-items/garbage', { ...before, name: '垃圾', version: 1 })).status).toBe(200)
    const { versions } = await administrator.json<{ versions: IssueItem[] }>('/api/v1/dictionaries/issue-items/garbage/versions')
    expect(versions.map(({ version, name }) => [version, name])).toEqual([
      [2, '垃圾'],
      [1, '垃圾堆放'],
      [0, before.name],
    ])
    expect(await issueItem('garbage')).toMatchObject({ name: '垃圾', version: 2 })
    expect(await lastEvent()).toEqual({ kind: 'dictionaryChanged', layers: [] })
  })

  it('refuse a change by who read an older version, also when two come at once', async () => {
    const before = await issueItem('hazard')
    const answers = await Promise.all([1, 2, 3].map((limitValue) => put('issue-items/hazard', { ...before, limitValue })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const stale = await put('issue-items/hazard', before)
    expect(ErrorBody.parse(await stale.json())).toMatchObject({ code: 'conflict', details: [{ path: 'version', problem: '1' }] })
  })

  it('draw an issue item on the map or not, at once', async () => {
    const shown = await issuesOnMap()
    const before = await issueItem('flyposting')
    expect(before.onWall).toBe(true)
    await put('issue-items/flyposting', { ...before, onWall: false })
    const hidden = await issuesOnMap()
    expect(Number(hidden?.features)).toBeLessThan(Number(shown?.features))
    expect(Number(hidden?.version)).toBeGreaterThan(Number(shown?.version))
    expect(await lastEvent()).toEqual({ kind: 'dictionaryChanged', layers: ['issues'] })
    await put('issue-items/flyposting', { ...before, version: 1 })
    expect((await issuesOnMap())?.features).toBe(shown?.features)
  })

  it('of renovation change likewise, and the audit tells what', async () => {
    const item = (await dictionaries()).renovationItems[0]
    if (item === undefined) throw new Error('no renovation item')
    const { key, renovationClass: _, changedAt: __, changedBy: ___, ...content } = item
    const changed = await put(`renovation-items/${key}`, { ...content, unit: '延米' })
    expect(await changed.json()).toMatchObject({ key, unit: '延米', version: 1 })
    const { versions } = await administrator.json<{ versions: RenovationItem[] }>(`/api/v1/dictionaries/renovation-items/${key}/versions`)
    expect(versions.map(({ unit }) => unit)).toEqual(['延米', content.unit])
    const entry = await database.db.query('select action, before, after from audit_entry where subdistrict_code = $1 and subject = $2', [
      code,
      `renovationItem:${key}`,
    ])
    expect(entry.rows).toMatchObject([
      {
        action: 'dictionaryChanged',
        before: { unit: content.unit, version: 0, entryName: content.name },
        after: { unit: '延米', version: 1 },
      },
    ])
  })

  it('are changed by the administrator alone, know their entries, and take no nonsense', async () => {
    const content = await issueItem('roadDrain')
    expect((await put('issue-items/roadDrain', content, await signInAs(base, 'leader'))).status).toBe(403)
    expect((await put('issue-items/nonsense', content)).status).toBe(404)
    expect((await administrator.ask('/api/v1/dictionaries/issue-items/nonsense/versions')).status).toBe(404)
    expect((await administrator.ask('/api/v1/dictionaries/renovation-items/nonsense/versions')).status).toBe(404)
    for (const wrong of [{ limitValue: 0 }, { limitUnit: 'year' }, { name: ' ' }, { name: 'a\u0000b' }, { more: 1 }])
      expect((await put('issue-items/roadDrain', { ...content, ...wrong })).status).toBe(400)
  })

  it('of one sub-district are no other’s', async () => {
    await database.db.query(
      `insert into subdistrict (subdistrict_code, name, name_en, source, extent) values ('990100778', 'B', 'B', 'register', ST_MakeEnvelope(0, 0, 1, 1, 4326))`,
    )
    const other = await database.db.query(`select max(version) as version from issue_item_now where subdistrict_code = '990100778'`)
    expect(other.rows[0]?.version).toBe(0)
  })
})
