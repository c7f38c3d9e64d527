// Panels that are short lists; each row leads to the place it is about.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { blindSpotsQuery, hotSpotsQuery, stationsQuery } from '../../../api/queries.ts'
import { pairPhoto, wallBordersQuery, wallPatrolsQuery, wallRenovationQuery, watchedByWall } from '../../../api/wall.ts'
import { measureWords } from '../../../app/borders-basis.ts'
import { calendarDateOf } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import type { Behind } from '../behind.ts'
import { useWall } from '../context.ts'
import { blindSpotRow, borderRow, hotSpotRow, patrolRow, type Row, stationRow } from '../rows.ts'
import { Empty, Panel } from './Panel.tsx'

type PanelRow = Pick<Row, 'key' | 'name'> & { readonly value: ReactNode; readonly state?: string; readonly go?: () => void }

function Rows({ rows, behind }: { rows: readonly PanelRow[]; behind: Behind }) {
  const { open } = useWall()
  if (rows.length === 0) return null
  return (
    <ol className="wall-rows">
      {rows.map(({ key, name, value, state, go }) => (
        <li key={key} data-state={state}>
          <button type="button" onClick={go ?? (() => open(behind))}>
            <span className="wall-ranking-name">{name}</span>
            <span className="wall-ranking-value">{value}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}

export function HotSpots() {
  const texts = useTexts()
  const { say } = texts
  const { scope, drill } = useWall()
  const answer = useQuery(watchedByWall(hotSpotsQuery(scope, { to: calendarDateOf(Date.now()) })))
  const { data } = answer
  return (
    <Panel
      name="hotSpots"
      title={say('wall.panel.hotSpots')}
      {...(data && { measure: measureWords(say('wall.hotSpots.measure', { days: data.recentDays }), data.borders, texts) })}
      answer={answer}
      dataTime={data?.asOf ?? null}
    >
      {data && data.grids.length + data.cells.length === 0 ? <Empty>{say('wall.empty.hotSpots')}</Empty> : null}
      <Rows
        behind={{ list: 'hotSpots' }}
        rows={(data && data.grids.length > 0
          ? data.grids
          : (data?.cells ?? []).flatMap((cell) => (cell.gridCode ? [{ ...cell, gridCode: cell.gridCode }] : []))
        ).map((spot) => ({ ...hotSpotRow(texts, spot), go: () => drill({ grid: spot.gridCode }) }))}
      />
    </Panel>
  )
}

export function BlindSpots() {
  const texts = useTexts()
  const { say } = texts
  const { scope } = useWall()
  const answer = useQuery(watchedByWall(blindSpotsQuery(scope, { profile: 'default' })))
  const { data } = answer
  return (
    <Panel
      name="blindSpots"
      title={say('wall.panel.blindSpots')}
      measure={say('wall.blindSpots.measure')}
      answer={answer}
      dataTime={data?.dataTime ?? null}
    >
      {data?.spots.length === 0 ? <Empty>{say('wall.empty.blindSpots')}</Empty> : null}
      <Rows behind={{ list: 'blindSpots' }} rows={(data?.spots ?? []).map((spot, at) => blindSpotRow(texts, spot, at))} />
    </Panel>
  )
}

export function Stations() {
  const texts = useTexts()
  const { say } = texts
  const { scope } = useWall()
  const answer = useQuery(watchedByWall(stationsQuery(scope)))
  // who is closed stands first
  const rows = [...(answer.data?.features ?? [])].sort(
    (a, b) => Number(a.properties.status === 'inService') - Number(b.properties.status === 'inService'),
  )
  return (
    <Panel name="stations" title={say('wall.panel.stations')} answer={answer} dataTime={answer.data?.asOf ?? null}>
      {answer.data && rows.length === 0 ? <Empty>{say('wall.empty.stations')}</Empty> : null}
      <Rows
        behind={{ list: 'stations' }}
        rows={rows.map((station) => {
          const { tone = 'fine', ...row } = stationRow(texts, station)
          return { ...row, state: tone }
        })}
      />
    </Panel>
  )
}

export function PatrolRuns() {
  const texts = useTexts()
  const { say, formats } = texts
  const answer = useQuery(wallPatrolsQuery())
  const order = ['missed', 'running', 'planned', 'finished', 'none']
  const rows = [...(answer.data?.routes ?? [])].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  return (
    <Panel
      name="patrolRuns"
      title={say('wall.panel.patrolRuns')}
      answer={answer}
      dataTime={answer.data?.dataTime ?? answer.data?.asOf ?? null}
    >
      {answer.data && rows.length === 0 ? <Empty>{say('wall.empty.patrols')}</Empty> : null}
      <Rows
        behind={{ list: 'patrols', state: 'all' }}
        rows={rows.map((route) => {
          const { tone = 'fine', value, place, ...row } = patrolRow(texts, route)
          // what the latest track passed is of today only where today's run was begun
          const begun = route.state === 'running' || route.state === 'finished'
          const share = route.covered === null || !begun ? null : { numerator: Math.round(route.covered * 1000), denominator: 1000 }
          return {
            ...row,
            state: tone,
            value: (
              <>
                {value}
                <small>{share === null ? place : say('wall.run.covered', { share: formats.percent(share) })}</small>
              </>
            ),
          }
        })}
      />
    </Panel>
  )
}

export function RenovationItems() {
  const { say, name, formats } = useTexts()
  const answer = useQuery(wallRenovationQuery())
  return (
    <Panel
      name="renovationItems"
      title={say('wall.panel.renovationItems')}
      measure={say('wall.items.measure')}
      answer={answer}
      dataTime={answer.data?.dataTime ?? answer.data?.asOf ?? null}
    >
      {answer.data?.items.length === 0 ? <Empty>{say('wall.empty.items')}</Empty> : null}
      <Rows
        behind={{ list: 'renovations', stage: null }}
        rows={(answer.data?.items ?? []).map((item) => ({
          key: item.key,
          name: name(item),
          value: `${formats.number(item.done)} / ${formats.number(Math.max(item.quantity, item.done))} ${name({ name: item.unit, nameEn: item.unitEn })}`,
        }))}
      />
    </Panel>
  )
}

export function BeforeAfter() {
  const { say, name } = useTexts()
  const answer = useQuery(wallRenovationQuery())
  const pair = answer.data?.pair ?? null
  return (
    <Panel
      name="beforeAfter"
      title={say('wall.panel.beforeAfter')}
      {...(pair && { measure: name(pair) })}
      answer={answer}
      dataTime={answer.data?.dataTime ?? answer.data?.asOf ?? null}
    >
      {pair === null ? (
        <Empty>{say('wall.empty.pair')}</Empty>
      ) : (
        <div className="wall-pair">
          {(['before', 'after'] as const).map((side) => (
            <figure key={side}>
              <img src={pairPhoto(pair.renovationProjectId, pair.pairId, side)} alt={say(`wall.pair.${side}`)} />
              <figcaption>{say(`wall.pair.${side}`)}</figcaption>
            </figure>
          ))}
        </div>
      )}
    </Panel>
  )
}

export function BorderChanges() {
  const texts = useTexts()
  const { say, formats } = texts
  const { drill } = useWall()
  const answer = useQuery(wallBordersQuery())
  const next = answer.data?.next ?? null
  return (
    <Panel
      name="borderChanges"
      title={say('wall.panel.borderChanges')}
      {...(next && { measure: say('wall.borders.from', { day: formats.day(next.validFrom) }) })}
      answer={answer}
      dataTime={answer.data?.asOf ?? null}
    >
      {answer.data && next === null ? <Empty>{say('wall.empty.borders')}</Empty> : null}
      <Rows
        behind={{ list: 'borders' }}
        rows={(next?.changes ?? []).map((one) => ({
          ...borderRow(texts, one),
          ...(one.change !== 'new' && { go: () => drill({ grid: one.gridCode }) }),
        }))}
      />
    </Panel>
  )
}
