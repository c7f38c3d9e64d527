// Alarms that nobody answered: which scene each takes, how they are answered, and how they are heard.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Alarm } from '#contract/alarms.ts'
import { byPressure, sceneOfAlarm } from '#domain/wall/alarms.ts'
import { type Calls, heard, takenUp } from '#domain/wall/calls.ts'
import type { WallScene } from '#domain/wall/scenes.ts'
import { acknowledgeMutation, alarmRulesQuery, alarmsQuery } from '../../api/wall.ts'
import { useMay, useSession } from '../../app/session.ts'
import { soundAlarm } from './sound.ts'

export type Alarms = {
  /** The most pressing first. */
  readonly waiting: readonly Alarm[]
  readonly stage: readonly { readonly alarmId: number; readonly scene: WallScene }[]
  readonly answer: (ids: readonly number[]) => void
  readonly failed: boolean
  readonly busy: boolean
}

const none: readonly Alarm[] = []
const soundAgainMs = 30_000
const mostAnswered = 200

/** `scenes`: those that may be shown; an alarm of another one stays with the scene that is there. */
export function useAlarms(scenes: readonly WallScene[], calls: Calls, sound: boolean): Alarms {
  const may = useMay()
  const { role } = useSession()
  const client = useQueryClient()
  const answer = useQuery({ ...alarmsQuery(), enabled: may('alarms') })
  const rules = useQuery({ ...alarmRulesQuery(), enabled: sound && may('alarmRules') })
  const { mutate, isError, isPending } = useMutation({
    ...acknowledgeMutation(),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['alarms'] }),
  })
  const { data } = answer
  // whoever stands before it: what is not for passers-by is answered at the desk
  const waiting = useMemo(
    () => data?.alarms.filter((alarm) => alarm.onWall && takenUp(alarm, calls)).sort(byPressure) ?? none,
    [data, calls],
  )
  const scenesText = scenes.join()
  const stage = useMemo(
    () =>
      waiting.map(({ alarmId, kind }) => ({
        alarmId,
        scene: scenesText.split(',').includes(sceneOfAlarm[kind]) ? sceneOfAlarm[kind] : (scenesText.split(',')[0] as WallScene),
      })),
    [waiting, scenesText],
  )
  const loud = useMemo(() => waiting.filter((alarm) => heard(alarm, calls, rules.data?.rules ?? [])), [waiting, calls, rules.data])
  const loudText = loud.map(({ alarmId, escalatedAt }) => `${alarmId}${escalatedAt === null ? '' : '!'}`).join()
  const insistent = loud.some(({ escalatedAt }) => escalatedAt !== null)
  const sounded = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (!sound || loudText === '') {
      sounded.current = new Set()
      return
    }
    // one that is answered while others wait is no news
    const now = new Set(loudText.split(','))
    if ([...now].some((one) => !sounded.current.has(one))) soundAlarm(insistent)
    sounded.current = now
    if (!insistent) return
    const timer = setInterval(() => soundAlarm(true), soundAgainMs)
    return () => clearInterval(timer)
  }, [sound, loudText, insistent])
  const from = role === 'wall' ? 'wall' : 'desk'
  // the service takes so many at once; the rest still waits, and is answered by the next press
  const send = useCallback((ids: readonly number[]) => mutate({ alarms: ids.slice(0, mostAnswered), from }), [mutate, from])
  return { waiting, stage, answer: send, failed: isError, busy: isPending }
}

const drawnMark = (alarmId: number): string => `alarm-${alarmId}-drawn`

/** The moment an alarm came to be drawn, for the measurement of how long that takes; kept as long as the alarm waits. */
export function useDrawnMark(alarms: readonly Alarm[]): void {
  const seen = useRef<ReadonlySet<number>>(new Set())
  useEffect(() => {
    const now = new Set(alarms.map(({ alarmId }) => alarmId))
    const fresh = [...now].filter((alarmId) => !seen.current.has(alarmId))
    for (const alarmId of seen.current) if (!now.has(alarmId)) performance.clearMarks(drawnMark(alarmId))
    seen.current = now
    if (fresh.length === 0) return
    requestAnimationFrame(() => {
      for (const alarmId of fresh) performance.mark(drawnMark(alarmId))
    })
  }, [alarms])
}
