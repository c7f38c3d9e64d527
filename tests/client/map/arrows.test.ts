import { describe, expect, it } from 'vitest'
import { marksAlong } from '../../../client/map/deck/arrows.ts'

const metres = (east: number, north: number): readonly [number, number] => [east / 111_320, north / 111_320]

describe('marks of direction', () => {
  it('stand half a step from the start and a step apart', () => {
    const marks = marksAlong([metres(0, 0), metres(250, 0)], 100)
    expect(marks.map(({ position }) => Math.round(position[0] * 111_320))).toEqual([50, 150, 250])
    expect(marks.every(({ angle }) => angle === 0)).toBe(true)
  })
  it('go on around a corner', () => {
    const marks = marksAlong([metres(0, 0), metres(80, 0), metres(80, 80)], 100)
    expect(marks.map(({ angle }) => Math.round(angle))).toEqual([0, 90])
    expect(Math.round((marks[1]?.position[1] ?? 0) * 111_320)).toBe(70)
  })
  it('are none on an empty line, and do not hang on a repeated point', () => {
    expect(marksAlong([], 100)).toEqual([])
    expect(marksAlong([metres(0, 0), metres(0, 0)], 100)).toEqual([])
  })
})
