// Keeps the ready-made tile features true: whoever changes facts calls this in the same transaction, naming the layers that show them.
import { pixelMetres, tileUnitMetres } from '#domain/geo/web-mercator.ts'
import { type LayerId, layerIds } from '#domain/layers/layer-table.ts'
import { zoomBands } from '#domain/layers/zoom-bands.ts'
import type { Queryable } from './queryable.ts'
import { statementBeside } from './statement.ts'

const statement = (name: string) => statementBeside(import.meta.url, `tile-features/${name}`)
const writeBand = statement('write-band')

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
  const event = await db.query('insert into change_event (subdistrict_code, kind, layers) values ($1, $2, $3) returning change_event_id', [
    change.subdistrict,
    change.kind,
    change.layers,
  ])
  const version = event.rows[0]?.change_event_id
  // in the order of the table, whatever order they were named in: labels read the figures of their grids
  for (const layer of layerIds.filter((id) => change.layers.includes(id))) await rebuild(db, layer, version, change)
}

async function rebuild(db: Queryable, layer: LayerId, version: unknown, { subdistrict, today }: Change): Promise<void> {
  await db.query('delete from tile_feature where subdistrict_code = $1 and layer = $2', [subdistrict, layer])
  const features = statement(layer)
  for (const band of zoomBands) {
    await db.query(
      writeBand.replace('__FEATURES__', () => features),
      [subdistrict, today, layer, band, tileUnitMetres(band), pixelMetres(band)],
    )
  }
  await db.query(
    `insert into layer_version (subdistrict_code, layer, version, data_time, features)
     select $1, $2, $3, clock_timestamp(), count(*) from tile_feature where subdistrict_code = $1 and layer = $2 and band = 16
     on conflict (subdistrict_code, layer) do update set version = excluded.version, data_time = excluded.data_time, features = excluded.features`,
    [subdistrict, layer, version],
  )
}
