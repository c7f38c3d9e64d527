// The fictional people who may be signed in as in a demo, one for each role. They have no password: only the demo's own door lets them in.
import { type Role, scenes } from '#contract/words.ts'
import type { Queryable } from '../../server/db/queryable.ts'

type DemoPerson = {
  readonly role: Role
  readonly displayName: string
  /** How much of the sub-district: all of it, its largest community, or one level-3 grid of that. */
  readonly reach: 'subdistrict' | 'community' | 'grid'
}

const people: readonly DemoPerson[] = [
  { role: 'leader', displayName: '演示·街道领导', reach: 'subdistrict' },
  { role: 'planner', displayName: '演示·规划员', reach: 'subdistrict' },
  { role: 'secretary', displayName: '演示·社区书记', reach: 'community' },
  { role: 'gridWorker', displayName: '演示·网格员', reach: 'grid' },
  { role: 'patrolLeader', displayName: '演示·巡逻队长', reach: 'community' },
  { role: 'administrator', displayName: '演示·系统管理员', reach: 'subdistrict' },
  { role: 'securityAdministrator', displayName: '演示·安全管理员', reach: 'subdistrict' },
  { role: 'auditor', displayName: '演示·审计员', reach: 'subdistrict' },
  { role: 'wall', displayName: '演示·大屏', reach: 'subdistrict' },
]

/** Makes the demo's people where a demo sub-district is and they are not there yet. */
export async function ensureDemoAccounts(db: Queryable): Promise<void> {
  for (const { role, displayName, reach } of people) {
    await db.query(
      `with made as (
         insert into account (subdistrict_code, username, display_name, role, demo)
         select subdistrict_code, 'demo-' || lower($1), $2, $1, true from subdistrict where source = 'demo'
         on conflict do nothing
         returning subdistrict_code, account_id
       ),
       -- the community with the most buildings, and in it the grid with the most
       place as (
         select distinct on (b.subdistrict_code) b.subdistrict_code, left(b.grid_code, 12) || '000' as community, b.grid_code as grid
         from (
           select subdistrict_code, grid_code, count(*) as here, sum(count(*)) over (partition by subdistrict_code, left(grid_code, 12)) as around
           from building where grid_code is not null group by subdistrict_code, grid_code
         ) b order by b.subdistrict_code, around desc, here desc, b.grid_code
       ),
       scoped as (
         insert into account_scope (subdistrict_code, account_id, node_code)
         select m.subdistrict_code, m.account_id, case $3 when 'subdistrict' then m.subdistrict_code when 'community' then p.community else p.grid end
         from made m join place p using (subdistrict_code)
       )
       insert into display (subdistrict_code, account_id, name, token_hash, scenes, created_by)
       select subdistrict_code, account_id, $2, 'demo', $4::text[], 'system' from made where $1 = 'wall'`,
      [role, displayName, reach, [...scenes]],
    )
  }
}
