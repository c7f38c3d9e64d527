import { expect, it } from 'vitest'
import { databaseTrouble } from '../../server/db/errors.ts'

const failure = (message: string, code?: string, cause?: unknown) => Object.assign(new Error(message, { cause }), code && { code })

it('a server that refuses, shuts down or drops the connection is away', () => {
  for (const code of ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300'])
    expect(databaseTrouble(failure('x', code))).toBe('away')
  expect(databaseTrouble(failure('Connection terminated unexpectedly'))).toBe('away')
  expect(databaseTrouble(failure('wrapped', undefined, failure('x', 'ECONNREFUSED')))).toBe('away')
})

it('a statement that ran into its time limit was slow', () => expect(databaseTrouble(failure('canceling statement', '57014'))).toBe('slow'))

it('a mistake of ours is neither', () => {
  expect(databaseTrouble(failure('syntax error', '42601'))).toBeUndefined()
  expect(databaseTrouble('text')).toBeUndefined()
})
