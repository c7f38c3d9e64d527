import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Appointment,
  appointRefusal,
  correctRefusal,
  endRefusal,
  heldOn,
  heldUntil,
  overlap,
  type Term,
} from '#domain/appointments/ledger.ts'
import { headRoles, placeFits, placeOfRole, postKey } from '#domain/appointments/posts.ts'
import { addDays } from '#domain/calendar/calendar-day.ts'

const term = (termStart: string, termEnd: string, endedOn: string | null = null): Term => ({ termStart, termEnd, endedOn })
const one = (given: Partial<Appointment> = {}): Appointment => ({
  appointmentId: 1,
  post: 'buildingHead:12',
  personId: 7,
  selectionRoute: 'elected',
  version: 1,
  ...term('2026-01-01', '2027-01-01'),
  ...given,
})
const today = '2026-11-20'

describe('a term', () => {
  it('is held from its first day until the day before its end', () => {
    const held = ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => heldOn(one(), day))
    expect(held).toEqual([false, true, true, false])
    expect(heldOn(one({ endedOn: '2026-06-01' }), '2026-06-01')).toBe(false)
  })

  it('that ends on the day it began was held on no day, and stands in nobody’s way', () => {
    const never = one({ endedOn: '2026-01-01' })
    expect(heldOn(never, '2026-01-01')).toBe(false)
    expect(appointRefusal([never], term('2026-01-01', '2027-01-01'))).toBeNull()
  })

  it('may begin on the day another ends, and not a day earlier', () => {
    expect(appointRefusal([one()], term('2027-01-01', '2028-01-01'))).toBeNull()
    expect(appointRefusal([one()], term('2026-12-31', '2028-01-01'))).toEqual({ reason: 'held', by: one() })
  })

  it('has an end after its start, and not in a lifetime', () => {
    expect(appointRefusal([], term('2026-01-01', '2026-01-01'))).toEqual({ reason: 'termNotOrdered' })
    expect(appointRefusal([], term('2026-01-01', '2046-01-01'))).toEqual({ reason: 'termTooLong' })
  })
})

describe('ending', () => {
  const asked = { version: 1, on: today, today }
  it('is refused of what somebody else changed, of what is over, and outside of the term', () => {
    expect(endRefusal(one({ version: 2 }), asked)?.reason).toBe('stale')
    expect(endRefusal(one({ endedOn: '2026-03-01' }), asked)?.reason).toBe('overAlready')
    expect(endRefusal(one({ termEnd: '2026-11-20' }), asked)?.reason).toBe('overAlready')
    expect(endRefusal(one(), { ...asked, on: '2027-01-02' })?.reason).toBe('dayOutsideTerm')
    expect(endRefusal(one(), { ...asked, on: '2025-12-31' })?.reason).toBe('dayOutsideTerm')
    expect(endRefusal(one(), asked)).toBeNull()
  })
})

describe('correcting', () => {
  const said = { ...term('2026-02-01', '2027-01-01'), selectionRoute: 'elected', version: 1 } as const
  it('is refused where it would be as it is, or in somebody’s way', () => {
    expect(correctRefusal([one()], one(), said)).toBeNull()
    expect(correctRefusal([one()], one(), { ...said, termStart: '2026-01-01' })?.reason).toBe('asItIs')
    const before = one({ appointmentId: 2, ...term('2025-01-01', '2026-01-01') })
    expect(correctRefusal([one(), before], one(), { ...said, termStart: '2025-12-01' })).toEqual({ reason: 'held', by: before })
    expect(correctRefusal([one()], one(), { ...said, endedOn: '2026-01-15' })?.reason).toBe('dayOutsideTerm')
    expect(correctRefusal([one()], one(), { ...said, version: 2 })?.reason).toBe('stale')
  })
})

describe('posts', () => {
  const nowhere = { gridCode: null, buildingId: null, unitNumber: null, compoundId: null }
  const at = {
    grid: { ...nowhere, gridCode: '990100001001001' },
    building: { ...nowhere, buildingId: 12 },
    unit: { ...nowhere, buildingId: 12, unitNumber: 2 },
    compound: { ...nowhere, compoundId: 4 },
  }
  it('stand at the place of their role and at no other', () => {
    for (const headRole of headRoles)
      for (const [kind, place] of Object.entries(at))
        expect([headRole, kind, placeFits({ headRole, ...place })]).toEqual([headRole, kind, kind === placeOfRole[headRole]])
  })

  it('have one name, and a grid worker’s has the person in it', () => {
    expect(postKey({ headRole: 'unitHead', ...at.unit }, 7)).toBe('unitHead:12/2')
    expect(postKey({ headRole: 'gridWorker', ...at.grid }, 7)).toBe('gridWorker:990100001001001/7')
    expect(postKey({ headRole: 'helper', ...at.compound }, 7)).toBe('helper:4')
  })
})

describe('any sequence of steps', () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2024-01-01', n))
  const step = fc.oneof(
    fc.record({ kind: fc.constant('appoint' as const), start: day, days: fc.integer({ min: -2, max: 900 }) }),
    fc.record({ kind: fc.constant('end' as const), which: fc.nat(30), on: day, stale: fc.boolean() }),
    fc.record({
      kind: fc.constant('correct' as const),
      which: fc.nat(30),
      start: day,
      days: fc.integer({ min: -2, max: 900 }),
      cut: fc.option(day),
    }),
    fc.record({ kind: fc.constant('handOver' as const), which: fc.nat(30), on: day, days: fc.integer({ min: 1, max: 900 }) }),
  )

  it('leaves no two terms of the post with a day in common, and takes nothing away', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let ledger: readonly Appointment[] = []
        const replaced = (next: Appointment) =>
          ledger.map((row) => (row.appointmentId === next.appointmentId ? { ...next, version: next.version + 1 } : row))
        for (const asked of steps) {
          const before = ledger
          const which = 'which' in asked ? ledger[asked.which % Math.max(1, ledger.length)] : undefined
          const fresh = (start: string, end: string): Appointment => one({ appointmentId: ledger.length + 1, ...term(start, end) })
          if (asked.kind === 'appoint') {
            const next = fresh(asked.start, addDays(asked.start, asked.days))
            if (appointRefusal(ledger, next) === null) ledger = [...ledger, next]
          } else if (which !== undefined && asked.kind === 'end') {
            const refusal = endRefusal(which, { version: which.version - Number(asked.stale), on: asked.on, today })
            if (refusal === null) ledger = replaced({ ...which, endedOn: asked.on })
          } else if (which !== undefined && asked.kind === 'correct') {
            const said = {
              ...term(asked.start, addDays(asked.start, asked.days), asked.cut),
              selectionRoute: 'recommended',
              version: which.version,
            } as const
            if (correctRefusal(ledger, which, said) === null) ledger = replaced({ ...which, ...said })
          } else if (which !== undefined && asked.kind === 'handOver') {
            const ended = endRefusal(which, { version: which.version, on: asked.on, today })
            const after = replaced({ ...which, endedOn: asked.on })
            const next = fresh(asked.on, addDays(asked.on, asked.days))
            if (ended === null && appointRefusal(after, next) === null) ledger = [...after, next]
          }
          expect(ledger.length).toBeGreaterThanOrEqual(before.length)
        }
        for (const [at, a] of ledger.entries()) {
          expect(a.termEnd > a.termStart && heldUntil(a) >= a.termStart && heldUntil(a) <= a.termEnd).toBe(true)
          for (const b of ledger.slice(at + 1)) {
            expect(overlap(a, b)).toBe(false)
            // the definition once more, day by day
            for (const d of [a.termStart, b.termStart]) expect(heldOn(a, d) && heldOn(b, d)).toBe(false)
          }
        }
      }),
      { seed: 6, numRuns: 300 },
    )
  })
})
