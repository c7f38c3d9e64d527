// A key figure: what it counts, the number, and what it is a share of or how it changed. A press opens its list.
import type { ReactNode } from 'react'
import type { SmallCount } from '#contract/fields.ts'
import { ratioOf, type Share } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import type { Behind } from '../behind.ts'
import { useWall } from '../context.ts'

type Props = {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly share?: Share
  readonly note?: ReactNode
  /** How it went until now, the oldest first; null: not known. */
  readonly trend?: readonly (number | null)[]
  /** needs: somebody is wanted; overdue, urgent: at once. Neutral otherwise. */
  readonly tone?: 'needs' | 'overdue' | 'urgent' | 'done'
  readonly behind: Behind | null
}

export function Figure({ name, label, value, share, note, trend, tone, behind }: Props) {
  const { formats } = useTexts()
  const { open } = useWall()
  const inside = (
    <>
      <span className="wall-figure-label">{label}</span>
      <span className="wall-figure-value">{value}</span>
      {share ? (
        <span className="wall-fraction">
          <span>{formats.count(share.numerator)}</span>
          <span>{formats.count(share.denominator)}</span>
        </span>
      ) : null}
      {note ? <span className="wall-figure-note">{note}</span> : null}
      {trend && trend.length > 1 ? <Trend values={trend} /> : null}
    </>
  )
  // 100 % beside its two counts
  const long = share !== undefined && value.length > 3
  const common = { className: 'wall-figure', 'data-testid': `figure-${name}`, 'data-tone': tone, 'data-long': long }
  return behind === null ? (
    <div {...common}>{inside}</div>
  ) : (
    <button type="button" {...common} onClick={() => open(behind)}>
      {inside}
    </button>
  )
}

const trendBox = { width: 100, height: 16 } as const

/** A line without a scale: whether it rises or falls, not by how much. */
function Trend({ values }: { values: readonly (number | null)[] }) {
  const { width, height } = trendBox
  const known = values.filter((value) => value !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const points = values.flatMap((value, at) =>
    value === null
      ? []
      : [`${((at / (values.length - 1)) * width).toFixed(1)},${(height - ((value - least) / (most - least || 1)) * height).toFixed(1)}`],
  )
  return (
    <svg className="wall-trend" viewBox={`0 -2 ${width} ${height + 4}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

/** The change of a share against a period that is named, in percentage points; nothing where one of them is not known. */
export function useShareChange(): (now: Share, before: Share, against: string) => string | undefined {
  const { say, formats } = useTexts()
  return (now, before, against) => {
    const [is, was] = [ratioOf(now), ratioOf(before)]
    if (is === null || was === null) return undefined
    const points = Math.round((is - was) * 1000) / 10
    if (points === 0) return say('wall.change.same', { against })
    return say(points > 0 ? 'wall.change.pointsMore' : 'wall.change.pointsLess', { against, amount: formats.decimal(Math.abs(points)) })
  }
}

/** The change against a period that is named, nothing where one of them is too small to be told; a sign and a word, never a colour alone. */
export function useChange(): (now: SmallCount, before: SmallCount, against: string) => string | undefined {
  const { say, formats } = useTexts()
  return (now, before, against) =>
    now === '<3' || before === '<3'
      ? undefined
      : now === before
        ? say('wall.change.same', { against })
        : say(now > before ? 'wall.change.more' : 'wall.change.less', { against, amount: formats.number(Math.abs(now - before)) })
}
