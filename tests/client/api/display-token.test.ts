import { describe, expect, it } from 'vitest'
import { displayAddress, displayTokenIn } from '../../../client/api/display-token.ts'

describe('the address of a display', () => {
  it('holds the token after #, where no request carries it', () => {
    const address = displayAddress('https://grid.example', 'a+b/c=')
    expect(address).toBe('https://grid.example/wall#display=a%2Bb%2Fc%3D')
    expect(displayTokenIn(address)).toEqual({ token: 'a+b/c=', rest: 'https://grid.example/wall' })
  })
  it('may hold it in the query, as older addresses do', () => {
    expect(displayTokenIn('https://grid.example/?lang=en&display=old')).toEqual({ token: 'old', rest: 'https://grid.example/?lang=en' })
  })
  it('keeps nothing of a token, wherever it stood', () => {
    expect(displayTokenIn('https://grid.example/?display=old&lang=en#display=new&x=1')).toEqual({
      token: 'new',
      rest: 'https://grid.example/?lang=en#x=1',
    })
    expect(displayTokenIn('https://grid.example/#display=')).toEqual({ token: '', rest: 'https://grid.example/' })
  })
  it('is any other address without one', () => {
    expect(displayTokenIn('https://grid.example/?layers=grids#details')).toBeNull()
  })
})
