// Plans of stations that are kept, the states of a station, and blind spots as a file.
import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { addressOf, type CallInput, call } from './client.ts'
import { operations } from './operations.ts'
import type { Scope, Walk } from './queries.ts'

export const scenariosQuery = ({ subdistrict }: Scope) =>
  queryOptions({
    queryKey: ['walkScenarios', subdistrict],
    queryFn: ({ signal }) => call('walkScenarios', { query: { subdistrict }, signal }),
  })
export const keepScenarioMutation = ({ subdistrict }: Scope) =>
  mutationOptions({
    mutationFn: (body: { name: string; changes: string }) => call('keepWalkScenario', { query: { subdistrict }, body }),
  })
type Kept = { readonly walkScenarioId: number; readonly version: number }
export const removeScenarioMutation = ({ subdistrict }: Scope) =>
  mutationOptions({
    mutationFn: ({ walkScenarioId, version }: Kept) =>
      call('removeWalkScenario', { params: { id: walkScenarioId }, query: { subdistrict, version } }),
  })
export const changeScenarioMutation = ({ subdistrict }: Scope) =>
  mutationOptions({
    mutationFn: ({ walkScenarioId, version, name, changes }: Kept & { readonly name: string; readonly changes: string }) =>
      call('changeWalkScenario', { params: { id: walkScenarioId }, query: { subdistrict }, body: { version, name, changes } }),
  })

export const stationStatesQuery = ({ subdistrict, version }: Scope, id: number) =>
  queryOptions({
    queryKey: ['stationStates', subdistrict, id, version],
    queryFn: ({ signal }) => call('stationStates', { params: { id }, query: { subdistrict }, signal }),
  })
type State = NonNullable<CallInput<'changeStationState'>['body']>
export const changeStationStateMutation = ({ subdistrict }: Scope, id: number) =>
  mutationOptions({ mutationFn: (body: State) => call('changeStationState', { params: { id }, query: { subdistrict }, body }) })

export const blindSpotFileAddress = (format: 'xlsx' | 'csv' | 'geojson', language: 'zh-CN' | 'en', of: Walk): string =>
  addressOf(operations.blindSpotFile.path, {}, { format, language, ...of })
