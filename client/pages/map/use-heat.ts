// What the heat layer shows: cells, squares or grids of a period, or a frame of its film.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { BboxValue } from '#contract/fields.ts'
import { finestCellZoom } from '#domain/density/density-cell.ts'
import type { Frame } from '#domain/density/film.ts'
import type { BordersBasis } from '#domain/metrics/borders-basis.ts'
import { type CountFilter, densityQuery, issueGridsQuery, type Scope } from '../../api/queries.ts'
import type { Address } from '../../app/address.ts'
import { type Film, useFilm } from '../../app/use-film.ts'
import type { LayerStates } from '../../app/use-map-data.ts'
import { calendarDateOf, daysBefore } from '../../i18n/formats.ts'
import type { CountedGrid, HeatData } from '../../map/layer.ts'
import { heatLevelAt } from '../../map/layers/heat-areas.ts'

/** Cells are asked for as for this zoom, whatever the map shows: narrower than the kernel, so the picture does not change with zoom. */
const densityZoom = 16
/** A square with a number is so many cell zooms below the map's zoom: 64 pixels wide. */
const squareSteps = 3
const coarsestSquare = 15

const splitList = (text: string): readonly string[] => text.split(',').filter((name) => name !== '')
const noGrids: readonly CountedGrid[] = []

export type HeatState = {
  readonly heat: HeatData | null
  /** Which issues are counted now. */
  readonly filter: CountFilter
  /** The newest day that is known of. */
  readonly latest: string
  readonly total: number
  readonly suppressed: number
  /** of counts by grid */
  readonly borders: BordersBasis
  readonly pending: boolean
  readonly failed: boolean
  readonly film: Film
}

type Asked = {
  readonly scope: Scope | null
  readonly states: LayerStates | null
  readonly bbox: BboxValue
  readonly address: Address
  readonly on: boolean
  readonly now: number
  readonly zoom: number
}

const nowhere: Scope = { subdistrict: '', version: 0 }

export function useHeat({ scope, states, bbox, address, on, now, zoom }: Asked): HeatState {
  const dataDay = calendarDateOf(states?.get('issues')?.dataTime ?? now)
  const today = calendarDateOf(now)
  // Not after the newest data: a period is counted back from what is known.
  const [latest = today] = [dataDay, today].sort()
  const { from, to } = address.range ?? { from: daysBefore(latest, address.periodDays - 1), to: latest }
  const classesText = address.classes.join()
  const filter = useMemo((): CountFilter => ({ from, to, ...(classesText === '' ? {} : { class: classesText }) }), [from, to, classesText])
  const { heatView: view, per } = address
  const asked = { ...filter, bbox: bbox.join(','), zoom: densityZoom, per }
  const active = on && scope !== null
  const density = useQuery({ ...densityQuery(scope ?? nowhere, asked), enabled: active && view !== 'grids' })
  const level = heatLevelAt(zoom)
  const grids = useQuery({ ...issueGridsQuery(scope ?? nowhere, level, filter), enabled: active && view === 'grids' })
  const film = useFilm(scope, { ...asked, per: 'raw' }, (bbox[1] + bbox[3]) / 2, active && view !== 'grids' && per === 'raw')
  const squareZoom = Math.max(coarsestSquare, Math.min(finestCellZoom, Math.round(zoom) + squareSteps))
  const cells = density.data
  const gridAnswer = grids.data
  const heat = useMemo((): HeatData | null => {
    if (!on) return null
    const common = { view, per, squareZoom, classes: splitList(classesText), grids: noGrids }
    if (view === 'grids')
      return gridAnswer
        ? { ...common, days: gridAnswer.days, cellMetres: 0, cellZoom: finestCellZoom, cells: [], grids: gridAnswer.grids }
        : null
    if (film.frame) return { ...common, ...shownOf(film.frame) }
    return cells
      ? { ...common, per: cells.per, days: cells.days, cellMetres: cells.cellMetres, cellZoom: cells.cellZoom, cells: cells.cells }
      : null
  }, [on, view, per, squareZoom, classesText, gridAnswer, cells, film.frame])
  const gridTotal = gridAnswer?.grids.reduce((sum, { issues }) => sum + (issues === '<3' ? 0 : issues), 0)
  const query = view === 'grids' ? grids : density
  return {
    heat,
    filter,
    latest,
    total: (view === 'grids' ? gridTotal : cells?.total) ?? 0,
    suppressed: (view === 'grids' ? 0 : cells?.suppressedCells) ?? 0,
    borders: (view === 'grids' ? gridAnswer?.borders : undefined) ?? 'unchanged',
    pending: on && query.isPending,
    failed: query.isError,
    film,
  }
}

const shownOf = ({ days, cellMetres, cellZoom, cells }: Frame) => ({ days, cellMetres, cellZoom, cells })
