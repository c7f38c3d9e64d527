// The list of posts without a holder as a table that is filled in elsewhere and sent back. Each row names its post by a code that no spreadsheet takes
// for a number, and says how many steps the post had taken when the file was made: if it has taken more since, somebody was there meanwhile.
// Example: B5041 is the head of building 5041, U5041-2 the head of its second unit.
import type { PostPlace } from './posts.ts'

export const fillColumns = [
  { column: 'code', heading: { 'zh-CN': '岗位编码', en: 'Post code' } },
  { column: 'name', heading: { 'zh-CN': '姓名', en: 'Person' } },
  { column: 'phone', heading: { 'zh-CN': '电话', en: 'Phone' } },
  { column: 'selectionRoute', heading: { 'zh-CN': '产生方式', en: 'Selection' } },
  { column: 'termStart', heading: { 'zh-CN': '任期开始', en: 'Term from' } },
  { column: 'termEnd', heading: { 'zh-CN': '任期结束', en: 'Term to' } },
  { column: 'noticeConsent', heading: { 'zh-CN': '同意公示', en: 'Consent to notice' } },
  { column: 'steps', heading: { 'zh-CN': '版本(勿改)', en: 'Version (keep)' } },
] as const
export type FillColumn = (typeof fillColumns)[number]['column']

export const postCode = ({ buildingId, unitNumber }: Pick<PostPlace, 'buildingId' | 'unitNumber'>): string =>
  unitNumber === null ? `B${buildingId}` : `U${buildingId}-${unitNumber}`
