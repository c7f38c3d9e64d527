// What is new enough to take the stage by itself: a place that became a hot spot, a case that ran past its limit. What was so when the wall came up
// is no news.
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { WallScene } from '#domain/wall/scenes.ts'
import type { Occasion } from '#domain/wall/tour.ts'
import { hotSpotsQuery, type Scope } from '../../api/queries.ts'
import { wallFiguresQuery } from '../../api/wall.ts'
import { useMay } from '../../app/session.ts'
import { calendarDateOf } from '../../i18n/formats.ts'

const mostKept = 20

export function useOccasions(scope: Scope): readonly Occasion<WallScene>[] {
  const may = useMay()
  const hot = useQuery({
    ...hotSpotsQuery(scope, { to: calendarDateOf(Date.now()) }),
    enabled: may('issueHotSpots'),
    refetchInterval: 300_000,
  })
  const figures = useQuery({ ...wallFiguresQuery(), enabled: may('wallFigures') })
  const [occasions, setOccasions] = useState<readonly Occasion<WallScene>[]>([])
  const add = useCallback((one: Occasion<WallScene>): void => {
    setOccasions((before) => (before.some(({ key }) => key === one.key) ? before : [...before, one].slice(-mostKept)))
  }, [])
  const knownSpots = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    if (!hot.data) return
    const spots = [...hot.data.cells.map(({ x, y }) => `hot:${x}/${y}`), ...hot.data.grids.map(({ gridCode }) => `hot:${gridCode}`)]
    const known = knownSpots.current
    const [fresh] = known === null ? [] : spots.filter((key) => !known.has(key))
    knownSpots.current = new Set([...(known ?? []), ...spots])
    if (fresh !== undefined) add({ key: `${fresh}@${hot.data.to}`, scene: 'heat' })
  }, [hot.data, add])
  const knownLate = useRef<number | null>(null)
  useEffect(() => {
    if (!figures.data) return
    const late = figures.data.overdue.numerator
    const before = knownLate.current
    knownLate.current = late
    if (before !== null && late > before) add({ key: `overdue:${late}@${figures.data.asOf}`, scene: 'situation' })
  }, [figures.data, add])
  return occasions
}
