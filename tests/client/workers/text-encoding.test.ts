// In which encoding texts are that do not say so.
import { describe, expect, it } from 'vitest'
import { dbfTexts, encodingOf, encodingSaid } from '../../../client/workers/text-encoding.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
/** 网格 and 滨江 in GBK. */
const gbk = [Uint8Array.from([0xcd, 0xf8, 0xb8, 0xf1]), Uint8Array.from([0xb1, 0xf5, 0xbd, 0xad])]

describe('texts', () => {
  it('of ASCII make no difference', () => {
    expect(encodingOf([utf8('abc')], null)).toEqual({ encoding: 'UTF-8', from: 'plain' })
    expect(encodingOf([utf8('abc')], 'GB18030')).toEqual({ encoding: 'GB18030', from: 'plain' })
  })
  it('tell UTF-8 from GBK', () => {
    expect(encodingOf([utf8('滨江社区'), utf8('网格')], null)).toEqual({ encoding: 'UTF-8', from: 'content' })
    expect(encodingOf(gbk, null)).toEqual({ encoding: 'GB18030', from: 'content' })
  })
  it('are what the file says, if they can be', () => {
    expect(encodingOf(gbk, 'GB18030')).toEqual({ encoding: 'GB18030', from: 'file' })
    expect(encodingOf(gbk, 'UTF-8')).toEqual({ encoding: 'GB18030', from: 'content' })
    expect(encodingOf([utf8('滨江社区第一网格')], 'UTF-8')).toEqual({ encoding: 'UTF-8', from: 'file' })
  })
  it('may be cut in the middle of a character', () => {
    expect(encodingOf([utf8('滨江').subarray(0, 5)], null).encoding).toBe('UTF-8')
    expect(encodingOf([(gbk[0] ?? new Uint8Array()).subarray(0, 3)], null).encoding).toBe('GB18030')
  })
  it('that are neither are Latin', () => {
    expect(encodingOf([Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x61])], null).encoding).toBe('ISO-8859-1')
  })
})

it('a .cpg is read in the words of different programs', () => {
  expect(['UTF-8', 'utf8', '65001', 'GBK', 'CP936', '936', 'GB2312', 'ANSI 936', 'GB18030', '1252', ''].map(encodingSaid)).toEqual([
    'UTF-8',
    'UTF-8',
    'UTF-8',
    ...Array.from({ length: 6 }, () => 'GB18030'),
    null,
    null,
  ])
})

describe('a DBF', () => {
  /** One field of characters, ten wide, one of numbers, four wide. */
  function made(values: readonly Uint8Array[]): Uint8Array {
    const bytes = new Uint8Array(32 + 64 + 1 + values.length * 15).fill(0x20)
    bytes.fill(0, 0, 97)
    const view = new DataView(bytes.buffer)
    view.setUint32(4, values.length, true)
    view.setUint16(8, 97, true)
    view.setUint16(10, 15, true)
    bytes.set(utf8('name'), 32)
    bytes[32 + 11] = 0x43
    bytes[32 + 16] = 10
    bytes.set(utf8('size'), 64)
    bytes[64 + 11] = 0x4e
    bytes[64 + 16] = 4
    bytes[96] = 0x0d
    values.forEach((value, i) => {
      bytes.set(value, 97 + i * 15 + 1)
    })
    return bytes
  }
  it('gives its fields’ names and what stands in those of characters', () => {
    const texts = dbfTexts(made([gbk[0] ?? new Uint8Array(), utf8('ab')]))
    expect(texts?.map((text) => [...text])).toEqual([[...utf8('name')], [...utf8('size')], [0xcd, 0xf8, 0xb8, 0xf1], [...utf8('ab')]])
  })
  it('that is cut off gives nothing', () => {
    const whole = made([utf8('ab'), utf8('cd')])
    expect(dbfTexts(whole.subarray(0, whole.length - 1))).toBeNull()
    expect(dbfTexts(whole.subarray(0, 20))).toBeNull()
    expect(dbfTexts(new Uint8Array(40))).toBeNull()
  })
})
