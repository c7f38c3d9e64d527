import fc from 'fast-check'
import { expect, it } from 'vitest'
import { projectMercator, tileAt, tileBox, unprojectMercator } from '#domain/geo/web-mercator.ts'

const longitude = fc.double({ min: -179.9, max: 179.9, noNaN: true })
const latitude = fc.double({ min: -84, max: 84, noNaN: true })

it('a place comes back from the projection where it was', () => {
  fc.assert(
    fc.property(longitude, latitude, (lng, lat) => {
      const [back, north] = unprojectMercator(...projectMercator(lng, lat))
      expect(back).toBeCloseTo(lng, 9)
      expect(north).toBeCloseTo(lat, 9)
    }),
    { seed: 3 },
  )
})

it('the tile of a place holds it', () => {
  fc.assert(
    fc.property(longitude, latitude, fc.integer({ min: 0, max: 20 }), (lng, lat, z) => {
      const [x, y] = projectMercator(lng, lat)
      const [west, south, east, north] = tileBox(tileAt(lng, lat, z))
      expect(x >= west - 1e-6 && x <= east + 1e-6 && y >= south - 1e-6 && y <= north + 1e-6).toBe(true)
    }),
    { seed: 3 },
  )
})
