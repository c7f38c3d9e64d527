// The list behind a number. It closes by itself after a while without a hand; for people of the desk it says where the same list is to be worked on.
import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { BordersBasis } from '#domain/metrics/borders-basis.ts'
import {
  blindSpotsQuery,
  coverageQuery,
  gridsQuery,
  hotSpotsQuery,
  renovationsQuery,
  stationsQuery,
  walkCoverageQuery,
} from '../../api/queries.ts'
import { behindBuildingsQuery, behindIssuesQuery, wallBordersQuery, wallPatrolsQuery } from '../../api/wall.ts'
import { measureWords } from '../../app/borders-basis.ts'
import { useMay, useSession } from '../../app/session.ts'
import { calendarDateOf } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/text.ts'
import { type Behind, deskAddress, titleOf } from './behind.ts'
import { useWall } from './context.ts'
import { blindSpotRow, borderRow, hotSpotRow, patrolRow, type Row, stationRow } from './rows.ts'
import { useRanking } from './use-ranking.ts'

type Rows = {
  readonly rows: readonly Row[] | null
  readonly failed: boolean
  readonly more: boolean
  /** of counts over some days */
  readonly borders?: BordersBasis | undefined
}

/** What scrolls must be reached by keys. */
const focusable = (element: HTMLElement | null): void => {
  if (element) element.tabIndex = 0
}

export function ListOverlay({ behind, onClose }: { behind: Behind; onClose: () => void }) {
  const texts = useTexts()
  const { say } = texts
  const { role, scope } = useSession()
  // the numbers of a part of the sub-district leave it out as well
  const leavesOut = !('grid' in behind) && scope.some(({ level }) => level === 0)
  const rows = useRows(behind)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [])
  const desk = role === 'wall' ? null : deskAddress(behind, calendarDateOf(Date.now()))
  return (
    <section className="wall-list" data-testid="list" aria-label={say(titleOf(behind))}>
      <header>
        <h2>
          {say(titleOf(behind))}
          {rows.rows ? (
            <small>
              {measureWords(
                rows.more ? say('wall.list.first', { count: rows.rows.length }) : say('wall.list.count', { count: rows.rows.length }),
                rows.borders,
                texts,
              )}
            </small>
          ) : null}
        </h2>
        {desk ? (
          <Link className="wall-button" to={desk}>
            {say('wall.list.toDesk')}
          </Link>
        ) : null}
        <button ref={close} type="button" className="wall-button" onClick={onClose}>
          {say('app.close')} <kbd>Esc</kbd>
        </button>
      </header>
      {rows.failed ? <p className="wall-empty">{say('wall.failed')}</p> : null}
      {rows.rows === null && !rows.failed ? <div className="wall-skeleton" /> : null}
      {rows.rows?.length === 0 ? <p className="wall-empty">{say('wall.list.empty')}</p> : null}
      <ol ref={focusable}>
        {rows.rows?.map(({ key, name, place, value, tone }) => (
          <li key={key} data-state={tone}>
            <b>{name}</b>
            <span>{place}</span>
            <span className="wall-ranking-value">{value}</span>
          </li>
        ))}
      </ol>
      {role === 'wall' && leavesOut && (behind.list === 'issues' || behind.list === 'class') ? (
        <p className="wall-list-note" data-testid="list-note">
          {say('wall.list.notTold')}
        </p>
      ) : null}
    </section>
  )
}

const nothing: Rows = { rows: null, failed: false, more: false }

function useRows(behind: Behind): Rows {
  const issues = useIssueRows(behind)
  const places = usePlaceRows(behind)
  const desk = useDeskRows(behind)
  return issues ?? places ?? desk ?? nothing
}

function useIssueRows(behind: Behind): Rows | null {
  const { say, name, formats } = useTexts()
  const may = useMay()
  const today = calendarDateOf(Date.now())
  const ofIssues = behind.list === 'issues' || behind.list === 'class'
  const asked =
    behind.list === 'class'
      ? { class: behind.class, withinHours: 168, counted: 'yes' as const }
      : behind.list === 'issues'
        ? {
            ...(behind.which === 'today'
              ? { from: today, counted: 'yes' as const }
              : behind.which === 'late'
                ? { dueDays: 30, counted: 'yes' as const, lamp: 'red', order: 'due' as const }
                : { open: 'yes' as const, order: 'due' as const }),
            ...(behind.which === 'urgent' && { severity: 'urgent' as const }),
            ...(behind.which === 'overdue' && { lamp: 'red' }),
            ...(behind.grid && { grid: behind.grid }),
          }
        : {}
  const answer = useQuery({ ...behindIssuesQuery(asked), enabled: ofIssues && may('issues') })
  if (!ofIssues) return null
  return {
    failed: answer.isError,
    more: answer.data?.next !== null && answer.data !== undefined,
    rows:
      answer.data?.features.map(({ properties, itemName, itemNameEn, lamp }) => ({
        key: String(properties.issueId),
        name: name({ name: itemName, nameEn: itemNameEn }),
        place: `${say(`issueStatus.${properties.status}`)} · ${formats.moment(properties.reportedAt)}`,
        value: properties.dueAt ? say('wall.list.due', { time: formats.moment(properties.dueAt) }) : '',
        ...(lamp === 'red' && { tone: 'overdue' as const }),
      })) ?? null,
  }
}

function usePlaceRows(behind: Behind): Rows | null {
  const texts = useTexts()
  const { say, name, formats } = texts
  const { scope } = useWall()
  const may = useMay()
  const kind = behind.list === 'coverage' ? behind.kind : 'buildingHead'
  const asked =
    behind.list === 'buildings'
      ? { ...(!behind.all && { head: 'missing' as const }), sort: 'households' as const, ...(behind.grid && { grid: behind.grid }) }
      : {}
  const buildings = useQuery({ ...behindBuildingsQuery(asked), enabled: behind.list === 'buildings' && may('buildings') })
  const coverage = useQuery({ ...coverageQuery(scope, { kind, level: 3 }), enabled: behind.list === 'coverage' && may('coverage') })
  const profile = behind.list === 'walk' ? behind.profile : 'default'
  const walk = useQuery({ ...walkCoverageQuery(scope, { profile }), enabled: behind.list === 'walk' && may('walkCoverage') })
  const spots = useQuery({
    ...blindSpotsQuery(scope, { profile: 'default' }),
    enabled: behind.list === 'blindSpots' && may('blindSpotList'),
  })
  const hot = useQuery({
    ...hotSpotsQuery(scope, { to: calendarDateOf(Date.now()) }),
    enabled: behind.list === 'hotSpots' && may('issueHotSpots'),
  })
  const grids = useQuery({
    ...gridsQuery(scope, { level: behind.list === 'grids' ? behind.level : 1 }),
    enabled: behind.list === 'grids' && may('grids'),
  })
  const ranking = useRanking(behind.list === 'ranking' ? behind.measure : null)
  switch (behind.list) {
    case 'buildings':
      return {
        failed: buildings.isError,
        more: buildings.data?.next !== null && buildings.data !== undefined,
        rows:
          buildings.data?.features.map(({ properties }) => ({
            key: String(properties.buildingId),
            name: name(properties),
            place: properties.address,
            value: say('wall.households', { count: formats.number(properties.households) }),
            ...(behind.all ? {} : { tone: 'needs' as const }),
          })) ?? null,
      }
    case 'grids':
      return {
        failed: grids.isError,
        more: grids.data?.next !== null && grids.data !== undefined,
        rows:
          grids.data?.features.map(({ properties }) => ({
            key: properties.gridCode,
            name: name(properties),
            place: properties.gridCode,
            value: '',
          })) ?? null,
      }
    case 'ranking':
      return {
        failed: ranking.failed,
        more: false,
        borders: ranking.borders,
        rows: ranking.rows?.map((row) => ({ key: row.gridCode, name: name(row), place: '', value: row.words })) ?? null,
      }
    case 'coverage':
      return {
        failed: coverage.isError,
        more: false,
        rows:
          coverage.data?.grids
            .filter(({ rate }) => rate.numerator < rate.denominator)
            .sort((a, b) => b.rate.denominator - b.rate.numerator - (a.rate.denominator - a.rate.numerator))
            .map(({ rate, ...grid }) => ({
              key: grid.gridCode,
              name: name(grid),
              place: say(`coverage.missing.${kind}`, { count: rate.denominator - rate.numerator }),
              value: say(`coverage.value.${coverage.data.unit}`, { numerator: rate.numerator, denominator: rate.denominator }),
              tone: 'needs' as const,
            })) ?? null,
      }
    case 'walk':
      return {
        failed: walk.isError,
        more: false,
        rows:
          walk.data?.grids.map(({ figures, ...grid }) => {
            const { covered, known } = profile === 'elderly' ? figures.residents60Plus : figures.households
            return { key: grid.gridCode, name: name(grid), place: '', value: `${formats.count(covered)} / ${formats.count(known)}` }
          }) ?? null,
      }
    case 'blindSpots':
      return {
        failed: spots.isError,
        more: false,
        rows: spots.data?.spots.map((spot, at) => blindSpotRow(texts, spot, at)) ?? null,
      }
    case 'hotSpots':
      return {
        failed: hot.isError,
        more: false,
        borders: hot.data?.borders,
        rows: hot.data?.cells.map((spot) => hotSpotRow(texts, spot)) ?? null,
      }
    default:
      return null
  }
}

function useDeskRows(behind: Behind): Rows | null {
  const texts = useTexts()
  const { say, name, formats } = texts
  const { scope } = useWall()
  const may = useMay()
  const [stations, patrols, renovations, borders] = useQueries({
    queries: [
      { ...stationsQuery(scope), enabled: behind.list === 'stations' && may('stations') },
      { ...wallPatrolsQuery(), enabled: behind.list === 'patrols' && may('wallPatrols') },
      { ...renovationsQuery(scope, {}), enabled: behind.list === 'renovations' && may('renovations') },
      { ...wallBordersQuery(), enabled: behind.list === 'borders' && may('wallBorders') },
    ],
  })
  switch (behind.list) {
    case 'stations':
      return {
        failed: stations.isError,
        more: false,
        rows: stations.data?.features.map((station) => stationRow(texts, station)) ?? null,
      }
    case 'patrols':
      return {
        failed: patrols.isError,
        more: false,
        rows:
          patrols.data?.routes
            .filter(({ state }) => behind.state === 'all' || state === behind.state)
            .map((route) => patrolRow(texts, route)) ?? null,
      }
    case 'renovations':
      return {
        failed: renovations.isError,
        more: false,
        rows:
          renovations.data?.features
            .filter(
              ({ properties }) =>
                behind.stage === null ||
                properties.stage === behind.stage ||
                (behind.stage === 'accepted' && properties.stage === 'afterCare') ||
                (behind.stage === 'consent' && properties.stage === 'wishList'),
            )
            .map(({ properties }) => ({
              key: String(properties.renovationProjectId),
              name: name(properties),
              place: say(`stage.${properties.stage}`),
              value: say('wall.since', { day: formats.day(properties.stageSince) }),
            })) ?? null,
      }
    case 'borders':
      return {
        failed: borders.isError,
        more: false,
        rows: borders.data?.next?.changes.map((one) => borderRow(texts, one)) ?? (borders.data ? [] : null),
      }
    default:
      return null
  }
}
