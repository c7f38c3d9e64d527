import { describe, expect, it } from 'vitest'
import { routes } from '#contract/routes.ts'
import { addressOf, type CallId, paths } from '../../../client/api/client.ts'
import { errorOfAnswer, passes } from '../../../client/api/errors.ts'

describe('the client of the interface', () => {
  it('has the paths of the contract', () => {
    for (const id of Object.keys(paths) as CallId[]) expect(paths[id]).toBe(routes[id].path)
  })
  it('fills path parameters and leaves undefined out of the query', () => {
    expect(addressOf('/api/v1/grids/:code', { code: '51/0' }, { subdistrict: '510123001', parent: undefined })).toBe(
      '/api/v1/grids/51%2F0?subdistrict=510123001',
    )
  })
  it('makes a typed error with the request id from an error body', () => {
    const error = errorOfAnswer(404, { code: 'not_found', message: 'no grid', requestId: 'r-1' })
    expect([error.code, error.requestId]).toEqual(['not_found', 'r-1'])
  })
  it('goes by the status where a proxy answered instead', () => {
    expect(errorOfAnswer(503, undefined).code).toBe('unavailable')
    expect(errorOfAnswer(502, '<html>').code).toBe('unavailable')
    expect(errorOfAnswer(500, null).code).toBe('internal')
  })
  it('tries again by itself while the service is away, not after a refusal', () => {
    expect(passes(errorOfAnswer(503, undefined))).toBe(true)
    expect(passes(errorOfAnswer(400, undefined))).toBe(false)
  })
})
