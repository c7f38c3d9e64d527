import { describe, expect, it } from 'vitest'
import { checkRow } from '#domain/intake/check-row.ts'
import { type Place, placeFinder, placeKey } from '#domain/intake/find-place.ts'
import { rowProblems, statusOf } from '#domain/intake/intake-words.ts'
import { cellMasker } from '#domain/intake/mask-cell.ts'
import { problemWords } from '#domain/intake/problem-words.ts'
import { columnsOf, proposeColumns } from '#domain/intake/propose-columns.ts'
import { readTime } from '#domain/intake/read-time.ts'

describe('a time', () => {
  it.each([
    ['2023-12-10 12:05', '2023-12-10T04:05:00.000Z'],
    ['2023/12/10 12:05:30', '2023-12-10T04:05:30.000Z'],
    ['2023-12-10T12:05:30.000', '2023-12-10T04:05:30.000Z'],
    ['2023-12-10T12:05:30Z', '2023-12-10T12:05:30.000Z'],
    ['2023-12-10T12:05:30+0100', '2023-12-10T11:05:30.000Z'],
    ['2023年12月10日 12时05分', '2023-12-10T04:05:00.000Z'],
    ['2023年1月2日9时5分', '2023-01-02T01:05:00.000Z'],
    ['20231210120530', '2023-12-10T04:05:30.000Z'],
    ['２０２３－１２－１０', '2023-12-09T16:00:00.000Z'],
  ])('%s is read', (text, instant) => expect(readTime(text)).toBe(instant))

  it.each(['', '03/04/2023', '2023-02-30', '2023-12-10 25:00', '12:05', 'yesterday', '45270.5', '1023-01-01'])(
    '%s is not guessed',
    (text) => expect(readTime(text)).toBeNull(),
  )
})

describe('columns', () => {
  it('are proposed by the words of the header, in both languages, and never where people are named', () => {
    expect(proposeColumns(['序号', '工单编号（必填）', '联系电话', '受理时间', '诉求类别', '事发地址'])).toEqual({
      ticketNumber: 1,
      reportedAt: 3,
      item: 4,
      address: 5,
    })
    expect(
      proposeColumns(['unique_key', 'created_date', 'complaint_type', 'Latitude', 'Longitude', 'closed_date', 'caller_phone']),
    ).toEqual({
      ticketNumber: 0,
      reportedAt: 1,
      item: 2,
      lat: 3,
      lng: 4,
      closedAt: 5,
    })
  })
  it('of an earlier file are found again wherever they stand, or not at all', () => {
    const saved = { ticketNumber: '编号', item: '类别' }
    expect(columnsOf(['类别', 'x', '编号'], saved)).toEqual({ ticketNumber: 2, item: 0 })
    expect(columnsOf(['类别', 'x'], saved)).toBeNull()
    expect(columnsOf(['x'], {})).toBeNull()
  })
})

describe('what is kept of a row', () => {
  it('holds no number of a person; coordinates and ticket numbers stay', () => {
    const mask = cellMasker(['工单编号', '内容', '经度', '联系人', '来电号码'])
    expect(mask(['13912345678', '电话13912345678', '106.13912345678', '张三', '13912345678'])).toEqual([
      '13912345678',
      '电话139****5678',
      '106.13912345678',
      '',
      '',
    ])
  })
})

describe('a row', () => {
  const mapping = {
    columns: { ticketNumber: 0, reportedAt: 1, item: 2, lng: 3, lat: 4, closedAt: 5 },
    items: new Map([['a', 'garbage' as const]]),
  }
  const problemsOf = (cells: string[], tailsLost = false) => checkRow(cells, mapping, new Date('2026-11-20T02:00:00Z'), tailsLost).problems
  it('that is whole has no problems', () => {
    expect(checkRow(['T1', '2026-11-01 09:00', 'a', '106.1', '30.2', ''], mapping, new Date('2026-11-20T02:00:00Z'), false)).toMatchObject({
      reference: 'T1',
      item: 'garbage',
      point: [106.1, 30.2],
      closedAt: null,
      problems: [],
    })
  })
  it('is never mended', () => {
    expect(problemsOf(['T1', '2026-11-02 09:00', 'a', '106.1', '30.2', '2026-11-01 09:00'])).toEqual(['closedBeforeReported'])
    expect(problemsOf(['T1', '2026-11-02 09:00', 'a', '30.2', '106.1', ''])).toEqual(['unreadableCoordinate'])
    expect(problemsOf(['T1', '2026-11-02 09:00', 'a', '0', '0', ''])).toEqual(['unreadableCoordinate'])
    expect(problemsOf(['T1', '2026-11-02 09:00', 'a', '', '', 'soon'])).toEqual(['unreadableClosedTime', 'noCoordinate'])
    expect(problemsOf(['139****5678', '', 'b', '106.1', '30.2', ''])).toEqual(['maskedTicketNumber', 'noTime', 'unknownItem'])
    expect(problemsOf(['123456789012345000', '2026-11-02', 'a', '1', '1', ''], true)).toEqual(['damagedTicketNumber'])
    expect(problemsOf(['123456789012345000', '2026-11-02', 'a', '1', '1', ''], false)).toEqual([])
  })
})

describe('problems', () => {
  it('have words in both languages, and the worst decides where a row stands', () => {
    for (const language of ['zh-CN', 'en'] as const)
      for (const problem of rowProblems) expect(problemWords[language][problem].length).toBeGreaterThan(3)
    expect(statusOf([])).toBe('ready')
    expect(statusOf(['noCoordinate'])).toBe('ready')
    expect(statusOf(['placeSimilar', 'closedBeforeReported'])).toBe('trouble')
    expect(statusOf(['closedBeforeReported', 'duplicateKnown'])).toBe('duplicate')
  })
})

describe('a place', () => {
  const place = (id: number, name: string, address = ''): Place => ({
    kind: address === '' ? 'compound' : 'building',
    id,
    name,
    nameEn: name,
    address,
    lng: 0,
    lat: 0,
    words: [name, address],
  })
  const find = placeFinder([place(1, '甲', '砚溪路12号'), place(2, '幸福小区'), place(3, '幸福小区'), place(4, '乙', '砚溪路120号')])
  it('is found by exactly its words, whatever blanks and signs are between them', () => {
    expect(find('砚溪路 12 号')).toMatchObject({ match: 'exact', place: { id: 1 } })
    expect(placeKey('Yanxi Road, No.12')).toBe('yanxiroadno12')
  })
  it('of which there are two, or whose words are only alike, is proposed', () => {
    expect(find('幸福小区')).toMatchObject({ match: 'ambiguous', candidates: [{ id: 2 }, { id: 3 }] })
    expect(find('砚溪路12号3单元门口')).toMatchObject({ match: 'similar', candidates: [{ id: 1 }, { id: 4 }] })
    expect(find('砚溪路121号').match).toBe('similar')
  })
  it('of other words is unknown', () => {
    expect(find('海边')).toEqual({ match: 'unknown', candidates: [] })
    expect(find('')).toEqual({ match: 'unknown', candidates: [] })
  })
})
