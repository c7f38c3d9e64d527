// The pieces that the panels of the map are made of: figures, coverage, lists, and what stands there after an error.
import { type ReactNode, useState } from 'react'
import { type CoverageKind, coverageTable } from '#domain/coverage/coverage-kinds.ts'
import { Failure } from '../../../app/Failure.tsx'
import { PanelSkeleton } from '../../../app/panel/parts.tsx'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import type { TextKey } from '../../../i18n/zh-CN.ts'
import { ShareBar } from '../../../ui/ShareBar.tsx'
import { coverageValue } from '../coverage-words.ts'
import { useDetails } from './context.ts'
import type { Count } from './small-count.ts'

export function countWords(count: Count, { say, formats }: Texts): string {
  if (count === '<3') return say('details.fewerThan3')
  return typeof count === 'number' ? formats.number(count) : say('details.about', { count: formats.number(count.about) })
}

/** Key figures side by side. */
export function Figures({ figures }: { figures: readonly (readonly [TextKey, Count])[] }) {
  const texts = useTexts()
  const { say } = texts
  return (
    <dl className="figures">
      {figures.map(([label, value]) => (
        <div key={label} className="figure">
          <dt>{say(label)}</dt>
          <dd>{countWords(value, texts)}</dd>
        </div>
      ))}
    </dl>
  )
}

export type Rate = { readonly numerator: number; readonly denominator: number; readonly asOf?: string }

/** “66 % · 1,284 / 1,931 buildings”, how many lack it, and a bar. */
export function Coverage({ kind = 'buildingHead', rate }: { kind?: CoverageKind; rate: Rate }) {
  const texts = useTexts()
  const { say, formats } = texts
  const { numerator, denominator } = rate
  const missing = denominator - numerator
  return (
    <section className="coverage" data-testid={`coverage-${kind}`}>
      <h3 className="section-label">{say(`coverage.title.${kind}`)}</h3>
      {denominator === 0 ? (
        <p className="coverage-figure">
          {say('state.unknown')} <span className="coverage-note">{say(`coverage.none.${coverageTable[kind].unit}`)}</span>
        </p>
      ) : (
        <>
          <p className="coverage-figure">
            <strong>{formats.percent(rate)}</strong>
            <span>{coverageValue(kind, rate, texts)}</span>
            <span className={missing > 0 ? 'coverage-lack' : 'coverage-full'}>
              {missing > 0 ? say(`coverage.missing.${kind}`, { count: formats.number(missing) }) : say(`coverage.full.${kind}`)}
            </span>
          </p>
          <ShareBar numerator={numerator} denominator={denominator} />
        </>
      )}
    </section>
  )
}

const firstRows = 60

/** A list with its title, its order said in words, and more on demand. */
export function RowList<T>(props: {
  title: string
  order: string
  count: string
  empty: string
  items: readonly T[]
  row: (item: T) => ReactNode
}) {
  const { say, formats } = useTexts()
  const [shown, setShown] = useState(firstRows)
  const rest = props.items.length - shown
  return (
    <section className="rows">
      <div className="rows-head">
        <h3 className="section-label">
          {props.title} <span className="rows-count">{props.count}</span>
        </h3>
        {props.items.length > 1 && <span className="rows-order">{props.order}</span>}
      </div>
      {props.items.length === 0 ? <p className="rows-empty">{props.empty}</p> : <ul>{props.items.slice(0, shown).map(props.row)}</ul>}
      {rest > 0 && (
        <button type="button" className="button-quiet rows-more" onClick={() => setShown(shown + 200)}>
          {say('details.more', { count: formats.number(Math.min(rest, 200)) })}
        </button>
      )}
    </section>
  )
}

type Asked<T> = { readonly data: T | undefined; readonly error: unknown; readonly refetch: () => unknown }

/** Shows the answer, or its skeleton, or its error. An old answer stays while a new one is on the way. */
export function Answer<T>({ query, children }: { query: Asked<T>; children: (data: T) => ReactNode }) {
  const { go } = useDetails()
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} back={() => go(null)} />
  return <PanelSkeleton />
}
