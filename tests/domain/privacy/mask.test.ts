import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskFreeText, maskName, maskPhone } from '#domain/privacy/mask.ts'

describe('a name', () => {
  it.each([
    ['张伟', '张*'],
    ['张小伟', '张**'],
    ['欧阳修', '欧阳*'],
    ['欧阳娜娜', '欧阳**'],
    ['司马相如', '司马**'],
    ['上官婉', '上官*'],
    ['诸葛亮', '诸葛*'],
    // two characters are surname and given name, even where both together are a surname too
    ['东方', '东*'],
    ['阿依古丽·买买提', '阿**'],
    ['Zhang Wei', 'Z***'],
    ['李', '*'],
    ['A', '***'],
    ['  王芳 ', '王*'],
    ['𠮷野家', '𠮷**'],
    ['', ''],
  ])('%s is shown as %s', (name, shown) => {
    expect(maskName(name)).toBe(shown)
  })

  it('is never shown whole, and a masked one stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }), (name) => {
        const shown = maskName(name)
        if (name.trim() !== '') expect(shown).toContain('*')
        expect(shown.replaceAll('*', '').length).toBeLessThan(Math.max(name.length, 1) + 1)
      }),
      { seed: 11 },
    )
    for (const shown of ['张*', '张**', '欧阳*']) expect(maskName(shown).startsWith(shown.slice(0, 1))).toBe(true)
  })
})

describe('a phone', () => {
  it.each([
    ['13812341234', '138****1234'],
    ['138 1234 1234', '138****1234'],
    ['138-1234-1234', '138****1234'],
    ['+86 13812341234', '138****1234'],
    ['008613812341234', '138****1234'],
    ['１３８１２３４１２３４', '138****1234'],
    ['023-67891234', '023-6789****'],
    ['02367891234', '023-6789****'],
    ['0826-3456789', '0826-345****'],
    ['67891234', '67****34'],
    ['12345', '1***5'],
    ['110', '***'],
    ['无', '***'],
    ['', ''],
  ])('%s is shown as %s', (phone, shown) => {
    expect(maskPhone(phone)).toBe(shown)
  })

  it('that is neither a mobile nor a landline shows at most half of its digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{0,9}$/), (phone) => {
        expect(maskPhone(phone).replace(/\D/g, '').length).toBeLessThanOrEqual(phone.length / 2)
      }),
      { seed: 12 },
    )
  })
})

describe('free text', () => {
  it.each([
    ['找张伟13812341234，急', '找张伟138****1234，急'],
    ['电话：138 1234 1234', '电话：138****1234'],
    ['138-1234-1234或139.8765.4321', '138****1234或139****4321'],
    ['+86 138 1234 1234', '138****1234'],
    ['手机１３８１２３４１２３４。', '手机138****1234。'],
    ['身份证500231198001011234', '身份证500***********1234'],
    ['500231 19800101 123X', '500***********123X'],
    ['500231-19800101-123x', '500***********123x'],
    ['旧证 500231800101123', '旧证 500********1123'],
  ])('“%s” becomes “%s”', (text, shown) => {
    expect(maskFreeText(text)).toBe(shown)
  })

  it.each([
    '网格 990100001001001 的 12 栋',
    '网格 500231001001001',
    '网格 500231001012031',
    '网格 500231100001001',
    '楼栋编码 500231001012',
    '2026-11-20 10:00 反映，编号 20261120100001',
    '欠费 1234567.89 元',
    '订单号 1381234123456',
    '12345 热线，96333 电梯',
    '500231199913451234',
  ])('“%s” stays', (text) => {
    expect(maskFreeText(text)).toBe(text)
  })

  // what a reader would dial: eleven digits with at most a blank or a hyphen between two of them
  const dialled = /(?<!\d)1[3-9]\d(?:[ -]?\d){8}(?!\d)/
  const mobiles = fc
    .tuple(fc.stringMatching(/^1[3-9]\d{9}$/), fc.constantFrom('', ' ', '-'), fc.constantFrom([3, 7], [4, 7], [3, 6], [7, 11]))
    .map(([number, separator, [one = 0, two = 0]]) => [number.slice(0, one), number.slice(one, two), number.slice(two)].join(separator))
  const words = fc.constantFrom('找', '，', '电话', ' ', 'a', '(', ')', '/', '、', '3栋 ', ' 20 ', ' 990100001001001 ', '\n', '：')

  it('lets no mobile through, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(words, { minLength: 1, maxLength: 3 }), mobiles), { minLength: 1, maxLength: 4 }),
        (pieces) => {
          const text = pieces.map(([between, number]) => between.join('') + number).join('')
          expect(maskFreeText(text)).not.toMatch(dialled)
          expect(maskFreeText(maskFreeText(text))).toBe(maskFreeText(text))
        },
      ),
      { seed: 13, numRuns: 2000 },
    )
  })

  it('lets no mobile through in any text at all', () => {
    const digitsAndMarks = fc.string({ unit: fc.constantFrom(...'0123456789', '1', '3', '8', ' ', '-', '元', '+'), maxLength: 60 })
    fc.assert(
      fc.property(digitsAndMarks, (text) => {
        expect(maskFreeText(text)).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/)
      }),
      { seed: 14, numRuns: 5000 },
    )
  })
})
