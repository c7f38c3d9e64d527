/** Heights of the fictional town in metres above sea level: a valley with a hill inside the town and ridges around it. */
import type { XY } from '#domain/geo/local-plane.ts'
import { softNoise } from './spline.ts'

const VALLEY_FLOOR = 318

interface Hill {
  readonly at: XY
  readonly reach: XY
  readonly rise: number
}

const HILLS: readonly Hill[] = [
  { at: [-190, -930], reach: [330, 240], rise: 92 },
  { at: [-1750, -1150], reach: [620, 480], rise: 120 },
  { at: [-300, -1900], reach: [1300, 420], rise: 130 },
  { at: [-700, 1850], reach: [900, 480], rise: 110 },
  { at: [1900, 950], reach: [480, 700], rise: 90 },
]

export function heightAt(p: XY): number {
  let height = VALLEY_FLOOR + 5 * softNoise(p, 900, 0.4) + 1.2 * softNoise(p, 210, 2.1)
  for (const { at, reach, rise } of HILLS) {
    height += rise * Math.exp(-(((p[0] - at[0]) / reach[0]) ** 2) - ((p[1] - at[1]) / reach[1]) ** 2)
  }
  return height
}

/** Direction (radians) of the contour line through a point. */
export function contourAngle(p: XY): number {
  const d = 6
  const dx = heightAt([p[0] + d, p[1]]) - heightAt([p[0] - d, p[1]])
  const dy = heightAt([p[0], p[1] + d]) - heightAt([p[0], p[1] - d])
  return Math.atan2(dy, dx) + Math.PI / 2
}
