/** What stands on each plot of ground: schools, hospital and the like take the fittest plot near where the plan wants them. */
import type { XY } from '#domain/geo/local-plane.ts'
import { dominantAngle, interiorPoint, orientedExtent, type Ring, signedArea } from '#domain/geo/ring.ts'
import { distance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import type { Zone } from './zones.ts'

export type PublicUse = 'school' | 'hospital' | 'office' | 'market' | 'mall' | 'bus' | 'stadium' | 'square' | 'garden' | 'care'
export type PlotUse = 'towers' | 'slabs' | 'courtyard' | 'houses' | 'hamlet' | 'factory' | 'field' | 'wood' | 'park' | 'bank' | PublicUse

export interface Plot {
  readonly id: number
  readonly ring: Ring
  readonly zone: Zone
  readonly area: number
  readonly centre: XY
  /** inside the outer border */
  readonly inside: boolean
  readonly use: PlotUse
  /** name of the public place on it, '' otherwise */
  readonly title: string
  readonly titleEn: string
}

interface Wish {
  readonly use: PublicUse
  readonly at: XY
  readonly area: readonly [number, number]
  readonly title: string
  readonly titleEn: string
}

const WISHES: readonly Wish[] = [
  { use: 'school', at: [300, 860], area: [24_000, 52_000], title: '砚溪中学', titleEn: 'Yanxi Middle School' },
  { use: 'school', at: [-750, -450], area: [13_000, 30_000], title: '砚溪第二中学', titleEn: 'Yanxi No. 2 Middle School' },
  { use: 'school', at: [180, -330], area: [5_500, 14_000], title: '老城小学', titleEn: 'Old Town Primary School' },
  { use: 'school', at: [-300, 830], area: [10_000, 22_000], title: '溪东小学', titleEn: 'Xidong Primary School' },
  { use: 'school', at: [1050, 300], area: [15_000, 40_000], title: '新城小学', titleEn: 'Xincheng Primary School' },
  { use: 'school', at: [-1100, 100], area: [10_000, 24_000], title: '河湾小学', titleEn: 'Hewan Primary School' },
  { use: 'school', at: [700, -700], area: [9_000, 22_000], title: '南禾小学', titleEn: 'Nanhe Primary School' },
  { use: 'hospital', at: [-420, 560], area: [11_000, 26_000], title: '砚溪人民医院', titleEn: 'Yanxi People’s Hospital' },
  { use: 'hospital', at: [750, -420], area: [9_000, 18_000], title: '砚溪中医院', titleEn: 'Yanxi Hospital of Chinese Medicine' },
  { use: 'office', at: [120, 620], area: [18_000, 42_000], title: '砚溪街道办事处', titleEn: 'Yanxi Sub-district Office' },
  { use: 'office', at: [600, 520], area: [18_000, 42_000], title: '政务服务大厅', titleEn: 'Government Service Hall' },
  { use: 'square', at: [-10, 480], area: [6_000, 16_000], title: '墨池广场', titleEn: 'Mochi Square' },
  { use: 'market', at: [60, -220], area: [3_200, 9_000], title: '老街农贸市场', titleEn: 'Laojie Food Market' },
  { use: 'market', at: [-850, 80], area: [6_000, 15_000], title: '河湾农贸市场', titleEn: 'Hewan Food Market' },
  { use: 'market', at: [820, -560], area: [6_000, 15_000], title: '南禾农贸市场', titleEn: 'Nanhe Food Market' },
  { use: 'mall', at: [380, 500], area: [11_000, 40_000], title: '青禾商场', titleEn: 'Qinghe Shopping Centre' },
  { use: 'mall', at: [-120, 400], area: [8_000, 20_000], title: '桥北百货', titleEn: 'Qiaobei Department Store' },
  { use: 'bus', at: [1080, 700], area: [11_000, 34_000], title: '砚溪汽车客运站', titleEn: 'Yanxi Bus Station' },
  { use: 'stadium', at: [820, 700], area: [18_000, 46_000], title: '砚溪体育场', titleEn: 'Yanxi Stadium' },
  { use: 'garden', at: [450, 300], area: [9_000, 24_000], title: '滨河公园', titleEn: 'Binhe Park' },
  { use: 'garden', at: [-1000, -330], area: [8_000, 20_000], title: '柳岸公园', titleEn: 'Liu’an Park' },
  { use: 'garden', at: [950, 130], area: [14_000, 40_000], title: '荷塘公园', titleEn: 'Hetang Park' },
  { use: 'garden', at: [-350, -80], area: [2_500, 8_000], title: '古榕园', titleEn: 'Gurong Garden' },
  { use: 'care', at: [-450, 900], area: [8_000, 18_000], title: '松鹤养老院', titleEn: 'Songhe Care Home' },
  { use: 'care', at: [700, -950], area: [8_000, 20_000], title: '南山福利院', titleEn: 'Nanshan Welfare Home' },
]

export function plotsOf(grounds: readonly { ring: Ring; zone: Zone; inside: boolean }[], random: Random): Plot[] {
  const slim = grounds.map(({ ring }) => slimness(ring))
  const plots: Plot[] = grounds.map(({ ring, zone, inside }, id) => {
    const area = signedArea(ring)
    return {
      id,
      ring,
      zone,
      inside,
      area,
      centre: interiorPoint(ring),
      use: defaultUse(zone, area, slim[id] ?? 1, random),
      title: '',
      titleEn: '',
    }
  })
  for (const wish of WISHES) {
    let best: Plot | null = null
    let bestScore = 420
    for (const plot of plots) {
      if (!plot.inside || plot.title !== '' || plot.zone === 'bank' || plot.zone === 'park') continue
      if (plot.area < wish.area[0] || plot.area > wish.area[1]) continue
      const score = distance(plot.centre, wish.at) + 260 * ((slim[plot.id] ?? 1) - 1)
      if (score < bestScore) {
        best = plot
        bestScore = score
      }
    }
    if (best !== null) plots[best.id] = { ...best, use: wish.use, title: wish.title, titleEn: wish.titleEn }
  }
  return plots
}

/** Long side over short side of the ground, measured along its main direction. */
function slimness(ring: Ring): number {
  const { along, across } = orientedExtent(ring, dominantAngle(ring))
  const [a, b] = [along[1] - along[0], across[1] - across[0]]
  return Math.max(a, b) / Math.max(1, Math.min(a, b))
}

function defaultUse(zone: Zone, area: number, slim: number, random: Random): PlotUse {
  switch (zone) {
    case 'new':
      return area < 11_000 || random.chance(0.05) ? 'slabs' : random.chance(0.06) ? 'field' : 'towers'
    case 'mid':
      return area < 3_500 || slim > 3.2 ? 'houses' : random.chance(0.9) ? 'slabs' : 'houses'
    case 'old':
      return area > 3_700 && slim < 2 && random.chance(0.5) ? 'courtyard' : 'houses'
    case 'hill':
      return area > 15_000 ? 'hamlet' : 'houses'
    case 'village':
      return area < 16_000 && random.chance(0.3) ? 'houses' : random.chance(0.75) ? 'hamlet' : 'field'
    case 'industry':
      return random.chance(0.76) ? 'factory' : 'field'
    case 'farm':
      return random.chance(0.25) ? 'hamlet' : 'field'
    default:
      return zone
  }
}
