// One bar for each day, and the period drawn over them: with the pointer, or with the two sliders below, which the keyboard moves.
import { type PointerEvent, useRef, useState } from 'react'
import type { DayRange } from '../../app/address.ts'
import { daysBefore, daysBetween } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/text.ts'

type Props = {
  /** The day of the first bar. */
  readonly first: string
  readonly counts: readonly number[]
  readonly range: DayRange
  readonly onRange: (range: DayRange) => void
  /** Days from the start of the range to the end of what a film shows just now; null: no film. */
  readonly now: number | null
}

const width = 260
const height = 56
const padding = 2

export function DayBrush({ first, counts, range, onRange, now }: Props) {
  const { say, formats } = useTexts()
  const drawing = useRef<number | null>(null)
  const [draft, setDraft] = useState<readonly [number, number] | null>(null)
  const last = counts.length - 1
  const within = (day: number): number => Math.max(0, Math.min(last, day))
  const dayAt = (index: number): string => daysBefore(first, -index)
  const chosen = [within(daysBetween(first, range.from)), within(daysBetween(first, range.to))] as const
  const [start, end] = draft ?? chosen
  const most = Math.max(1, ...counts)
  const step = width / counts.length
  // one outline, so that no seams show between bars narrower than a pixel
  const bars = `M0 ${height}${counts.map((count, index) => `V${(height - ((height - padding) * count) / most).toFixed(1)}H${((index + 1) * step).toFixed(2)}`).join('')}V${height}z`
  const indexAt = (event: PointerEvent<SVGSVGElement>): number => {
    const box = event.currentTarget.getBoundingClientRect()
    return within(Math.floor(((event.clientX - box.left) / box.width) * counts.length))
  }
  const choose = ([from, to]: readonly [number, number]): void => {
    setDraft(null)
    onRange({ from: dayAt(Math.min(from, to)), to: dayAt(Math.max(from, to)) })
  }
  const slider = (which: 0 | 1): React.JSX.Element => {
    const value = which === 0 ? start : end
    const label = say(which === 0 ? 'heat.days.from' : 'heat.days.to')
    const place = (to: number): readonly [number, number] => (which === 0 ? [Math.min(to, end), end] : [start, Math.max(to, start)])
    return (
      <label className="day-slider">
        <span>{label}</span>
        <input
          type="range"
          min={0}
          max={last}
          value={value}
          aria-valuetext={formats.day(dayAt(value))}
          data-testid={which === 0 ? 'range-from' : 'range-to'}
          onChange={(event) => setDraft(place(Number(event.target.value)))}
          onPointerUp={() => draft && choose(draft)}
          onKeyUp={() => draft && choose(draft)}
          onBlur={() => draft && choose(draft)}
        />
        <output>{formats.day(dayAt(value))}</output>
      </label>
    )
  }
  const left = Math.min(start, end) * step
  const across = (Math.abs(end - start) + 1) * step
  return (
    <div className="day-brush">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={say('heat.days.label', { most: formats.number(most) })}
        data-testid="day-brush"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          drawing.current = indexAt(event)
          setDraft([drawing.current, drawing.current])
        }}
        onPointerMove={(event) => drawing.current !== null && setDraft([drawing.current, indexAt(event)])}
        onPointerUp={(event) => {
          if (drawing.current !== null) choose([drawing.current, indexAt(event)])
          drawing.current = null
        }}
        onPointerCancel={() => {
          drawing.current = null
          setDraft(null)
        }}
      >
        <rect className="day-brush-range" x={left} y={0} width={across} height={height} />
        <path className="day-brush-bars" d={bars} />
        <path className="day-brush-edges" d={`M${left} 0V${height}M${left + across} 0V${height}`} />
        {now === null ? null : <path className="day-brush-now" d={`M${left + now * step} 0V${height}`} />}
      </svg>
      <div className="day-brush-scale" aria-hidden="true">
        <span>{formats.day(first)}</span>
        <span>{formats.day(dayAt(last))}</span>
      </div>
      {slider(0)}
      {slider(1)}
    </div>
  )
}
