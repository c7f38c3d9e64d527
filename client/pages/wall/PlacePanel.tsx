// One place and what lies in it: the way down from the street to a building, and back. Digits choose, arrows move, and left to itself it goes away.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Ok } from '../../api/client.ts'
import { type PlaceAsked, wallPlaceQuery } from '../../api/wall.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Box } from '../../map/camera.ts'
import { Figure } from './panels/Figure.tsx'
import { Empty, Panel } from './panels/Panel.tsx'

type Place = Ok<'wallPlace'>['place']

/** A place as it is asked for, and as a remote goes there. */
type PlaceStep = { readonly grid: string } | { readonly compound: number } | { readonly building: number }

export const askedOf = ({ kind, key }: Pick<Place, 'kind' | 'key'>): PlaceStep | null =>
  kind === 'subdistrict'
    ? null
    : kind === 'grid'
      ? { grid: key }
      : kind === 'compound'
        ? { compound: Number(key) }
        : { building: Number(key) }

type Props = {
  readonly asked: PlaceAsked
  readonly onGo: (place: PlaceAsked | null) => void
  /** Where it is, once known. */
  readonly onBox: (box: Box, level: number | null) => void
}

export function PlacePanel({ asked, onGo, onBox }: Props) {
  const { say, name, formats } = useTexts()
  const may = useMay()
  const answer = useQuery(wallPlaceQuery(asked))
  const { data, isPlaceholderData } = answer
  const list = useRef<HTMLOListElement>(null)
  const told = useRef(onBox)
  told.current = onBox
  const place = isPlaceholderData ? undefined : data?.place
  useEffect(() => {
    if (place) told.current(place.bbox, place.level)
  }, [place])
  const childrenKey = place ? `${place.kind} ${place.key}` : ''
  useEffect(() => {
    if (childrenKey !== '') list.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [childrenKey])
  const grid = data?.place.kind === 'grid' ? data.place.key : undefined
  const residents = may('buildings') && grid ? ({ list: 'buildings', grid, all: true } as const) : null
  const street = data?.place.kind === 'subdistrict'
  return (
    <Panel name="place" title={data ? name(data.place) : ''} answer={answer} dataTime={data?.asOf ?? null}>
      {data ? (
        <>
          <nav className="wall-path" aria-label={say('wall.path')}>
            {data.path.map((one) => (
              <button key={`${one.kind} ${one.key}`} type="button" onClick={() => onGo(askedOf(one))}>
                {name(one)}
              </button>
            ))}
          </nav>
          <div className="wall-figures wall-figures-small">
            <Figure name="households" label={say('wall.figure.households')} value={formats.number(data.households)} behind={residents} />
            <Figure
              name="residents60"
              label={say('wall.figure.residents60')}
              value={formats.count(data.residents60Plus)}
              behind={residents}
            />
            <Figure
              name="heads"
              label={say('coverage.title.buildingHead')}
              value={formats.percent(data.heads)}
              share={data.heads}
              {...(data.heads.numerator < data.heads.denominator && { tone: 'needs' as const })}
              behind={may('buildings') && (grid || street) ? { list: 'buildings', ...(grid && { grid }) } : null}
            />
            <Figure
              name="openHere"
              label={say('wall.figure.open')}
              value={formats.count(data.openIssues)}
              behind={may('issues') && (grid || street) ? { list: 'issues', which: 'open', ...(grid && { grid }) } : null}
            />
          </div>
          {data.children.length === 0 && data.place.kind !== 'building' ? <Empty>{say('wall.place.empty')}</Empty> : null}
          <ol ref={list} className="wall-ranking wall-children">
            {data.children.map((child, at) => (
              <li key={`${child.kind} ${child.key}`}>
                <button type="button" data-digit={at < 9 ? at + 1 : undefined} onClick={() => onGo(askedOf(child))}>
                  <kbd>{at < 9 ? at + 1 : ''}</kbd>
                  <span className="wall-ranking-name">{name(child)}</span>
                  <span className="wall-ranking-value">
                    {child.heads.denominator === 0
                      ? ''
                      : `${formats.number(child.heads.numerator)} / ${formats.number(child.heads.denominator)}`}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </Panel>
  )
}
