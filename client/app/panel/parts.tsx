// The pieces that panels about one thing are made of, wherever they stand: head line, facts, and what stands there while loading.
import './panel.css'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/text.ts'
import type { TextKey } from '../../i18n/zh-CN.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'

export function PanelHead(props: { kind: string; title: string; note?: ReactNode }) {
  return (
    <header className="panel-head">
      <p className="panel-kind">{props.kind}</p>
      <h2 className="panel-title" data-testid="details-title">
        {props.title}
      </h2>
      {props.note ? <p className="panel-note">{props.note}</p> : null}
    </header>
  )
}

export type Fact = readonly [label: TextKey, value: ReactNode]

/** Label and value, one under the other. Unknown is “—”. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const { say } = useTexts()
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label} className="fact">
          <dt>{say(label)}</dt>
          <dd>{value === null || value === undefined || value === '' ? say('state.unknown') : value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function PanelSkeleton() {
  const { say } = useTexts()
  return (
    <div className="panel-skeleton" role="status" aria-label={say('state.loading')}>
      <Skeleton width={72} height={12} />
      <Skeleton width="60%" height={24} />
      <Skeleton height={56} />
      <Skeleton width="80%" height={30} />
      <Skeleton height={8} />
      <Skeleton height={36} />
      <Skeleton height={36} />
      <Skeleton height={36} />
    </div>
  )
}
