import { describe, expect, it } from 'vitest'
import { parseRegisterAddress } from '../../../client/pages/register/register-address.ts'

const parse = (text: string) => parseRegisterAddress(new URLSearchParams(text))

describe('the address of the register', () => {
  it('without anything is the buildings without a head, the most pressing first', () => {
    expect(parse('')).toEqual({ query: { list: 'buildingHead', sort: 'vacancy' }, pick: null })
  })
  it('keeps what is known', () => {
    expect(
      parse('list=ending&sort=households&within=30&grid=990100001001000&property=unmanaged&stage=none&q= 花园 &pick=990100001001001'),
    ).toEqual({
      query: { list: 'ending', sort: 'households', within: '30', grid: '990100001001000', property: 'unmanaged', stage: 'none', q: '花园' },
      pick: 990100001001001,
    })
  })
  it('leaves out what is not', () => {
    const odd = 'list=x&sort=name&within=31&grid=1&property=y&stage=z&q=%20&pick=-3&compound=abc'
    expect(parse(odd)).toEqual({ query: { list: 'buildingHead', sort: 'vacancy' }, pick: null })
  })
})
