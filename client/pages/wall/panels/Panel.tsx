// The frame of a panel: what it is, of when its data are, and whether they are still true. Old data stay and fade; nothing is made up.
import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/text.ts'
import { useAge } from '../use-age.ts'

export type Answer = {
  readonly isError: boolean
  readonly dataUpdatedAt: number
}
type Props = {
  readonly name: string
  readonly title: string
  /** What is counted, where the title does not say so. */
  readonly measure?: string
  readonly answer: Answer
  /** Of the data themselves; null: not known. */
  readonly dataTime: string | null
  readonly children: ReactNode
}

export function Panel({ name, title, measure, answer, dataTime, children }: Props) {
  const { say, formats } = useTexts()
  const stale = useAge(answer.dataUpdatedAt)
  // what was never answered is not known: neither empty nor zero
  const unknown = answer.dataUpdatedAt === 0
  const state = unknown ? (answer.isError ? 'failed' : 'loading') : stale ? 'stale' : 'fresh'
  return (
    <section className="wall-panel" data-testid={`panel-${name}`} data-state={state} aria-busy={state === 'loading'}>
      <header className="wall-panel-head">
        <h2>
          {title} {measure ? <small>{measure}</small> : null}
        </h2>
        <p className="wall-time">
          {stale ? say('wall.staleSince', { time: formats.recent(answer.dataUpdatedAt) }) : dataTime ? formats.recent(dataTime) : ''}
        </p>
      </header>
      {state === 'loading' ? (
        <div className="wall-skeleton" />
      ) : state === 'failed' ? (
        <p className="wall-empty">{say('wall.failed')}</p>
      ) : (
        <div className="wall-panel-body">{children}</div>
      )}
    </section>
  )
}

export const Empty = ({ children }: { children: ReactNode }) => <p className="wall-empty">{children}</p>
