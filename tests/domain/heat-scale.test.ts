import { describe, expect, it } from 'vitest'
import {
  densityScale,
  gaussCoefficient,
  heatIntensity,
  heatRamp,
  heatScales,
  heatValue,
  heatWeight,
  kernelRadiusMetres,
  pixelsOf,
} from '#domain/density/heat-scale.ts'

/** What MapLibre's shader adds for one point, in pixels. */
const shaderValue = (pixels: number, radiusPixels: number, weight: number, intensity: number): number =>
  weight * intensity * gaussCoefficient * Math.exp(-0.5 * ((3 * pixels) / radiusPixels) ** 2)

describe('the heat scale', () => {
  it('has the intensity of its example', () => {
    expect(heatIntensity(1200, 150)).toBeCloseTo(0.133, 3)
  })

  it('maps an even spread of the top density to 1', () => {
    const spacing = 10
    const weight = (densityScale.top / 1e6) * spacing * spacing
    const points: [number, number][] = []
    for (let x = -300; x <= 300; x += spacing) for (let y = -300; y <= 300; y += spacing) points.push([Math.hypot(x, y), weight])
    expect(heatValue(points, densityScale.top, kernelRadiusMetres)).toBeCloseTo(1, 3)
  })

  it('gives the same place the same value at three zooms, in the shader’s own pixels', () => {
    const latitude = 30.67
    const intensity = heatIntensity(densityScale.top, kernelRadiusMetres)
    const places = [0, 40, 90, 140]
    const values = [13, 15.5, 18].map((zoom) =>
      places.map((metres) => shaderValue(pixelsOf(metres, latitude, zoom), pixelsOf(kernelRadiusMetres, latitude, zoom), 3, intensity)),
    )
    for (const at of values) for (const [index, value] of at.entries()) expect(value).toBeCloseTo(values[0]?.[index] ?? Number.NaN, 12)
  })

  it('is worth the same per 30 days however long the period is', () => {
    expect(heatWeight(365, 365)).toBeCloseTo(heatWeight(30, 30), 12)
    expect(heatWeight(7, 7)).toBeCloseTo(30, 12)
  })

  it('has five classes that rise, with the ramp’s stops at their lower ends', () => {
    for (const scale of Object.values(heatScales)) {
      const lower = scale.classes.map((one) => one.from)
      expect(lower).toEqual([...lower].sort((a, b) => a - b))
      for (const theme of ['light', 'dark'] as const) {
        const ramp = heatRamp(scale, theme)
        for (const one of scale.classes) expect(ramp).toContainEqual([one.from / scale.top, one[theme]])
        expect(ramp[0]?.[1]).toMatch(/,0\)$/)
        const stops = ramp.map(([stop]) => stop)
        expect(new Set(stops).size).toBe(stops.length)
        expect(stops).toEqual([...stops].sort((a, b) => a - b))
      }
    }
  })

  it('measures 150 m as 18 pixels at zoom 13 on 30.67° north', () => {
    expect(pixelsOf(150, 30.67, 13)).toBeCloseTo(18.25, 1)
  })
})
