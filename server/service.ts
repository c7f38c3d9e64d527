// Puts the features together: one listener that answers every request of a database that is open and migrated.
import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { accountHandlers } from './accounts/account-routes.ts'
import { displayHandlers } from './accounts/display-routes.ts'
import { meHandlers } from './accounts/me-routes.ts'
import { mountOidc, type OidcSettings } from './accounts/oidc-routes.ts'
import { signInHandlers } from './accounts/sign-in-routes.ts'
import { viewHandlers } from './accounts/view-routes.ts'
import { auditHandlers } from './audit/routes.ts'
import { walkKeeper } from './circles/keeper.ts'
import { metresByBuilding } from './circles/model.ts'
import { circleHandlers } from './circles/routes.ts'
import { catalogReader } from './db/catalog.ts'
import type { Database } from './db/database.ts'
import { gridTreeReader } from './db/grid-tree.ts'
import { readinessOf } from './db/readiness.ts'
import type { Vault } from './db/sealed-text.ts'
import { densityHandlers } from './density/routes.ts'
import { dictionaryHandlers } from './dictionaries/routes.ts'
import { gridHandlers } from './grids/routes.ts'
import { createApp } from './http/create-app.ts'
import { createLimits, type LimitSettings } from './http/limits.ts'
import { createMetrics } from './http/metrics.ts'
import { mountRoutes } from './http/mount.ts'
import { principalsOf } from './http/principal.ts'
import type { Service, Settings } from './http/service.ts'
import { importHandlers } from './imports/routes.ts'
import { intakeRunner } from './imports/runner.ts'
import { caseHandlers } from './issues/case-routes.ts'
import { photoHandlers } from './issues/photo-routes.ts'
import { issueHandlers } from './issues/routes.ts'
import { describeIssues } from './issues/shown.ts'
import { type LiveSettings, liveService } from './live/routes.ts'
import { apiKeyHandlers } from './open311/key-routes.ts'
import { mountOpen311 } from './open311/routes.ts'
import { patrolHandlers } from './patrols/routes.ts'
import { peopleHandlers } from './people/routes.ts'
import { vacancyHandlers } from './people/vacancy-routes.ts'
import { planHandlers } from './plans/routes.ts'
import { registerHandlers } from './registers/routes.ts'
import { renovationHandlers } from './renovations/routes.ts'
import { reportHandlers } from './reports/routes.ts'
import { layerHandlers, tileService } from './tiles/routes.ts'
import { alarmKeeper } from './wall/alarm-keeper.ts'
import { wallHandlers } from './wall/routes.ts'

const usualTileMemoryBytes = 64 * 1024 * 1024

export type ServiceSettings = {
  readonly database: Database
  readonly log: Logger
  readonly now: () => Date
  readonly vault: Vault
  readonly settings: Omit<Settings, 'oidcName'> & { readonly trustProxy: number; readonly oidc: OidcSettings | undefined }
  readonly limits: LimitSettings
  readonly checkAnswers: boolean
  readonly tileMemoryBytes?: number
  readonly live?: LiveSettings
  /** How often it is looked whether anything calls for somebody, beside after every write; undefined: never. */
  readonly alarmMilliseconds?: number
}

export type Running = {
  readonly answer: RequestListener
  /** Ends what would keep the service from stopping: streams that stay open, and work that goes on after a restart. */
  close(): Promise<void>
}

export function createService({
  database,
  log,
  now,
  vault,
  settings,
  limits,
  checkAnswers,
  tileMemoryBytes = usualTileMemoryBytes,
  live: liveSettings,
  alarmMilliseconds,
}: ServiceSettings): Running {
  const catalog = catalogReader(database.db, Date.now)
  const trees = gridTreeReader()
  const service: Service = {
    database,
    catalog,
    trees,
    principals: principalsOf(database.db, catalog, trees, settings.policy, settings.demo),
    limits: createLimits(limits),
    vault,
    settings: { ...settings, oidcName: settings.oidc?.name ?? null },
    now,
    wake: (subdistrict) => {
      // whoever was answered about a write finds it in the next answer
      catalog.forget()
      live.wake()
      intake.wake()
      walking.wake()
      if (subdistrict !== undefined) alarms.wake(subdistrict)
    },
    checkAnswers,
  }
  const tiles = tileService(service, tileMemoryBytes)
  const live = liveService(
    service,
    describeIssues(now),
    (error) => log.warn({ err: error }, 'the live stream could not be fed'),
    liveSettings,
  )
  const intake = intakeRunner({
    database,
    catalog,
    trees,
    now,
    told: (subdistrict) => {
      live.wake()
      alarms.wake(subdistrict)
    },
    onTrouble: (error) => log.warn({ err: error }, 'a file could not be worked on'),
  })
  const walking = walkKeeper({
    db: database.db,
    catalog,
    now,
    tell: live.tellWalking,
    onTrouble: (error) => log.warn({ err: error }, 'the walking model could not be renewed'),
  })
  const alarms = alarmKeeper({
    database,
    catalog,
    now,
    everyMilliseconds: alarmMilliseconds,
    told: () => live.wake(),
    onTrouble: (error) => log.warn({ err: error }, 'the rules of alarms could not be looked at'),
  })
  const metrics = createMetrics({
    tileStore: tiles.size,
    poolWaiting: () => database.pool.waitingCount,
    liveStreams: live.streams,
  })
  const app = createApp({
    log,
    metrics,
    trustProxy: settings.trustProxy,
    https: settings.secureCookies,
    readiness: readinessOf(database, Date.now),
    mount: (express) => {
      mountOidc(express, service, settings.oidc)
      mountOpen311(express, service)
      mountRoutes(express, service, {
        ...signInHandlers,
        ...meHandlers,
        ...viewHandlers,
        ...accountHandlers,
        ...displayHandlers,
        ...apiKeyHandlers,
        ...auditHandlers,
        ...dictionaryHandlers,
        ...gridHandlers,
        ...registerHandlers,
        ...renovationHandlers,
        ...planHandlers(async (db, subdistrict, catalog, day) => metresByBuilding(await walking.model(db, subdistrict, catalog), day)),
        ...vacancyHandlers,
        ...circleHandlers(walking),
        ...patrolHandlers,
        ...issueHandlers,
        ...densityHandlers,
        ...caseHandlers,
        ...photoHandlers,
        ...importHandlers(intake),
        ...reportHandlers,
        ...peopleHandlers,
        ...wallHandlers,
        ...layerHandlers,
      })
      live.mount(express)
      tiles.mount(express)
    },
  })
  return {
    answer: (request, response) => {
      if (tiles.answer(request, response, () => app(request, response))) metrics.tile(response)
      else app(request, response)
    },
    close: async () => {
      live.close()
      await Promise.all([intake.close(), walking.close(), alarms.close()])
    },
  }
}
