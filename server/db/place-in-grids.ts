import type { LayerId } from '#domain/layers/layer-table.ts'
import type { Queryable } from './queryable.ts'
import { statementBeside } from './statement.ts'

/** The layers whose things say which grids they are in, as this notes it. */
export const layersInGrids: readonly LayerId[] = ['compounds', 'renovations', 'stations', 'patrolRoutes', 'checkpoints']

const text = statementBeside(import.meta.url, 'place-in-grids')

/** Notes for every compound, patrol route and station which grids of `day` it belongs to; the reach of accounts is decided by that. */
export const placeInGrids = (db: Queryable, subdistrict: string, day: string): Promise<unknown> => db.query(text, [subdistrict, day])
