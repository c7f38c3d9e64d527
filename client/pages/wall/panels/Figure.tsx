// A key figure: what it counts, the number, and what it is a share of or how it changed. A press opens its list.
import type { ReactNode } from 'react'
import type { Share } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import type { Behind } from '../behind.ts'
import { useWall } from '../context.ts'

type Props = {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly share?: Share
  readonly note?: ReactNode
  /** needs: somebody is wanted; overdue, urgent: at once. Neutral otherwise. */
  readonly tone?: 'needs' | 'overdue' | 'urgent' | 'done'
  readonly behind: Behind | null
}

export function Figure({ name, label, value, share, note, tone, behind }: Props) {
  const { formats } = useTexts()
  const { open } = useWall()
  const inside = (
    <>
      <span className="wall-figure-label">{label}</span>
      <span className="wall-figure-value">{value}</span>
      {share ? (
        <span className="wall-fraction">
          <span>{formats.number(share.numerator)}</span>
          <span>{formats.number(share.denominator)}</span>
        </span>
      ) : null}
      {note ? <span className="wall-figure-note">{note}</span> : null}
    </>
  )
  const common = { className: 'wall-figure', 'data-testid': `figure-${name}`, 'data-tone': tone }
  return behind === null ? (
    <div {...common}>{inside}</div>
  ) : (
    <button type="button" {...common} onClick={() => open(behind)}>
      {inside}
    </button>
  )
}

/** The change against a period that is named; a sign and a word, never a colour alone. */
export function useChange(): (now: number, before: number, against: string) => string {
  const { say, formats } = useTexts()
  return (now, before, against) =>
    now === before
      ? say('wall.change.same', { against })
      : say(now > before ? 'wall.change.more' : 'wall.change.less', { against, amount: formats.number(Math.abs(now - before)) })
}
