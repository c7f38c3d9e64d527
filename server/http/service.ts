// What the routes stand on: the database, who asks, what is held in memory, and what the operator set.
import type { AccountPolicy } from '#domain/accounts/account-policy.ts'
import type { CatalogReader } from '../db/catalog.ts'
import type { Database } from '../db/database.ts'
import type { GridTreeReader } from '../db/grid-tree.ts'
import type { Vault } from '../db/sealed-text.ts'
import type { Limits } from './limits.ts'
import type { Principals } from './principal.ts'

export type Settings = {
  /** Where people reach the service, such as https://map.example.gov.cn; undefined: the host they asked. */
  readonly publicUrl: string | undefined
  readonly secureCookies: boolean
  /** Fictional people may sign in. */
  readonly demo: boolean
  readonly policy: AccountPolicy
  /** The name of the single sign-on, where there is one. */
  readonly oidcName: string | null
}

export type Service = {
  readonly database: Database
  readonly catalog: CatalogReader
  readonly trees: GridTreeReader
  readonly principals: Principals
  readonly limits: Limits
  readonly vault: Vault
  readonly settings: Settings
  readonly now: () => Date
  /** Something was written and committed, of a sub-district where it is one: whoever watches the live stream is told. */
  readonly wake: (subdistrict?: string) => void
  /** Check every answer against its schema before sending (tests do; it costs time on large lists). */
  readonly checkAnswers: boolean
}
