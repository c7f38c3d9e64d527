// Keeps the walking model of each sub-district that was asked for true. When something it is made of changes, it is renewed beside the requests:
// they are answered from the model there is, which says of when its data are, and whoever watches the live stream is told how far the renewal got.
import { setTimeout as pause } from 'node:timers/promises'
import { Piscina } from 'piscina'
import type { Walking } from '#contract/live.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { Choice } from '#domain/walk/choose-sites.ts'
import type { Doors } from '#domain/walk/doors.ts'
import type { Ground, Water } from '#domain/walk/ground.ts'
import { buildNetwork, toPlane } from '#domain/walk/network.ts'
import { walkProfiles } from '#domain/walk/profile.ts'
import { type SnapIndex, shoreBarriers, snapper } from '#domain/walk/snap.ts'
import type { Catalog, CatalogReader } from '../db/catalog.ts'
import type { Queryable } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { buildingMetres, type Model, placeBuildings, placeStation, type Streets } from './model.ts'
import { type BuildingRow, walkBuildings, walkEdges, walkNodes, walkStations, waterAreas } from './queries.ts'
import { ringsOfAll } from './rings.ts'
import { share } from './share.ts'
import type * as worker from './walk-worker.ts'

/** How far a renewal is; null: the model is the newest there is. */
type Renewal = Walking['renewal']

export type WalkKeeper = {
  /** The present model. The first time it is read for whoever asks; later it is at hand, and renewed if need be. */
  model(db: Queryable, subdistrict: string, catalog: Catalog): Promise<Model>
  renewal(subdistrict: string): Renewal
  sites(input: Parameters<typeof worker.sites>[0]): Promise<Choice>
  /** Something was written: what is kept may be out of date. */
  wake(): void
  close(): Promise<void>
}

type Needs = {
  readonly db: Queryable
  readonly catalog: CatalogReader
  readonly now: () => Date
  readonly tell: (subdistrict: string, told: Walking) => void
  readonly onTrouble: (error: unknown) => void
}

const layersOf = { streets: ['roads', 'water'], buildings: ['buildings', 'grids'], stations: ['stations'] } as const
type Part = keyof typeof layersOf
const parts = Object.keys(layersOf) as Part[]
type Versions = Readonly<Record<Part, string>>

type WalkStreets = Streets & { readonly water: Water; readonly index: SnapIndex }
type Made = { readonly versions: Versions; readonly streets: WalkStreets; readonly model: Model }
type Held = { made: Promise<Made>; renewal: Renewal }

/** Reading, ground, doors, stations, answers. */
const steps = 5
const lookMilliseconds = 2000
/** Layers are known to be of a version at most a second after they are. */
const soonMilliseconds = 1100

const versionsOf = (catalog: Catalog, subdistrict: string): Versions =>
  Object.fromEntries(
    parts.map((part) => [
      part,
      layersOf[part]
        .map((layer) => catalog.layer(subdistrict, layer))
        .map(({ version, dataTime }) => `${version}/${dataTime}`)
        .join(),
    ]),
  ) as Versions

const newestTime = (catalog: Catalog, subdistrict: string): string | null =>
  parts
    .flatMap((part) => layersOf[part].map((layer) => catalog.layer(subdistrict, layer).dataTime))
    .filter((time): time is string => time !== null)
    .sort()
    .at(-1) ?? null

const changedParts = ({ versions }: Made, catalog: Catalog, subdistrict: string): readonly Part[] => {
  const present = versionsOf(catalog, subdistrict)
  return parts.filter((part) => versions[part] !== present[part])
}

export function walkKeeper({ db: systemDb, catalog: catalogs, now, tell, onTrouble }: Needs): WalkKeeper {
  const held = new Map<string, Held>()
  const threads = new Piscina({
    filename: new URL('./walk-worker-entry.mjs', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60_000,
  })
  let closed = false
  let looking: Promise<void> | undefined
  let soon: NodeJS.Timeout | undefined

  /** What of a model changed is made anew, the rest is taken over. */
  async function make(
    db: Queryable,
    subdistrict: string,
    catalog: Catalog,
    before: Made | undefined,
    step: (done: number) => void,
  ): Promise<Made> {
    const versions = versionsOf(catalog, subdistrict)
    const same = (part: Part) => before?.versions[part] === versions[part]
    const streets = before !== undefined && same('streets') ? before.streets : await readStreets(db, subdistrict, () => step(1))
    step(2)
    const keepsDoors = before !== undefined && streets === before.streets
    const rows = keepsDoors && same('buildings') ? before.model.buildings : await walkBuildings(db, subdistrict)
    const doors = keepsDoors && isSamePlaces(rows, before.model.buildings) ? before.model.doors : await hang(streets, rows)
    step(3)
    const stations = await walkStations(db, subdistrict)
    step(4)
    const { network, snap, ground } = streets
    const model: Model = {
      network,
      snap,
      ground,
      doors,
      buildings: placeBuildings(streets, rows, doors),
      stations: stations.map((station) => placeStation(streets, station)),
      dataTime: newestTime(catalog, subdistrict),
      kept: new Map(),
    }
    return { versions, streets, model }
  }

  async function readStreets(db: Queryable, subdistrict: string, onRead: () => void): Promise<WalkStreets> {
    const nodes = await walkNodes(db, subdistrict)
    const network = share(buildNetwork(nodes, await walkEdges(db, subdistrict)))
    const water: Water = (await waterAreas(db, subdistrict)).flatMap(({ polygons }) =>
      polygons.map((rings) => rings.map((ring) => ring.flatMap(([lng, lat]) => toPlane(network.plane, { lng, lat })))),
    )
    onRead()
    const laid: { ground: Ground; index: SnapIndex } = await threads.run({ network, water }, { name: 'ground' })
    return { network, water, ...laid, snap: snapper(network, shoreBarriers(water.flat()), laid.index) }
  }

  const hang = ({ network, water, index }: WalkStreets, rows: readonly BuildingRow[]): Promise<Doors> =>
    threads.run(
      share({ network, water, index, lng: Float64Array.from(rows, ({ lng }) => lng), lat: Float64Array.from(rows, ({ lat }) => lat) }),
      { name: 'doors' },
    )

  /** The first model is read for whoever asks first; those who ask meanwhile wait for the same. */
  function begin(subdistrict: string, made: Promise<Made>): Promise<Made> {
    const begun: Held = { made, renewal: null }
    held.set(subdistrict, begun)
    // one that could not be read is not kept: whoever asks next tries again
    begun.made.catch(() => {
      if (held.get(subdistrict) === begun) held.delete(subdistrict)
    })
    return begun.made
  }

  /** A few stations are placed anew at once, so whoever moved one sees what it did. */
  async function moveStations(db: Queryable, subdistrict: string, own: Held, before: Made, catalog: Catalog): Promise<Model> {
    const made = await make(db, subdistrict, catalog, before, () => {})
    own.made = Promise.resolve(made)
    tell(subdistrict, { renewal: null, dataTime: made.model.dataTime })
    return made.model
  }

  async function renew(subdistrict: string, own: Held, before: Made, catalog: Catalog): Promise<void> {
    const step = (done: number) => {
      own.renewal = { done, total: steps }
      tell(subdistrict, { renewal: own.renewal, dataTime: before.model.dataTime })
    }
    step(0)
    try {
      const made = await make(systemDb, subdistrict, catalog, before, step)
      await prepare(made.model)
      own.made = Promise.resolve(made)
      own.renewal = null
      tell(subdistrict, { renewal: null, dataTime: made.model.dataTime })
    } finally {
      own.renewal = null
    }
  }

  /** What is asked most, worked out before anybody does; other requests are answered in between. */
  async function prepare(model: Model): Promise<void> {
    const wanted = { on: calendarDay(now()) }
    buildingMetres(model, wanted)
    for (const profile of walkProfiles) {
      await pause(0)
      ringsOfAll(model, wanted, profile)
    }
  }

  async function look(): Promise<void> {
    const catalog = await catalogs.read()
    for (const [subdistrict, own] of held) {
      const before = await own.made
      if (!closed && changedParts(before, catalog, subdistrict).length > 0) await renew(subdistrict, own, before, catalog)
    }
  }
  const lookOnce = (): void => {
    if (closed || held.size === 0) return
    looking ??= look()
      .catch((error: unknown) => {
        if (!closed) onTrouble(error)
      })
      .finally(() => {
        looking = undefined
      })
  }
  const timer = setInterval(lookOnce, lookMilliseconds)
  timer.unref()

  return {
    async model(db, subdistrict, catalog) {
      const own = held.get(subdistrict)
      const made = await (own?.made ??
        begin(
          subdistrict,
          outsideScope(db, (system) => make(system, subdistrict, catalog, undefined, () => {})),
        ))
      const changed = changedParts(made, catalog, subdistrict)
      if (changed.length === 0) return made.model
      if (own !== undefined && changed.join() === 'stations')
        return outsideScope(db, (system) => moveStations(system, subdistrict, own, made, catalog))
      lookOnce()
      return made.model
    },
    renewal: (subdistrict) => held.get(subdistrict)?.renewal ?? null,
    sites: (input) => threads.run(share(input), { name: 'sites' }),
    wake() {
      if (held.size === 0) return
      soon ??= setTimeout(() => {
        soon = undefined
        lookOnce()
      }, soonMilliseconds).unref()
    },
    async close() {
      closed = true
      clearInterval(timer)
      clearTimeout(soon)
      await looking
      await threads.destroy()
    },
  }
}

const isSamePlaces = (rows: readonly BuildingRow[], before: readonly BuildingRow[]): boolean =>
  rows.length === before.length &&
  rows.every(({ id, lng, lat }, at) => before[at]?.id === id && before[at]?.lng === lng && before[at]?.lat === lat)
