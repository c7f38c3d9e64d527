// What is new enough to take the stage by itself: a place that became a hot spot, a case that ran past its limit, from the thresholds of the display
// on. What was so when the wall came up is no news, and neither is what nobody came to show for a while: of one scene only the newest waits.
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { drawnCount } from '#domain/privacy/small-count.ts'
import { type Calls, hotEnough } from '#domain/wall/calls.ts'
import type { WallScene } from '#domain/wall/scenes.ts'
import type { Occasion } from '#domain/wall/tour.ts'
import { hotSpotsQuery, type Scope } from '../../api/queries.ts'
import { wallFiguresQuery, watchedByWall } from '../../api/wall.ts'
import { useMay } from '../../app/session.ts'
import { calendarDateOf } from '../../i18n/formats.ts'

const newsMs = 600_000

export function useOccasions(scope: Scope, calls: Calls): readonly Occasion<WallScene>[] {
  const may = useMay()
  const hot = useQuery({ ...watchedByWall(hotSpotsQuery(scope, { to: calendarDateOf(Date.now()) })), enabled: may('issueHotSpots') })
  const figures = useQuery({ ...wallFiguresQuery(), enabled: may('wallFigures') })
  const [occasions, setOccasions] = useState<readonly Occasion<WallScene>[]>([])
  const add = useCallback((one: Occasion<WallScene>): void => {
    setOccasions((before) => [...before.filter(({ scene }) => scene !== one.scene), one])
    setTimeout(() => setOccasions((before) => before.filter(({ news }) => news.key !== one.news.key)), newsMs)
  }, [])
  const knownSpots = useRef<ReadonlySet<string> | null>(null)
  const knownFor = useRef(calls.hotSpot)
  useEffect(() => {
    if (!hot.data) return
    const { cells, grids, asOf } = hot.data
    const spots = [
      ...cells
        .filter((spot) => hotEnough(spot, calls))
        .map(({ x, y, gridCode, name, nameEn }) => ({ key: `${x}/${y}`, gridCode, name, nameEn })),
      ...grids.filter((spot) => hotEnough(spot, calls)).map(({ gridCode, name, nameEn }) => ({ key: gridCode, gridCode, name, nameEn })),
    ]
    // another threshold makes nothing new
    const known = knownFor.current === calls.hotSpot ? knownSpots.current : null
    knownFor.current = calls.hotSpot
    // one that cooled down and comes again is news again
    knownSpots.current = new Set(spots.map(({ key }) => key))
    const fresh = known === null ? undefined : spots.find(({ key }) => !known.has(key))
    if (fresh === undefined) return
    const { gridCode, name, nameEn } = fresh
    const place = gridCode === null ? null : { gridCode, name, nameEn }
    add({ news: { kind: 'hotSpot', key: `hot:${fresh.key}@${asOf}`, place }, scene: 'heat' })
  }, [hot.data, calls, add])
  const knownLate = useRef<string | null | undefined>(undefined)
  useEffect(() => {
    if (!figures.data) return
    const { latestOverdue, overdue } = figures.data
    const before = knownLate.current
    knownLate.current = latestOverdue?.dueAt ?? null
    if (before === undefined || latestOverdue === null || (before !== null && latestOverdue.dueAt <= before)) return
    if (calls.overdue === null || drawnCount(overdue.numerator) < calls.overdue) return
    const { dueAt, gridCode, name, nameEn } = latestOverdue
    const place = gridCode === null ? null : { gridCode, name, nameEn }
    add({ news: { kind: 'overdue', key: `overdue:${dueAt}`, place }, scene: 'situation' })
  }, [figures.data, calls, add])
  return occasions
}
