// The registers of places as this page shows them: what a row says, what narrows the list, which fields a record has.
import {
  buildingUses,
  compoundTypes,
  headStates,
  ownersCommittees,
  partyOrganisations,
  propertyClasses,
  stationKinds,
  stationServices,
  stationStatuses,
} from '#contract/words.ts'
import type { Building, Compound, Station } from '../../../api/places.ts'
import { valueWords } from '../../../app/record-words.ts'
import type { Texts } from '../../../i18n/text.ts'
import type { TextKey } from '../../../i18n/zh-CN.ts'
import { boxOf } from '../../../map/camera.ts'
import type { ListedPoint } from '../../../map/IssueMap.tsx'

export const kinds = ['compound', 'building', 'station'] as const
export type Kind = (typeof kinds)[number]
export type Feature = Compound | Building | Station
export type PlaceRow = ListedPoint & {
  readonly title: string
  readonly second: string
  /** What somebody should see to; empty where nothing is. */
  readonly state: string
  readonly amount: string
  readonly feature: Feature
}

/** m²; a community centre that is smaller is marked (DOMAIN a.4 row 11). */
const areaRule = 400

const dot = (parts: readonly (string | null | false)[]): string => parts.filter(Boolean).join(' · ')

function compoundRow({ properties, geometry }: Compound, texts: Texts): Omit<PlaceRow, 'feature' | 'id'> {
  const { say, name, formats } = texts
  const { buildingHeadCoverage: heads } = properties
  const [west, south, east, north] = boxOf(geometry.coordinates.flat(2) as [number, number][]) ?? [0, 0, 0, 0]
  const vacant = heads.denominator - heads.numerator
  return {
    lng: (west + east) / 2,
    lat: (south + north) / 2,
    lamp: vacant === 0 ? 'none' : 'amber',
    ended: false,
    title: name(properties),
    state: vacant === 0 ? '' : say('places.heads', { numerator: heads.numerator, denominator: heads.denominator }),
    amount: say('building.households.value', { count: formats.number(properties.households) }),
    second: dot([
      say(`legend.compounds.${properties.compoundType}`),
      say(`propertyClass.${properties.propertyClass}`),
      say(`ownersCommittee.${properties.ownersCommittee}`),
      say('places.buildings', { count: properties.buildings }),
      properties.builtYear !== null && say('places.built', { year: properties.builtYear }),
      properties.renovationStage !== null && say(`stage.${properties.renovationStage}`),
    ]),
  }
}

function buildingRow({ properties, geometry }: Building, texts: Texts): Omit<PlaceRow, 'feature' | 'id'> {
  const { say, name, formats } = texts
  const [lng = 0, lat = 0] = geometry.coordinates
  const own = properties.name === '' ? properties.address || say('building.unnamed') : name(properties)
  const compound = properties.compoundName === null ? '' : name({ name: properties.compoundName, nameEn: properties.compoundNameEn ?? '' })
  return {
    lng,
    lat,
    lamp: properties.head === 'missing' ? 'amber' : 'none',
    ended: false,
    title: [compound, own].filter(Boolean).join(' '),
    state: properties.head === 'missing' ? say('building.head.missing') : '',
    amount: properties.households > 0 ? say('building.households.value', { count: formats.number(properties.households) }) : '',
    second: dot([
      say(`buildingUse.${properties.use}`),
      properties.levels !== null && say('places.levels', { count: properties.levels }),
      properties.units > 0 && say('places.units', { count: properties.units }),
      properties.builtYear !== null && say('places.built', { year: properties.builtYear }),
      properties.address === own ? null : properties.address,
    ]),
  }
}

function stationRow({ properties, geometry }: Station, texts: Texts): Omit<PlaceRow, 'feature' | 'id'> {
  const { say, name, formats } = texts
  const [lng = 0, lat = 0] = geometry.coordinates
  const { areaM2, kind, status } = properties
  const small = kind !== 'station' && areaM2 !== null && areaM2 < areaRule
  return {
    lng,
    lat,
    lamp: status === 'closed' ? 'red' : small ? 'amber' : 'none',
    ended: false,
    title: name(properties),
    state: status === 'closed' ? say('station.status.closed') : small ? say('places.areaBelow', { rule: areaRule }) : '',
    amount: areaM2 === null ? '' : say('places.area', { count: formats.number(areaM2) }),
    second: dot([
      say(`legend.stations.${kind}`),
      properties.openingHours,
      properties.services.map((one) => say(`stationService.${one}`)).join(say('register.and')),
    ]),
  }
}

export const idOf = ({ id }: Feature): number => Number(id)

export function rowOf(kind: Kind, feature: Feature, texts: Texts): PlaceRow {
  const said =
    kind === 'compound'
      ? compoundRow(feature as Compound, texts)
      : kind === 'building'
        ? buildingRow(feature as Building, texts)
        : stationRow(feature as Station, texts)
  return { ...said, id: idOf(feature), feature }
}

// ── Filters ──────────────────────────────────────────────────────────────────────────────────────────────────
type Filter = { readonly name: string; readonly all: TextKey; readonly options: readonly string[]; readonly words: string }
export const filters: Readonly<Record<Kind, readonly Filter[]>> = {
  compound: [
    { name: 'type', all: 'places.all.type', options: compoundTypes, words: 'compoundType' },
    { name: 'property', all: 'places.all.property', options: propertyClasses, words: 'propertyClass' },
    { name: 'party', all: 'places.all.party', options: partyOrganisations, words: 'partyOrganisation' },
    { name: 'committee', all: 'places.all.committee', options: ownersCommittees, words: 'ownersCommittee' },
  ],
  building: [
    { name: 'use', all: 'places.all.use', options: buildingUses, words: 'use' },
    { name: 'head', all: 'places.all.head', options: headStates, words: 'head' },
  ],
  station: [
    { name: 'kind', all: 'places.all.kind', options: stationKinds, words: 'kind' },
    { name: 'status', all: 'places.all.status', options: stationStatuses, words: 'status' },
  ],
}
export const optionWords = (filter: Filter, option: string, texts: Texts): string =>
  filter.words === 'head'
    ? texts.say(`building.head.${option as (typeof headStates)[number]}`)
    : filter.words === 'status'
      ? texts.say(`station.status.${option as (typeof stationStatuses)[number]}`)
      : valueWords(filter.words, option, texts)

/** What the address bar says, as far as this register knows it. */
export function filterOf(kind: Kind, parameters: URLSearchParams): Readonly<Record<string, string>> {
  const chosen = filters[kind].flatMap(({ name, options }) => {
    const value = parameters.get(name)
    return value !== null && options.includes(value) ? [[name, value] as const] : []
  })
  const q = parameters.get('q')?.trim().slice(0, 60)
  const community = parameters.get('community')
  return {
    ...Object.fromEntries(chosen),
    ...(q && { q }),
    ...(community !== null && /^\d{12}$/.test(community) && { community }),
  }
}

// ── Fields ───────────────────────────────────────────────────────────────────────────────────────────────────
export type Field =
  | { readonly name: string; readonly input: 'text'; readonly most: number; readonly required?: boolean }
  | { readonly name: string; readonly input: 'number'; readonly least: number; readonly most: number; readonly required?: boolean }
  | { readonly name: string; readonly input: 'choice' | 'choices'; readonly options: readonly string[] }
  | { readonly name: string; readonly input: 'community' | 'compound' | 'units' }

const year: Field = { name: 'builtYear', input: 'number', least: 1800, most: 2199 }
const names: readonly Field[] = [
  { name: 'name', input: 'text', most: 60, required: true },
  { name: 'nameEn', input: 'text', most: 80 },
]
export const fields: Readonly<Record<Kind, readonly Field[]>> = {
  compound: [
    ...names,
    { name: 'compoundType', input: 'choice', options: compoundTypes },
    { name: 'propertyClass', input: 'choice', options: propertyClasses },
    { name: 'partyOrganisation', input: 'choice', options: partyOrganisations },
    { name: 'ownersCommittee', input: 'choice', options: ownersCommittees },
    { name: 'communityCode', input: 'community' },
    year,
  ],
  building: [
    ...names,
    { name: 'address', input: 'text', most: 120 },
    { name: 'compoundId', input: 'compound' },
    { name: 'use', input: 'choice', options: buildingUses },
    { name: 'levels', input: 'number', least: 1, most: 200 },
    year,
    { name: 'households', input: 'number', least: 0, most: 99_999, required: true },
    { name: 'residents60Plus', input: 'number', least: 0, most: 99_999, required: true },
    { name: 'units', input: 'units' },
  ],
  station: [
    ...names,
    { name: 'kind', input: 'choice', options: stationKinds },
    { name: 'areaM2', input: 'number', least: 1, most: 1_000_000 },
    { name: 'openingHours', input: 'text', most: 120 },
    { name: 'services', input: 'choices', options: stationServices },
  ],
}
export const fresh: Readonly<Record<Kind, Readonly<Record<string, unknown>>>> = {
  compound: {
    name: '',
    nameEn: '',
    compoundType: 'compound',
    propertyClass: 'unmanaged',
    partyOrganisation: 'none',
    ownersCommittee: 'none',
    communityCode: '',
    builtYear: null,
  },
  building: {
    name: '',
    nameEn: '',
    address: '',
    compoundId: null,
    use: 'residential',
    levels: null,
    builtYear: null,
    households: 0,
    residents60Plus: 0,
    units: [],
  },
  station: { name: '', nameEn: '', kind: 'station', areaM2: null, openingHours: '', services: [] },
}
export const titles = {
  compound: 'places.title.compounds',
  building: 'places.title.buildings',
  station: 'places.title.stations',
} as const satisfies Record<Kind, TextKey>
