// Keeps the ready-made tile features true: whoever changes facts calls this in the same transaction, naming the layers that show them.
import { pixelMetres, tileUnitMetres } from '#domain/geo/web-mercator.ts'
import { type LayerId, layerIds } from '#domain/layers/layer-table.ts'
import { zoomBands } from '#domain/layers/zoom-bands.ts'
import { type Queryable, withCommit } from './queryable.ts'
import { statementBeside } from './statement.ts'

const statement = (name: string) => statementBeside(import.meta.url, `tile-features/${name}`)
const writeBand = statement('write-band')
const deepestBand = Math.max(...zoomBands)

export type Change = {
  readonly subdistrict: string
  /** What happened, as a word for the change stream, such as `imported`. */
  readonly kind: string
  readonly layers: readonly LayerId[]
  /** The day for which "in force" and "has a head" are answered, YYYY-MM-DD. */
  readonly today: string
}

/** Writes the change event, rebuilds the named layers from the registers and gives them the event's number as version. */
export async function refreshLayers(db: Queryable, change: Change): Promise<void> {
  const version = await changeEvent(db, change, {})
  // in the order of the table, whatever order they were named in: labels read the figures of their grids
  for (const layer of layerIds.filter((id) => change.layers.includes(id))) await rebuild(db, layer, version, change)
}

/** A change that no layer shows, told to whoever watches. */
export async function tellChange(db: Queryable, change: Omit<Change, 'today'>, detail: Record<string, unknown>): Promise<void> {
  await changeEvent(db, change, detail)
}

async function changeEvent(
  db: Queryable,
  { subdistrict, kind, layers }: Omit<Change, 'today'>,
  detail: Record<string, unknown>,
): Promise<unknown> {
  const event = await db.query(
    'insert into change_event (subdistrict_code, kind, layers, detail) values ($1, $2, $3, $4) returning change_event_id',
    [subdistrict, kind, layers, JSON.stringify(detail)],
    'changeEvent',
  )
  return event.rows[0]?.change_event_id
}

type LayerChange = Omit<Change, 'layers'> & {
  readonly layer: LayerId
  /** There are none of it yet. */
  readonly isNew?: boolean
}

/** The same for one thing of one layer: its features are made anew, the rest of the layer stays. */
export const refreshFeature = (db: Queryable, change: LayerChange, featureId: number, detail: Record<string, unknown>): Promise<void> =>
  refreshFeatures(db, change, [featureId], detail)

/** The same for some things of one layer, as one change. */
export async function refreshFeatures(
  db: Queryable,
  { subdistrict, kind, layer, today, isNew = false }: LayerChange,
  featureIds: readonly number[],
  detail: Record<string, unknown>,
): Promise<void> {
  const version = await changeEvent(db, { subdistrict, kind, layers: [layer] }, detail)
  const gone = isNew ? 0 : await featuresGone(db, subdistrict, layer, featureIds)
  const some = `select * from (${statement(layer)}) one where feature_id = any ($7::bigint[])`
  const made = await writeBands(db, { subdistrict, today, layer }, some, [featureIds], `features ${layer}`)
  const more = made - gone
  // everybody who changes a thing of this layer writes this row
  await withCommit(
    db,
    `layer ${subdistrict} ${layer}`,
    { version: Number(version), more },
    (before, after) => ({ version: after.version, more: before.more + after.more }),
    (change) => ({
      text: `insert into layer_version (subdistrict_code, layer, version, data_time, features) values ($1, $2, $3, clock_timestamp(), $4)
         on conflict (subdistrict_code, layer) do update set version = excluded.version,
           data_time = excluded.data_time, features = layer_version.features + ($4)`,
      values: [subdistrict, layer, change.version, change.more],
    }),
  )
}

/** Takes things out of their layer. Returns how many were there. */
async function featuresGone(db: Queryable, subdistrict: string, layer: LayerId, featureIds: readonly number[]): Promise<number> {
  const gone = await db.query(
    `with gone as (delete from tile_feature where subdistrict_code = $1 and layer = $2 and feature_id = any ($3::bigint[])
       and band = any ($4::int[]) returning band)
     select count(*) filter (where band = 16) as features from gone`,
    [subdistrict, layer, featureIds, zoomBands],
    'featuresGone',
  )
  return Number(gone.rows[0]?.features ?? 0)
}

async function rebuild(db: Queryable, layer: LayerId, version: unknown, { subdistrict, today }: Change): Promise<void> {
  await db.query('delete from tile_feature where subdistrict_code = $1 and layer = $2', [subdistrict, layer])
  await writeBands(db, { subdistrict, today, layer }, statement(layer), [])
  await db.query(
    `insert into layer_version (subdistrict_code, layer, version, data_time, features)
     select $1, $2, $3, clock_timestamp(), count(*) from tile_feature where subdistrict_code = $1 and layer = $2 and band = 16
     on conflict (subdistrict_code, layer) do update set version = excluded.version, data_time = excluded.data_time, features = excluded.features`,
    [subdistrict, layer, version],
  )
}

/** Writes what `features` gives, in every zoom band; `more` are its parameters from $7 on. Returns how many there are in the deepest band. */
async function writeBands(
  db: Queryable,
  { subdistrict, today, layer }: Pick<Change, 'subdistrict' | 'today'> & { readonly layer: LayerId },
  features: string,
  more: readonly unknown[],
  name?: string,
): Promise<number> {
  const text = writeBand.replace('__FEATURES__', () => features)
  let [written, nearest] = [0, 0]
  // the deepest band first: it holds everything, so it says from which zoom on anything is shown at all
  for (const band of [...zoomBands].reverse()) {
    if (band < nearest) break
    const made = await db.query(text, [subdistrict, today, layer, band, tileUnitMetres(band), pixelMetres(band), ...more], name)
    if (band !== deepestBand) continue
    written = Number(made.rows[0]?.features ?? 0)
    nearest = Number(made.rows[0]?.nearest ?? Number.POSITIVE_INFINITY)
  }
  return written
}
