/** Invented names. Every Chinese part carries its pinyin, so that both languages come from one draw. */
import type { Random } from '#domain/random/random.ts'

export interface Name {
  readonly zh: string
  readonly en: string
}

type Part = readonly [zh: string, pinyin: string]

const parts = (text: string): Part[] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair): Part => {
      const [zh = '', pinyin = ''] = pair.split(':')
      return [zh, pinyin]
    })

const FIRST = parts(
  '青:qing 墨:mo 砚:yan 云:yun 溪:xi 柳:liu 松:song 桂:gui 竹:zhu 梅:mei 兰:lan 文:wen 和:he 平:ping 宁:ning 丰:feng 瑞:rui 锦:jin 春:chun 书:shu 明:ming 荷:he 枫:feng 禾:he 稻:dao 翠:cui 景:jing 康:kang 福:fu 泰:tai 晴:qing 望:wang 映:ying 石:shi 双:shuang 永:yong 泉:quan 清:qing 秀:xiu 茶:cha',
)
const SECOND = parts(
  '禾:he 林:lin 溪:xi 塘:tang 泉:quan 井:jing 桥:qiao 湾:wan 园:yuan 坪:ping 岭:ling 阳:yang 风:feng 月:yue 霞:xia 波:bo 屏:ping 田:tian 花:hua 叶:ye 台:tai 亭:ting 荫:yin 泽:ze 谷:gu 池:chi 香:xiang 星:xing 岸:an 庭:ting',
)

const join = (list: readonly Part[]): string => {
  const word = list.reduce((text, [, pinyin]) => text + (text !== '' && /^[aeo]/.test(pinyin) ? '’' : '') + pinyin, '')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

export interface Namer {
  /** two syllables that were not used before by this namer */
  readonly stem: () => Name
  readonly street: (roadClass: string, metres: number) => Name
  readonly compound: (kind: 'towers' | 'slabs' | 'courtyard', year: number) => Name
  readonly person: () => string
}

export function createNamer(random: Random): Namer {
  const used = new Set<string>()
  const fresh = (draw: () => Name): Name => {
    for (let n = 0; ; n++) {
      const name = draw()
      if (!used.has(name.zh) || n > 400) {
        used.add(name.zh)
        return name
      }
    }
  }
  const stemParts = (): Part[] => {
    const a = random.pick(FIRST)
    const rest = SECOND.filter(([zh]) => zh !== a[0])
    return [a, random.pick(rest)]
  }
  const stem = () =>
    fresh(() => {
      const list = stemParts()
      return { zh: list.map(([zh]) => zh).join(''), en: join(list) }
    })
  const courtyards = COURTYARDS.slice()
  return {
    stem,
    street: (roadClass, metres) => {
      const { zh, en } = stem()
      if (roadClass === 'steps') return { zh: `${zh}梯`, en: `${en} Steps` }
      if (roadClass === 'pedestrian') return { zh: `${zh}步行街`, en: `${en} Walk` }
      if (roadClass === 'path' || roadClass === 'service') return { zh: `${zh}巷`, en: `${en} Lane` }
      if (roadClass === 'residential')
        return metres > 260 && random.chance(0.5) ? { zh: `${zh}路`, en: `${en} Road` } : { zh: `${zh}街`, en: `${en} Street` }
      return { zh: `${zh}路`, en: `${en} Road` }
    },
    compound: (kind, year) => {
      if (kind === 'courtyard' && courtyards.length > 0) {
        const [chosen] = courtyards.splice(Math.floor(random.next() * courtyards.length), 1)
        if (chosen !== undefined) return chosen
      }
      const { zh, en } = stem()
      const [suffix, suffixEn] = random.pick(kind === 'towers' ? TOWER_SUFFIX : year > 2000 ? NEW_SUFFIX : OLD_SUFFIX)
      return { zh: zh + suffix, en: `${en} ${suffixEn}` }
    },
    person: () => random.pick(SURNAMES) + (random.chance(0.82) ? random.pick(GIVEN_ONE) + random.pick(GIVEN_TWO) : random.pick(GIVEN_TWO)),
  }
}

const TOWER_SUFFIX: readonly Part[] = [
  ['府', 'Mansion'],
  ['首府', 'Grand Mansion'],
  ['公馆', 'Residence'],
  ['国际城', 'City'],
  ['名邸', 'Court'],
  ['壹号', 'No. 1'],
  ['江岸', 'Riverside'],
  ['华庭', 'Huating'],
]
const NEW_SUFFIX: readonly Part[] = [
  ['花园', 'Garden'],
  ['苑', 'Court'],
  ['家园', 'Homes'],
  ['居', 'Residence'],
  ['雅苑', 'Elegant Court'],
  ['佳苑', 'Fair Court'],
]
const OLD_SUFFIX: readonly Part[] = [
  ['小区', 'Compound'],
  ['新村', 'New Village'],
  ['苑', 'Court'],
  ['花园', 'Garden'],
  ['住宅区', 'Estate'],
  ['小区', 'Compound'],
]

const COURTYARDS: readonly Name[] = (
  [
    ['纺织厂家属院', 'Textile Mill'],
    ['农机厂宿舍', 'Farm Machine Works'],
    ['供销社家属院', 'Supply Co-operative'],
    ['粮站宿舍', 'Grain Station'],
    ['丝厂家属院', 'Silk Mill'],
    ['酒厂家属院', 'Distillery'],
    ['水电站宿舍', 'Hydropower Station'],
    ['运输公司家属院', 'Haulage Company'],
    ['食品公司宿舍', 'Food Company'],
    ['印刷厂家属院', 'Printing Works'],
    ['建筑公司家属院', 'Building Company'],
    ['造纸厂宿舍', 'Paper Mill'],
    ['邮电局家属院', 'Post Office'],
    ['百货公司宿舍', 'Department Store'],
    ['机砖厂家属院', 'Brick Works'],
    ['化肥厂家属院', 'Fertiliser Works'],
    ['林业站宿舍', 'Forestry Station'],
    ['医药公司家属院', 'Pharmaceutical Company'],
    ['二轻局宿舍', 'Light Industry Bureau'],
    ['水泥厂家属院', 'Cement Works'],
    ['农资公司家属院', 'Farm Supplies Company'],
    ['航运社宿舍', 'Boatmen’s Co-operative'],
    ['竹器社家属院', 'Bamboo Co-operative'],
    ['砚台厂家属院', 'Inkstone Works'],
    ['教师宿舍', 'Teachers’'],
    ['五金厂宿舍', 'Hardware Works'],
    ['罐头厂家属院', 'Cannery'],
    ['塑料厂宿舍', 'Plastics Works'],
    ['电影公司家属院', 'Film Company'],
    ['信用社宿舍', 'Credit Co-operative'],
  ] as const
).map(([zh, en]) => ({ zh, en: `${en} Residence` }))

const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤',
]
const GIVEN_ONE = [...'志建国文明德永光正家子晓小春秀玉桂素淑丽美雪红海云天兴立世成宗广显忠义仁远学思']
const GIVEN_TWO = [...'华军强平伟芳英兰梅珍琴霞燕玲萍辉斌峰林波勇刚健康宁福贵祥泉清山川民生良才东南秋冬凤菊容莲蓉芬慧敏静洁婷']

/** Communities by where they lie: metres east and north of the origin. */
export const COMMUNITY_NAMES: readonly { readonly zh: string; readonly en: string; readonly at: readonly [number, number] }[] = [
  { zh: '老码头', en: 'Laomatou', at: [-330, 130] },
  { zh: '墨池', en: 'Mochi', at: [250, 80] },
  { zh: '半边街', en: 'Banbianjie', at: [220, -350] },
  { zh: '书院坝', en: 'Shuyuanba', at: [-330, -340] },
  { zh: '云梯巷', en: 'Yuntixiang', at: [-280, -640] },
  { zh: '石梯坎', en: 'Shitikan', at: [210, -640] },
  { zh: '青石桥', en: 'Qingshiqiao', at: [-650, -260] },
  { zh: '柳岸', en: 'Liu’an', at: [-1000, -480] },
  { zh: '茶亭', en: 'Chating', at: [-800, -850] },
  { zh: '油坊沟', en: 'Youfanggou', at: [-1000, -1150] },
  { zh: '南禾', en: 'Nanhe', at: [700, -620] },
  { zh: '桂花井', en: 'Guihuajing', at: [850, -430] },
  { zh: '砖窑', en: 'Zhuanyao', at: [1200, -950] },
  { zh: '双榕', en: 'Shuangrong', at: [600, -900] },
  { zh: '河湾', en: 'Hewan', at: [-800, 150] },
  { zh: '竹林湾', en: 'Zhulinwan', at: [-1150, 0] },
  { zh: '望砚', en: 'Wangyan', at: [-1120, 330] },
  { zh: '溪西', en: 'Xixi', at: [-520, 600] },
  { zh: '溪东', en: 'Xidong', at: [-200, 700] },
  { zh: '桥北', en: 'Qiaobei', at: [250, 380] },
  { zh: '青禾', en: 'Qinghe', at: [300, 650] },
  { zh: '学府', en: 'Xuefu', at: [250, 900] },
  { zh: '荷塘', en: 'Hetang', at: [950, 150] },
  { zh: '新城', en: 'Xincheng', at: [1000, 500] },
  { zh: '纸坊', en: 'Zhifang', at: [1450, 500] },
  { zh: '麦田', en: 'Maitian', at: [-1500, 300] },
  { zh: '松林坡', en: 'Songlinpo', at: [-900, 1050] },
  { zh: '枫树坪', en: 'Fengshuping', at: [400, 1150] },
  { zh: '晒谷场', en: 'Shaiguchang', at: [-850, 700] },
  { zh: '砚台山', en: 'Yantaishan', at: [-200, -1000] },
]

/** Streets that the plan draws by hand. */
export const MAIN_STREET_NAMES: Readonly<Record<string, Name>> = {
  ring: { zh: '环城路', en: 'Huancheng Road' },
  central: { zh: '砚溪大道', en: 'Yanxi Avenue' },
  west: { zh: '西河路', en: 'Xihe Road' },
  east: { zh: '东亭路', en: 'Dongting Road' },
  northeast: { zh: '荷风路', en: 'Hefeng Road' },
  northwest: { zh: '竹湾路', en: 'Zhuwan Road' },
  southeast: { zh: '桂井路', en: 'Guijing Road' },
  southwest: { zh: '茶亭路', en: 'Chating Road' },
  north: { zh: '青禾路', en: 'Qinghe Road' },
  riverside: { zh: '河湾路', en: 'Hewan Road' },
  oldTown: { zh: '正街', en: 'Zheng Street' },
  foothill: { zh: '山前路', en: 'Shanqian Road' },
  south: { zh: '双榕路', en: 'Shuangrong Road' },
  midNorth: { zh: '学府路', en: 'Xuefu Road' },
  midWest: { zh: '晒谷路', en: 'Shaigu Road' },
  market: { zh: '老街', en: 'Lao Street' },
  hillRoad: { zh: '盘山路', en: 'Panshan Road' },
  hillLoop: { zh: '砚台山环道', en: 'Yantaishan Loop' },
  hillEast: { zh: '石坎路', en: 'Shikan Road' },
  hillWest: { zh: '云梯路', en: 'Yunti Road' },
  hillSouth: { zh: '山南巷', en: 'Shannan Lane' },
  hillSouthEast: { zh: '松坡巷', en: 'Songpo Lane' },
  hillSouthWest: { zh: '梨坡巷', en: 'Lipo Lane' },
  ridgeRoad: { zh: '岭南村道', en: 'Lingnan Village Road' },
  brookRoad: { zh: '麦田村道', en: 'Maitian Village Road' },
  fieldRoad: { zh: '河坝村道', en: 'Heba Village Road' },
  northBank: { zh: '北滨路', en: 'Beibin Road' },
  southBank: { zh: '南滨路', en: 'Nanbin Road' },
  eastRoad: { zh: '东郊路', en: 'Dongjiao Road' },
}
