// Charts come after the figures and the map: their library is a fifth of all script of a wall.
import { lazy, Suspense } from 'react'
import type { ChartOption } from './ChartDrawing.tsx'

export type { ChartOption } from './ChartDrawing.tsx'

const ChartDrawing = lazy(() => import('./ChartDrawing.tsx'))

export const Chart = (props: { option: ChartOption; label: string }) => (
  <Suspense fallback={<div className="wall-chart" />}>
    <ChartDrawing {...props} />
  </Suspense>
)
