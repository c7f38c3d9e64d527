// The colours and sizes of charts: those of the map, and of everything else on the wall.
import { useMemo } from 'react'
import { heatRamp, heatScales } from '#domain/density/heat-scale.ts'
import { palettes, type Theme } from '../../../map/palette.ts'
import { useWall } from '../context.ts'

const marks: Readonly<Record<Theme, { readonly have: string; readonly line: string }>> = {
  dark: { have: '#5d6c78', line: '#26313a' },
  light: { have: '#a4b0b8', line: '#dfe3df' },
}

/** As in ui/tokens.css: a chart measures its words before they are drawn, and cannot inherit. */
const chartFont = '"PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif'

export function useInk() {
  const { unit, theme } = useWall()
  return useMemo(() => {
    const { text, muted, accent, ground } = palettes[theme]
    const { have, line } = marks[theme]
    const px = (size: number): number => Math.max(1, Math.round(size * unit))
    // far enough from the axis that the first of one and the lowest of the other keep apart
    const words = { color: muted, fontSize: px(24), fontFamily: chartFont, margin: px(16) }
    const axis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: words, splitLine: { show: false } }
    const steps = heatRamp(heatScales.raw, theme)
    return {
      px,
      text: words,
      axis,
      value: { axisLabel: words, splitLine: { lineStyle: { color: line } } },
      accent,
      have,
      ground,
      strong: text,
      ramp: [line, ...steps.slice(2).map(([, colour]) => String(colour))],
      base: {
        animation: false,
        grid: {
          left: px(4),
          right: px(16),
          top: px(14),
          bottom: px(4),
          outerBoundsMode: 'same' as const,
          outerBoundsContain: 'axisLabel' as const,
        },
      },
    }
  }, [unit, theme])
}
