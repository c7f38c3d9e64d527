// What the columns of a file mean, guessed from the words of its header, and from what was decided for earlier files.
// A guess is only proposed: a person looks at it beside the first rows before anything is checked.
import { type IntakeField, intakeFields } from './intake-words.ts'

/** The field → the place of its column. */
export type Columns = Readonly<Partial<Record<IntakeField, number>>>

/** A header word without blanks, case, brackets and their content: “工单编号（必填）” and “工单编号” are the same. */
export const headerWord = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|\[.*?\]|【.*?】/g, '')
    .replace(/[\s_\-:*./]/g, '')

/** In the order of how well they fit. */
const words: Readonly<Record<IntakeField, readonly string[]>> = {
  ticketNumber: [
    '工单编号',
    '工单号',
    '热线编号',
    '受理编号',
    '诉求编号',
    '事件编号',
    '案件编号',
    '流水号',
    '编号',
    'ticketnumber',
    'uniquekey',
    'servicerequestid',
    'ticketid',
    'id',
  ],
  reportedAt: [
    '受理时间',
    '来电时间',
    '诉求时间',
    '上报时间',
    '登记时间',
    '创建时间',
    '发生时间',
    '受理日期',
    'reportedat',
    'createddate',
    'requesteddatetime',
    'createdat',
    'opened',
    'date',
  ],
  item: [
    '诉求类别',
    '问题类别',
    '诉求类型',
    '问题类型',
    '事项分类',
    '三级分类',
    '二级分类',
    '事项',
    '类别',
    '分类',
    'item',
    'complainttype',
    'servicename',
    'category',
    'type',
  ],
  description: ['诉求内容', '问题描述', '工单内容', '诉求描述', '事件描述', '内容', '描述', 'description', 'descriptor', 'details'],
  address: [
    '事发地址',
    '诉求地址',
    '问题地址',
    '发生地址',
    '事发地点',
    '详细地址',
    '地点',
    '地址',
    '位置',
    'address',
    'incidentaddress',
    'location',
  ],
  lng: ['经度', 'lng', 'lon', 'long', 'longitude', 'x坐标'],
  lat: ['纬度', 'lat', 'latitude', 'y坐标'],
  closedAt: ['办结时间', '结案时间', '完成时间', '办结日期', '归档时间', 'closedat', 'closeddate', 'completedat'],
}

/** Columns that hold who somebody is. What is in them is not read in at all. */
const personal =
  /姓名|联系人|诉求人|来电人|投诉人|举报人|当事人|联系方式|联系电话|来电号码|电话|手机|身份证|证件号|微信|邮箱|reporter|caller|firstname|lastname|fullname|contact|phone|mobile|telephone|email/
export const isPersonal = (header: string): boolean => personal.test(headerWord(header))

/** The columns of a header by its words; a column means one thing, and personal ones mean nothing. */
export function proposeColumns(header: readonly string[]): Columns {
  const plain = header.map((text) => (isPersonal(text) ? '' : headerWord(text)))
  const columns: Partial<Record<IntakeField, number>> = {}
  const taken = new Set<number>()
  for (const field of intakeFields) {
    const at = words[field].map((word) => plain.findIndex((text, index) => text === word && !taken.has(index))).find((index) => index >= 0)
    if (at === undefined) continue
    columns[field] = at
    taken.add(at)
  }
  return columns
}

/** The columns of an earlier mapping (field → header word) in this header, or null where one of its columns is missing. */
export function columnsOf(header: readonly string[], saved: Readonly<Partial<Record<IntakeField, string>>>): Columns | null {
  const plain = header.map(headerWord)
  const columns: Partial<Record<IntakeField, number>> = {}
  for (const field of intakeFields) {
    const word = saved[field]
    if (word === undefined) continue
    const at = plain.indexOf(headerWord(word))
    if (at < 0) return null
    columns[field] = at
  }
  return Object.keys(columns).length === 0 ? null : columns
}
