// A chart in the colours of the map. Drawn as SVG: sharp at every size, its words are words, and nothing of it stays when it goes.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

echarts.use([BarChart, LineChart, GridComponent, SVGRenderer])

export type ChartOption = Parameters<echarts.ECharts['setOption']>[0]

/** `label`: what the chart says, for whoever cannot see it. */
export default function ChartDrawing({ option, label }: { option: ChartOption; label: string }) {
  const holder = useRef<HTMLDivElement>(null)
  const chart = useRef<echarts.ECharts | null>(null)
  const latest = useRef(option)
  latest.current = option
  useEffect(() => {
    const element = holder.current
    if (!element) return
    const made = echarts.init(element, null, { renderer: 'svg' })
    chart.current = made
    made.setOption(latest.current)
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      chart.current = null
      made.dispose()
    }
  }, [])
  useEffect(() => chart.current?.setOption(option, { notMerge: true }), [option])
  return <div ref={holder} className="wall-chart" role="img" aria-label={label} />
}
