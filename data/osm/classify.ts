// Which tags make a way or an area one of our things. Words on the right are ours (DOMAIN b), tags are OpenStreetMap's.
import type { Tags } from './element.ts'

export type RoadKind = {
  readonly roadClass: string
  readonly walkable: boolean
  readonly footAccess: 'yes' | 'private' | 'no'
  readonly steps: boolean
}

const roadClasses: Readonly<Record<string, string>> = {
  motorway: 'motorway',
  motorway_link: 'motorway',
  trunk: 'trunk',
  trunk_link: 'trunk',
  primary: 'primary',
  primary_link: 'primary',
  secondary: 'secondary',
  secondary_link: 'secondary',
  tertiary: 'tertiary',
  tertiary_link: 'tertiary',
  unclassified: 'residential',
  residential: 'residential',
  living_street: 'residential',
  road: 'residential',
  service: 'service',
  track: 'service',
  pedestrian: 'pedestrian',
  footway: 'path',
  path: 'path',
  cycleway: 'path',
  bridleway: 'path',
  corridor: 'path',
  steps: 'steps',
}
const railways = new Set(['rail', 'light_rail', 'tram', 'narrow_gauge', 'funicular', 'monorail'])
const withoutFootway = new Set(['motorway', 'trunk'])

/** The road a way is, or undefined when it is none that is drawn. */
export function roadKind(tags: Tags): RoadKind | undefined {
  const highway = tags.highway
  if (highway === undefined) {
    return railways.has(tags.railway ?? '') ? { roadClass: 'rail', walkable: false, footAccess: 'no', steps: false } : undefined
  }
  const roadClass = roadClasses[highway]
  if (roadClass === undefined || tags.area === 'yes') return undefined
  const footAccess = footAccessOf(tags, highway)
  return { roadClass, walkable: footAccess !== 'no', footAccess, steps: roadClass === 'steps' }
}

function footAccessOf(tags: Tags, highway: string): RoadKind['footAccess'] {
  const foot = tags.foot
  if (foot !== undefined) return foot === 'no' || foot === 'use_sidepath' ? 'no' : foot === 'private' ? 'private' : 'yes'
  if (withoutFootway.has(highway.replace('_link', '')) && !['both', 'left', 'right', 'yes'].includes(tags.sidewalk ?? '')) return 'no'
  if (tags.access === 'no') return 'no'
  if (tags.access === 'private') return 'private'
  return (highway === 'cycleway' || highway === 'bridleway') && tags.segregated === 'no' ? 'no' : 'yes'
}

const uses: Readonly<Record<string, readonly string[]>> = {
  residential: [
    'apartments',
    'residential',
    'house',
    'detached',
    'semidetached_house',
    'terrace',
    'bungalow',
    'dormitory',
    'villa',
    'farm',
    'cabin',
  ],
  commercial: ['commercial', 'retail', 'office', 'hotel', 'supermarket', 'kiosk', 'shop'],
  public: [
    'public',
    'civic',
    'government',
    'school',
    'kindergarten',
    'university',
    'college',
    'hospital',
    'church',
    'chapel',
    'cathedral',
    'mosque',
    'temple',
    'train_station',
    'fire_station',
    'sports_hall',
    'stadium',
    'museum',
  ],
  industrial: ['industrial', 'warehouse', 'manufacture', 'factory'],
}
const useOf = new Map(Object.entries(uses).flatMap(([use, values]) => values.map((value) => [value, use])))

/** The use of a building, 'other' where the map only says that it is one; undefined for what is no building. */
export function buildingUse(tags: Tags): string | undefined {
  const building = tags.building
  if (building === undefined || building === 'no') return undefined
  return (
    useOf.get(building) ??
    (tags.amenity === 'school' || tags.amenity === 'hospital' ? 'public' : tags.shop || tags.office ? 'commercial' : 'other')
  )
}

/** Still or running water with an area. */
export function waterArea(tags: Tags): string | undefined {
  if (tags.natural === 'water') {
    if (['river', 'canal', 'stream'].includes(tags.water ?? '')) return 'river'
    return ['pond', 'basin', 'fountain', 'reflecting_pool'].includes(tags.water ?? '') ? 'pool' : 'lake'
  }
  if (tags.waterway === 'riverbank' || tags.waterway === 'dock') return 'river'
  return tags.landuse === 'reservoir' || tags.landuse === 'basin' ? 'lake' : tags.leisure === 'swimming_pool' ? 'pool' : undefined
}

/** The line of a river or stream. */
export function waterLine(tags: Tags): string | undefined {
  if (tags.tunnel !== undefined && tags.tunnel !== 'no') return undefined
  if (tags.waterway === 'river' || tags.waterway === 'canal') return 'river'
  return tags.waterway === 'stream' || tags.waterway === 'ditch' || tags.waterway === 'drain' ? 'stream' : undefined
}

const greens: Readonly<Record<string, string>> = {
  'leisure=park': 'park',
  'leisure=garden': 'park',
  'leisure=nature_reserve': 'wood',
  'leisure=pitch': 'pitch',
  'leisure=track': 'pitch',
  'leisure=playground': 'park',
  'leisure=golf_course': 'grass',
  'landuse=forest': 'wood',
  'landuse=grass': 'grass',
  'landuse=meadow': 'grass',
  'landuse=village_green': 'grass',
  'landuse=recreation_ground': 'park',
  'landuse=cemetery': 'cemetery',
  'landuse=farmland': 'farmland',
  'landuse=orchard': 'farmland',
  'landuse=vineyard': 'farmland',
  'landuse=allotments': 'farmland',
  'natural=wood': 'wood',
  'natural=scrub': 'wood',
  'natural=grassland': 'grass',
  'natural=heath': 'grass',
  'amenity=grave_yard': 'cemetery',
  'place=square': 'square',
}

export function greenKind(tags: Tags): string | undefined {
  for (const key of ['leisure', 'landuse', 'natural', 'amenity', 'place']) {
    const kind = greens[`${key}=${tags[key]}`]
    if (kind) return kind
  }
  return tags.area === 'yes' && (tags.highway === 'pedestrian' || tags.highway === 'footway') ? 'square' : undefined
}

/** Whether a closed way or multipolygon relation is one of the areas we keep. */
export const isArea = (tags: Tags) => buildingUse(tags) !== undefined || waterArea(tags) !== undefined || greenKind(tags) !== undefined

export const nameOf = (tags: Tags) => tags['name:zh'] ?? tags['name:zh-Hans'] ?? tags.name ?? ''
export const englishNameOf = (tags: Tags) => tags['name:en'] ?? tags.int_name ?? tags.name ?? ''

/** A count written in a tag, such as `building:levels`, when it is a plain number in the range. */
export function numberOf(text: string | undefined, most: number): number | null {
  const number = Number.parseFloat(text ?? '')
  return Number.isFinite(number) && number > 0 && number <= most ? number : null
}
