import { describe, expect, it } from 'vitest'
import { en } from '../../../client/i18n/en.ts'
import { daysBetween, formatsFor } from '../../../client/i18n/formats.ts'
import { nameIn } from '../../../client/i18n/language.ts'
import { type TextKey, zhCN } from '../../../client/i18n/zh-CN.ts'

const keys = Object.keys(zhCN) as TextKey[]
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort()

describe('the catalogues', () => {
  it('have the same placeholders in both languages', () => {
    for (const key of keys) expect(placeholders(en[key]), key).toEqual(placeholders(zhCN[key]))
  })
  it('do not leak one language into the other', () => {
    for (const key of keys) {
      if (key === 'app.language.switch') continue
      expect(en[key], key).not.toMatch(/\p{Script=Han}/u)
      expect(
        zhCN[key].replaceAll(
          /\{\w+\}|WebGL|Esc|12345|Excel|CSV|WGS-84|CGCS2000|GCJ-02|BD-09|Open311|P90|GPX|PDF|Word|Shapefile|GeoPackage|GeoJSON|KML|DXF|DWG|GBK|UTF-8/g,
          '',
        ),
        key,
      ).not.toMatch(/[A-Za-z]{2,}/)
    }
  })
  it('are never empty', () => {
    for (const key of keys) expect([zhCN[key].trim(), en[key].trim()], key).not.toContain('')
  })
})

describe('formats', () => {
  it('show “—” where there is nothing to share, and 100 % only when all is there', () => {
    const { percent } = formatsFor('zh-CN')
    expect(percent({ numerator: 0, denominator: 0 })).toBe('—')
    expect(percent({ numerator: 999, denominator: 1000 })).toBe('99%')
    expect(percent({ numerator: 1, denominator: 1000 })).toBe('1%')
    expect(percent({ numerator: 0, denominator: 10 })).toBe('0%')
    expect(percent({ numerator: 10, denominator: 10 })).toBe('100%')
  })
  it('write dates in the words of the language and in the sub-district’s time', () => {
    expect(formatsFor('zh-CN').moment('2026-11-22T06:05:00Z')).toBe('11月22日 14:05')
    expect(formatsFor('en').day('2025-08-01')).toBe('Aug 1, 2025')
  })
  it('count days between calendar dates', () => {
    expect(daysBetween('2025-08-01', '2026-11-22')).toBe(478)
  })
  it('fall back to the Chinese name', () => {
    expect(nameIn('en', { name: '东街', nameEn: '' })).toBe('东街')
    expect(nameIn('en', { name: '东街', nameEn: 'East Street' })).toBe('East Street')
  })
})
