// Patrol routes as map data: sent by a team, and asked for to make other files of them.
import { mutationOptions } from '@tanstack/react-query'
import { callBytes, type Ok } from './client.ts'
import { patrolsChanged, type RouteFilter } from './patrols.ts'
import { send } from './upload.ts'

export type RoutesTold = Ok<'fillInPatrolRoutes'>
type Sent = { readonly file: Blob; readonly commit: boolean; readonly team: number; readonly begins: string; readonly ends: string }

/** `onSent` is told how much of the file has arrived, from 0 to 1. */
export const fillInRoutesMutation = (onSent: (part: number) => void) =>
  mutationOptions({
    mutationFn: ({ file, commit, ...query }: Sent) =>
      send('fillInPatrolRoutes', { query: { ...query, team: String(query.team), commit: commit ? 'yes' : 'no' }, file }, onSent),
    onSettled: (_told, _error, { commit }, _before, { client }) => (commit ? patrolsChanged(client) : undefined),
  })

export const routeMap = (filter: RouteFilter): Promise<Uint8Array> =>
  callBytes('patrolRouteFile', { query: { ...filter, format: 'geojson' } })
