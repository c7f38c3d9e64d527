// GET /api/v1/renovations/file?format=xlsx&stage=consent   the list as a file; small numbers of households are not told exactly
import type { RenovationProperties } from '#contract/renovations.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { hundredthsText } from '#domain/renovation/hundredths.ts'
import type { Handlers } from '../http/handler.ts'
import { harmless, listFile } from '../http/table-file.ts'
import { type RenovationRow, renovationList } from './queries.ts'

/** Field → heading in Chinese and in English, in the order of the columns. */
const columns = {
  code: ['编号', 'Number'],
  name: ['小区', 'Compound'],
  nameEn: ['英文名', 'English name'],
  communityCode: ['社区编码', 'Community code'],
  renovationClass: ['改造类别', 'Class'],
  stage: ['阶段', 'Stage'],
  stageSince: ['自', 'Since'],
  entitledHouseholds: ['应表决户数', 'Entitled households'],
  votedHouseholds: ['参与户数', 'Households that voted'],
  consentingHouseholds: ['同意户数', 'Consenting households'],
  liftVotes: ['加装电梯表决数', 'Lift votes'],
  liftVotesCarried: ['其中通过', 'Of these carried'],
  startedOn: ['开工日期', 'Work began'],
  acceptedOn: ['验收日期', 'Accepted'],
  plannedYuan: ['计划资金（元）', 'Planned (yuan)'],
  spentYuan: ['已支出（元）', 'Spent (yuan)'],
  items: ['改造内容（完成/计划）', 'Items (done/planned)'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

const stages: Readonly<Record<RenovationRow['stage'], string>> = {
  candidate: '候选',
  bodySetUp: '成立自管组织',
  wishList: '征集意愿清单',
  consent: '征求同意',
  filed: '上报立项',
  underConstruction: '施工中',
  accepted: '竣工验收',
  afterCare: '长效管护',
}
const classes: Readonly<Record<RenovationRow['renovationClass'], string>> = { basic: '基础类', improve: '完善类', upgrade: '提升类' }
const mostRows = 20_000

function said(row: Omit<RenovationRow, 'geometry'>, chinese: boolean): Readonly<Record<keyof typeof columns, string>> {
  const item = ({ name, nameEn, done, quantity, unit, unitEn }: RenovationProperties['items'][number]): string =>
    chinese ? `${name} ${done}/${quantity} ${unit}` : `${nameEn} ${done}/${quantity} ${unitEn}`
  return {
    code: `R${row.renovationProjectId}`,
    name: row.name,
    nameEn: row.nameEn,
    communityCode: row.communityCode,
    renovationClass: chinese ? classes[row.renovationClass] : row.renovationClass,
    stage: chinese ? stages[row.stage] : row.stage,
    stageSince: row.stageSince,
    entitledHouseholds: String(toldCount(row.entitledHouseholds)),
    votedHouseholds: String(toldCount(row.votedHouseholds)),
    consentingHouseholds: String(toldCount(row.consentingHouseholds)),
    liftVotes: String(row.liftVotes),
    liftVotesCarried: String(row.liftVotesCarried),
    startedOn: row.startedOn ?? '',
    acceptedOn: row.acceptedOn ?? '',
    plannedYuan: hundredthsText(row.plannedCents),
    spentYuan: hundredthsText(row.spentCents),
    items: row.items.map(item).join(chinese ? '；' : '; '),
  }
}

export const fileHandlers: Pick<Handlers, 'renovationFile'> = {
  renovationFile: async ({ db, subdistrict, query: { format, language, ...filter }, now }) => {
    const today = calendarDay(now)
    const found = await renovationList(db, subdistrict, { ...filter, limit: mostRows })
    const chinese = language === 'zh-CN'
    const names = Object.keys(columns) as (keyof typeof columns)[]
    return listFile({
      name: `renovations-${today}`,
      format,
      features: () =>
        found.map(({ geometry, ...row }) => ({ type: 'Feature', geometry, properties: { ...row, ...masked(row), asOf: today } })),
      lines: () => [
        names.map((name) => columns[name][chinese ? 0 : 1]),
        ...found.map((row) => {
          const fields = said(row, chinese)
          return names.map((name) => harmless(fields[name]))
        }),
      ],
    })
  },
}

const masked = ({ entitledHouseholds, votedHouseholds, consentingHouseholds }: Omit<RenovationRow, 'geometry'>) => ({
  entitledHouseholds: toldCount(entitledHouseholds),
  votedHouseholds: toldCount(votedHouseholds),
  consentingHouseholds: toldCount(consentingHouseholds),
})
