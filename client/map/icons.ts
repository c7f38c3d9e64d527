// The signs of service stations, drawn on a canvas: no image file is fetched. A disc per kind, so that shape says what colour says.
import { legendColour } from './layer.ts'
import { palettes, type Theme } from './palette.ts'

const kinds = ['streetCenter', 'communityCenter', 'station', 'closed'] as const
type Sign = (typeof kinds)[number]

const edge = 26
const ratio = 2

/** Paths in a 26 × 26 box. */
const paths: Readonly<Record<Sign, string>> = {
  streetCenter: 'M13 6.2l2.1 4.3 4.7.7-3.4 3.3.8 4.7-4.2-2.2-4.2 2.2.8-4.7-3.4-3.3 4.7-.7z',
  communityCenter: 'M13 6.6l6.6 5.6h-1.8v6.2h-3.4v-4h-2.8v4H8.200v-6.2H6.400z',
  station: 'M9.200 6.600h1.700v12.800h-1.700zM10.900 7.200h7.200l-2 2.700 2 2.700h-7.200z',
  closed: 'M8.300 9.700l1.400-1.400 8 8-1.400 1.400zM16.300 8.300l1.400 1.400-8 8-1.400-1.400z',
}

export type StationIcon = { readonly name: string; readonly image: ImageData; readonly pixelRatio: number }

function draw(sign: Sign, theme: Theme): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = edge * ratio
  canvas.height = edge * ratio
  const context = canvas.getContext('2d')
  if (!context) return null
  const centre = edge / 2
  context.scale(ratio, ratio)
  context.beginPath()
  context.arc(centre, centre, centre - 1, 0, 2 * Math.PI)
  context.fillStyle = palettes[theme].halo
  context.fill()
  context.beginPath()
  context.arc(centre, centre, centre - 2.6, 0, 2 * Math.PI)
  context.fillStyle = legendColour('stations', sign, theme)
  context.fill()
  context.fillStyle = theme === 'light' ? '#FFFFFF' : '#10161B'
  context.fill(new Path2D(paths[sign]))
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

export const stationIcons = (): readonly StationIcon[] =>
  (['light', 'dark'] as const).flatMap((theme) =>
    kinds.flatMap((sign): StationIcon[] => {
      const image = draw(sign, theme)
      return image === null ? [] : [{ name: `station-${sign}-${theme}`, image, pixelRatio: ratio }]
    }),
  )

/** The same sign for the legend: path and colour. */
export const stationSign = (key: string): string => paths[kinds.find((kind) => kind === key) ?? 'station']
