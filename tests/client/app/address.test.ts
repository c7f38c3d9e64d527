import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { issueClasses, stationKinds } from '#contract/words.ts'
import { coverageKinds } from '#domain/coverage/coverage-kinds.ts'
import { walkProfiles } from '#domain/walk/profile.ts'
import type { StationChange } from '#domain/walk/station-changes.ts'
import { type Address, emptyAddress, formatAddress, parseAddress, periods } from '../../../client/app/address.ts'
import { rounded } from '../../../client/map/camera.ts'
import { circleViews, heatViews } from '../../../client/map/layer.ts'
import { layerKeys } from '../../../client/map/layer-keys.ts'
import type { Selection } from '../../../client/map/selection.ts'

const id = fc.integer({ min: 1, max: 1e12 })
const selection: fc.Arbitrary<Selection | null> = fc.oneof(
  fc.constant(null),
  fc.constantFrom<Selection>(
    { kind: 'counted', by: { kind: 'grid', code: '510123001001001' } },
    { kind: 'counted', by: { kind: 'cell', cellZoom: 18, x: 206_000, y: 154_001 } },
  ),
  fc.integer({ min: 1e14, max: 999_999_999_999_999 }).map((code): Selection => ({ kind: 'grid', code: String(code) })),
  fc.tuple(fc.constantFrom('building', 'compound', 'station', 'patrol', 'issue'), id).map(([kind, id]): Selection => ({ kind, id })),
  fc.tuple(id, fc.constantFrom('解放路', 'a:b', '', 'R & D %')).map(([id, name]): Selection => ({ kind: 'road', id, name })),
)
const camera = fc
  .record({
    zoom: fc.double({ min: 0, max: 22, noNaN: true }),
    lat: fc.double({ min: -84, max: 84, noNaN: true }),
    lng: fc.double({ min: -179, max: 179, noNaN: true }),
    bearing: fc.integer({ min: -180, max: 180 }),
    pitch: fc.integer({ min: 0, max: 60 }),
  })
  .map(rounded)

const address: fc.Arbitrary<Address> = fc.record({
  camera: fc.option(camera),
  layers: fc.subarray([...layerKeys]),
  selection,
  language: fc.constantFrom('zh-CN', 'en'),
  theme: fc.option(fc.constantFrom('light', 'dark')),
  coverageKind: fc.constantFrom(...coverageKinds),
  periodDays: fc.constantFrom(...periods),
  classes: fc.subarray([...issueClasses]),
  per: fc.constantFrom('raw', 'households'),
  heatView: fc.constantFrom(...heatViews),
  walk: fc.constantFrom(...walkProfiles),
  straight: fc.boolean(),
  circleView: fc.constantFrom(...circleViews),
  stationKinds: fc.subarray([...stationKinds]),
  walkDay: fc.option(fc.constantFrom('2026-02-28', '2027-03-01')),
  openAt: fc.option(fc.constantFrom('07:30', '19:30')),
  plan: fc.subarray<StationChange>([
    { change: 'open', lng: 108.03612, lat: 30.51744, openingHours: '08:30-18:00' },
    { change: 'close', serviceStationId: 7 },
    { change: 'hours', serviceStationId: 8, openingHours: '09:00-12:00,14:00-21:00' },
  ]),
  tried: fc.option(fc.record({ lng: fc.constantFrom(108.03612, -0.5), lat: fc.constantFrom(30.51744, 12) })),
  range: fc.option(fc.constantFrom({ from: '2026-02-28', to: '2026-03-01' }, { from: '2026-11-20', to: '2026-11-20' })),
})

describe('the address of the map page', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(address, (value) => {
        expect(parseAddress(formatAddress(value))).toEqual(value)
      }),
      { seed: 20261122 },
    )
  })
  it('is empty for the first view', () => {
    expect(formatAddress(emptyAddress)).toBe('')
    expect(parseAddress('')).toEqual(emptyAddress)
  })
  it('keeps "no layers" apart from "layers as by default"', () => {
    expect(parseAddress('?layers=').layers).toEqual([])
  })
  it('is readable: no escapes for slashes, colons and commas', () => {
    const text = formatAddress({
      ...emptyAddress,
      camera: { zoom: 15.2, lat: 30.66912, lng: 104.06512, bearing: 0, pitch: 0 },
      layers: ['grids', 'heat'],
      selection: { kind: 'grid', code: '510123001001001' },
    })
    expect(text).toBe('?at=15.2/30.66912/104.06512&layers=grids,heat&pick=grid:510123001001001')
  })
  it('ignores what is not valid', () => {
    for (const bad of [
      '?at=99/1/1',
      '?at=15/abc/3',
      '?at=15/3',
      '?at=15//3',
      '?pick=grid:12',
      '?pick=building:-1',
      '?pick=building:1e5',
      '?pick=castle:7',
      '?period=31',
      '?class=war',
      '?per=capita',
      '?lang=xx',
      '?theme=neon',
      '?unknown=1',
      '?at=%E0%A4%A',
    ])
      expect(parseAddress(bad), bad).toEqual(emptyAddress)
  })
})
