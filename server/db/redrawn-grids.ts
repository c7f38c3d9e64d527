// Which grids were drawn anew within some days: figures over these days are recomputed for them, or say on whose borders they stand
// (domain/metrics/borders-basis.ts).
import { z } from 'zod'
import { type Queryable, rows } from './queryable.ts'
import { outsideScope } from './scope.ts'

const CodeRow = z.object({ code: z.string() })

/**
 * Codes of every level, of grids that ended, went on with other ground or another parent, and began, from one day to another. The very first
 * borders are no change. Codes say nothing of people, so those of neighbours count too: ground may have come from beyond the scope.
 */
export const redrawnGrids = (db: Queryable, subdistrict: string, from: string, through: string): Promise<string[]> =>
  outsideScope(db, async (system) =>
    (
      await rows(
        system,
        CodeRow,
        `with change as (
           select distinct valid_to as day from grid_boundary
           where subdistrict_code = $1 and valid_to between $2::date and $3::date
         )
         select distinct b.grid_code as code from grid_boundary b join change c on b.valid_to = c.day or b.valid_from = c.day
         where b.subdistrict_code = $1 order by 1`,
        [subdistrict, from, through],
      )
    ).map(({ code }) => code),
  )
