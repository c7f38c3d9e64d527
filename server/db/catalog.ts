// Which sub-districts there are and which version each of their layers has, held for at most a second:
// every request needs it, and asking each time would double the statements.
import { z } from 'zod'
import { Subdistrict } from '#contract/registers.ts'
import { type LayerId, layerIds } from '#domain/layers/layer-table.ts'
import { type Queryable, rows } from './queryable.ts'

export type LayerVersion = { readonly version: number; readonly dataTime: string | null; readonly features: number }
export type Catalog = {
  readonly subdistricts: readonly Subdistrict[]
  layer(subdistrict: string, layer: LayerId): LayerVersion
}

const freshMilliseconds = 1000
const noData: LayerVersion = { version: 0, dataTime: null, features: 0 }

const LayerVersionRow = z.object({
  subdistrict: z.string(),
  layer: z.enum(layerIds),
  version: z.number(),
  dataTime: z.string(),
  features: z.number(),
})

async function readCatalog(db: Queryable): Promise<Catalog> {
  const subdistricts = await rows(
    db,
    Subdistrict,
    `select subdistrict_code as "subdistrictCode", name, name_en as "nameEn", source, attribution,
       json_build_array(ST_XMin(extent), ST_YMin(extent), ST_XMax(extent), ST_YMax(extent)) as bbox
     from subdistrict order by source <> 'demo', created_at, subdistrict_code`,
  )
  const versions = await rows(
    db,
    LayerVersionRow,
    `select subdistrict_code as subdistrict, layer, version, data_time as "dataTime", features from layer_version order by 1, 2`,
  )
  const byLayer = new Map(versions.map((row) => [`${row.subdistrict}/${row.layer}`, row]))
  return { subdistricts, layer: (subdistrict, layer) => byLayer.get(`${subdistrict}/${layer}`) ?? noData }
}

export type CatalogReader = {
  /** At most a second old; asked for once when many wait. */
  read(): Promise<Catalog>
  /** What `read` would give without asking, if that is fresh. */
  fresh(): Catalog | undefined
  /** Something changed: the next to ask gets what is there then, also where a reading is under way. */
  forget(): void
}

export function catalogReader(db: Queryable, now: () => number): CatalogReader {
  let held: { readonly catalog: Catalog; readonly at: number } | undefined
  let asking: Promise<Catalog> | undefined
  let turn = 0
  const fresh = () => (held && now() - held.at < freshMilliseconds ? held.catalog : undefined)
  return {
    fresh,
    read() {
      const catalog = fresh()
      if (catalog) return Promise.resolve(catalog)
      const begun = turn
      asking ??= readCatalog(db)
        .then((read) => {
          if (begun === turn) held = { catalog: read, at: now() }
          return read
        })
        .finally(() => {
          if (begun === turn) asking = undefined
        })
      return asking
    },
    forget() {
      turn++
      held = undefined
      asking = undefined
    },
  }
}
