import { describe, expect, it } from 'vitest'
import { routes } from '#contract/routes.ts'
import { addressOf, requestOf } from '../../../client/api/client.ts'
import { errorOfAnswer, passes } from '../../../client/api/errors.ts'
import { type CallId, operations } from '../../../client/api/operations.ts'

describe('the client of the interface', () => {
  it('has the methods, paths and access rules of the contract', () => {
    for (const id of Object.keys(operations) as CallId[]) {
      const { method, path, access } = routes[id]
      expect({ id, ...operations[id] }).toEqual({ id, method, path, access })
    }
  })
  it('sends a write as JSON even when it is empty, and a read without a body', () => {
    expect(requestOf('resetPassword', { params: { id: 1 } })).toMatchObject({
      method: 'POST',
      body: '{}',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
    })
    expect(requestOf('layers', {})).not.toHaveProperty('body')
  })
  it('deletes by the address alone, with a body only where the contract has one', () => {
    const request = requestOf('endMySession', { params: { id: 'a1' } })
    expect(request.method).toBe('DELETE')
    expect(request).not.toHaveProperty('body')
    expect(request.headers).not.toHaveProperty('content-type')
    expect(requestOf('removeSecondFactor', { body: { password: 'p', code: '123456' } })).toMatchObject({
      method: 'DELETE',
      body: '{"password":"p","code":"123456"}',
      headers: { 'content-type': 'application/json' },
    })
  })
  it('marks what nobody asked for just now, so that it keeps no idle session alive', () => {
    expect(requestOf('layers', { background: true }).headers).toHaveProperty('Fangyuan-Background', '1')
    expect(requestOf('layers', {}).headers).not.toHaveProperty('Fangyuan-Background')
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
  it('keeps status and details of a refusal', () => {
    const details = [{ path: 'body.next', problem: 'tooShort' }]
    const error = errorOfAnswer(400, { code: 'password_refused', message: 'no', requestId: 'r-2', details })
    expect([error.code, error.status, error.details]).toEqual(['password_refused', 400, details])
  })
  it('goes by the status where a proxy answered instead', () => {
    expect(errorOfAnswer(503, undefined).code).toBe('unavailable')
    expect(errorOfAnswer(502, '<html>').code).toBe('unavailable')
    expect(errorOfAnswer(500, null).code).toBe('internal')
    expect(errorOfAnswer(401, null).code).toBe('not_signed_in')
    expect(errorOfAnswer(400, null).code).toBe('invalid_request')
    expect(errorOfAnswer(418, null).code).toBe('invalid_request')
  })
  it('tries again by itself while the service is away, not after a refusal', () => {
    expect(passes(errorOfAnswer(503, undefined))).toBe(true)
    expect(passes(errorOfAnswer(400, undefined))).toBe(false)
  })
})
