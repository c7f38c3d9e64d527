// Charts come after the figures and the map: their library is a fifth of all script of a wall.
import { lazy, Suspense } from 'react'
import { useTexts } from '../../i18n/text.ts'
import type { ChartOption } from './ChartDrawing.tsx'

export type { ChartOption } from './ChartDrawing.tsx'

/** A chart that cannot be drawn takes nothing else with it. */
const ChartDrawing = lazy(() => import('./ChartDrawing.tsx').catch(() => ({ default: NoChart })))

export const Chart = (props: { option: ChartOption; label: string }) => (
  <Suspense fallback={<div className="wall-chart" />}>
    <ChartDrawing {...props} />
  </Suspense>
)

function NoChart() {
  const { say } = useTexts()
  return <p className="wall-empty">{say('wall.noChart')}</p>
}
