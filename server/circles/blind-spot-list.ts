// Places beyond the circle, with their names, as a list and as a file.
import { toldCount } from '#domain/privacy/small-count.ts'
import { blindSpots } from '#domain/walk/blind-spots.ts'
import { toLngLat } from '#domain/walk/network.ts'
import type { Queryable } from '../db/queryable.ts'
import { harmless, listFile } from '../http/table-file.ts'
import type { Own } from './figures.ts'
import type { Model } from './model.ts'
import { buildingNames } from './queries.ts'

export async function blindSpotsOf(
  db: Queryable,
  subdistrict: string,
  model: Model,
  own: Own,
  metres: Float64Array,
  within: number,
  limit: number,
) {
  const beyond = model.buildings.filter((building, index) => building.households > 0 && own(building) && (metres[index] ?? 0) > within)
  const spots = blindSpots(beyond)
  const shown = spots.slice(0, limit)
  const first = shown.flatMap(({ buildings }) => buildings.slice(0, 1))
  const names = new Map((await buildingNames(db, subdistrict, first)).map((one) => [one.id, one]))
  return {
    households: spots.reduce((sum, { households }) => sum + households, 0),
    spots: shown.map(({ buildings, households, residents60Plus, x, y }) => {
      const [lng, lat] = toLngLat(model.network.plane, x, y)
      const named = names.get(buildings[0] ?? 0)
      return {
        name: named?.name ?? '',
        nameEn: named?.nameEn ?? '',
        lng,
        lat,
        households,
        residents60Plus: toldCount(residents60Plus),
        buildings: [...buildings],
      }
    }),
  }
}
type Spots = Awaited<ReturnType<typeof blindSpotsOf>>['spots']

type Language = 'zh-CN' | 'en'
const heads: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': ['序号', '位置', '户数', '60 岁以上', '楼栋数', '经度', '纬度', '楼栋编号'],
  en: ['Rank', 'Place', 'Households', 'Residents 60+', 'Buildings', 'Longitude', 'Latitude', 'Building numbers'],
}
const digits = 6
const degrees = (value: number) => value.toFixed(digits)

type Asked = {
  readonly format: 'xlsx' | 'csv' | 'geojson'
  readonly language: Language
  readonly minutes: number
  readonly profile: string
}

/** The whole list as a file whose name says what was asked. */
export function spotFile(spots: Spots, { format, language, minutes, profile }: Asked, dataTime: string | null) {
  return listFile({
    name: `blind-spots-${minutes}min-${profile}`,
    format,
    features: () =>
      spots.map(({ lng, lat, ...properties }, at) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [Number(degrees(lng)), Number(degrees(lat))] },
        properties: { rank: at + 1, ...properties, minutes, profile, dataTime },
      })),
    lines: () => [
      heads[language],
      ...spots.map((spot, at) => [
        String(at + 1),
        harmless(language === 'en' ? spot.nameEn : spot.name),
        String(spot.households),
        String(spot.residents60Plus),
        String(spot.buildings.length),
        degrees(spot.lng),
        degrees(spot.lat),
        spot.buildings.join(' '),
      ]),
    ],
  })
}
