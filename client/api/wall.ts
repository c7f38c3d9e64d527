// Key and fetcher of what a wall shows. It is asked for again now and then by itself; the live stream asks sooner (live.ts).
import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { type BodyInput, type CallInput, call, type Ok } from './client.ts'

const second = 1000
const minute = 60 * second

/** So often what nothing tells of is looked at again. */
const lookEvery = minute

type WallCall =
  | 'wallFigures'
  | 'wallPatrols'
  | 'wallRenovation'
  | 'wallBorders'
  | 'alarms'
  | 'alarmRules'
  | 'wallSetting'
  | 'wallDisplays'
  | 'wallPlace'

/** What holds for one version of the data is looked at as often as the rest: a wall that stands on it for an hour must know that it is still so. */
export const watchedByWall = <T extends object>(query: T) => ({ ...query, refetchInterval: lookEvery })

/** A wall is nobody: what it asks by itself says nothing about anybody being there. */
const watched = <Id extends WallCall>(id: Id, input: CallInput<Id>, key: readonly unknown[] = []) =>
  queryOptions<Ok<Id>, Error, Ok<Id>, readonly unknown[]>({
    queryKey: [id, ...key],
    queryFn: ({ signal }) => call(id, { ...input, signal, background: true }),
    staleTime: lookEvery / 2,
    refetchInterval: lookEvery,
    placeholderData: keepPreviousData,
  })

export const wallFiguresQuery = () => watched('wallFigures', {})
export const wallPatrolsQuery = () => watched('wallPatrols', {})
export const wallRenovationQuery = () => watched('wallRenovation', {})
export const wallBordersQuery = () => watched('wallBorders', {})
export const wallSettingQuery = (display: number | null) =>
  watched('wallSetting', { query: display === null ? {} : { display } }, [display])
export const wallDisplaysQuery = () => watched('wallDisplays', {})
export const alarmRulesQuery = () => watched('alarmRules', {})
export const alarmsQuery = (state: 'waiting' | 'open' | 'all' = 'waiting') => watched('alarms', { query: { state } }, [state])

export type PlaceAsked = { readonly grid?: string; readonly compound?: number; readonly building?: number }
export const wallPlaceQuery = (of: PlaceAsked) => watched('wallPlace', { query: of }, [of])

type IssuesAsked = NonNullable<CallInput<'issues'>['query']>
type BuildingsAsked = NonNullable<CallInput<'buildings'>['query']>
/** The list behind a number. */
export const behindIssuesQuery = (of: IssuesAsked) =>
  queryOptions({
    queryKey: ['issues', 'behind', of],
    queryFn: ({ signal }) => call('issues', { query: { limit: 200, ...of }, signal, background: true }),
    staleTime: 20 * second,
  })
/** No sub-district has more in a week. */
const mostReplayPages = 20
const replayEvery = 10 * minute
/** All issues of some days, to be shown one after the other. It tells of days, so it need not follow every change. */
export const replayedIssuesQuery = (days: Pick<IssuesAsked, 'from' | 'to'>) =>
  queryOptions({
    queryKey: ['replayedIssues', days],
    queryFn: async ({ signal }) => {
      const page = (after: string | null) =>
        call('issues', { query: { ...days, onWall: 'yes', limit: 1000, ...(after !== null && { after }) }, signal, background: true })
      const first = await page(null)
      const features = [...first.features]
      for (let { next } = first, pages = 1; next !== null && pages < mostReplayPages; pages++) {
        const more = await page(next)
        features.push(...more.features)
        next = more.next
      }
      return { asOf: first.asOf, features }
    },
    staleTime: replayEvery,
    refetchInterval: replayEvery,
  })
export const behindBuildingsQuery = (of: BuildingsAsked) =>
  queryOptions({
    queryKey: ['buildings', 'behind', of],
    queryFn: ({ signal }) => call('buildings', { query: { ...of, limit: 200 }, signal, background: true }),
    staleTime: minute,
  })

export const pairPhoto = (project: number, pair: number, side: 'before' | 'after'): string =>
  `/api/v1/renovations/${project}/photos/${pair}/${side}`

export const acknowledgeMutation = () =>
  mutationOptions({ mutationFn: (body: BodyInput<'acknowledgeAlarms'>) => call('acknowledgeAlarms', { body }) })
export const beginPairingMutation = () => mutationOptions({ mutationFn: () => call('beginWallPairing', {}) })
export const pairMutation = () => mutationOptions({ mutationFn: (code: string) => call('pairWall', { body: { code } }) })
export const steerMutation = (display: number) =>
  mutationOptions({ mutationFn: (body: BodyInput<'steerWall'>) => call('steerWall', { params: { id: display }, body }) })
export const changeSettingMutation = (display: number) =>
  mutationOptions({ mutationFn: (body: BodyInput<'changeWallSetting'>) => call('changeWallSetting', { params: { id: display }, body }) })
export const changeRulesMutation = () =>
  mutationOptions({ mutationFn: (body: BodyInput<'changeAlarmRules'>) => call('changeAlarmRules', { body }) })
