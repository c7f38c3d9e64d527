// Places with more issues lately than their own past makes likely, most unlikely first; each leads to its place on the map.
import { useState } from 'react'
import type { Ok } from '../../api/client.ts'
import { basisWords } from '../../app/borders-basis.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Box } from '../../map/camera.ts'
import type { Selection } from '../../map/selection.ts'

type Props = { readonly answer: Ok<'issueHotSpots'>; readonly onGo: (selection: Selection, box: Box) => void }

const firstShown = 5

export function HotSpots({ answer, onGo }: Props) {
  const texts = useTexts()
  const { say, name, formats } = texts
  const basis = basisWords(answer.borders, texts)
  const [all, setAll] = useState(false)
  const { cells, cellZoom, recentDays, pastDays, falseDiscoveryRate } = answer
  const shown = all ? cells : cells.slice(0, firstShown)
  return (
    <div data-testid="hot-spots">
      {cells.length === 0 ? <p className="scale-unit">{say('heat.spots.none')}</p> : null}
      <ol className="hot-spots">
        {shown.map(({ x, y, bbox, recent, expected, ...grid }) => (
          <li key={`${x}/${y}`}>
            <button
              type="button"
              className="hot-spot"
              onClick={() => onGo({ kind: 'counted', by: { kind: 'cell', cellZoom, x, y } }, bbox)}
            >
              <span>{grid.gridCode === null ? say('heat.spots.outside') : name(grid)}</span>
              <span className="hot-spot-figure">
                {say('heat.spots.figure', { recent: formats.number(recent), expected: formats.decimal(Number(expected.toFixed(1))) })}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {cells.length > firstShown && !all ? (
        <button type="button" className="button-quiet" onClick={() => setAll(true)}>
          {say('heat.spots.all', { count: formats.number(cells.length) })}
        </button>
      ) : null}
      {basis && <p className="scale-unit">{basis}</p>}
      <p className="scale-unit">
        {say('heat.spots.how', {
          recentDays,
          weeks: pastDays / 7,
          share: formats.percent({ numerator: falseDiscoveryRate, denominator: 1 }),
        })}
      </p>
    </div>
  )
}
