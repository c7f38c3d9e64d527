// A zoom band is a stretch of zooms that share one simplified geometry. It is named by the deepest zoom it serves.

export const zoomBands = [10, 12, 14, 16] as const
export type ZoomBand = (typeof zoomBands)[number]

/** The band that serves a zoom; beyond the last band its geometry is exact and serves on. */
export function bandOf(zoom: number): ZoomBand {
  return zoomBands.find((band) => zoom <= band) ?? 16
}
