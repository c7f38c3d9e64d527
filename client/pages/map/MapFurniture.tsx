// What stands on the map besides data: zoom buttons, north, scale bar, attribution and approval number, the demo stamp, the hover card.
import { useTexts } from '../../i18n/text.ts'
import type { CoverageData } from '../../map/layer.ts'
import type { CameraWish, View } from '../../map/MapView.tsx'
import type { Picked } from '../../map/pick.ts'
import { Icon } from '../../ui/Icon.tsx'
import { coverageWords } from './coverage-words.ts'

export function MapButtons({ view, onWish, onFit }: { view: View | null; onWish: (wish: CameraWish) => void; onFit: () => void }) {
  const { say } = useTexts()
  const turned = view !== null && (view.camera.bearing !== 0 || view.camera.pitch !== 0)
  return (
    <div className="map-buttons">
      {turned && (
        <button type="button" className="map-button" aria-label={say('map.north')} onClick={() => onWish({ kind: 'north' })}>
          <span style={{ transform: `rotate(${-view.camera.bearing}deg)`, display: 'flex' }}>
            <Icon name="north" />
          </span>
        </button>
      )}
      <button type="button" className="map-button" aria-label={say('map.fit')} title={say('map.fit')} onClick={onFit}>
        <Icon name="fit" />
      </button>
      <button
        type="button"
        className="map-button"
        aria-label={say('map.zoomIn')}
        title={say('map.zoomIn')}
        onClick={() => onWish({ kind: 'zoom', by: 1 })}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        className="map-button"
        aria-label={say('map.zoomOut')}
        title={say('map.zoomOut')}
        onClick={() => onWish({ kind: 'zoom', by: -1 })}
      >
        <Icon name="minus" />
      </button>
    </div>
  )
}

const roundLengths = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]
const longestBar = 96

export function ScaleBar({ metresPerPixel }: { metresPerPixel: number }) {
  const { say, formats } = useTexts()
  const metres = roundLengths.filter((length) => length / metresPerPixel <= longestBar).at(-1) ?? 5
  const text =
    metres >= 1000
      ? say('map.scale.kilometres', { value: formats.number(metres / 1000) })
      : say('map.scale.metres', { value: formats.number(metres) })
  return (
    <div className="scale-bar" style={{ width: metres / metresPerPixel }}>
      {text}
    </div>
  )
}

/** The data’s source, and the slot of the map approval number. Always shown. */
export function Credits({ attribution }: { attribution: string }) {
  const { say } = useTexts()
  return (
    <p className="credits" data-testid="credits">
      {attribution ? <span>{attribution}</span> : null}
      <span>{say('map.approval')}</span>
    </p>
  )
}

export function DemoStamp() {
  const { say } = useTexts()
  return (
    <p className="demo-stamp" data-testid="demo-stamp" title={say('app.demo.note')}>
      {say('app.demo')}
    </p>
  )
}

/** Building heads of a grid, as its tile tells them. */
const headFigure = ({ headNumerator: numerator, headDenominator: denominator }: Picked['properties']) =>
  typeof numerator === 'number' && typeof denominator === 'number' ? { numerator, denominator } : undefined

type HoverProps = { picked: Picked; at: { x: number; y: number }; coverage: CoverageData | null }

export function HoverCard({ picked, at, coverage }: HoverProps) {
  const texts = useTexts()
  const { say, name } = texts
  const { properties, selection } = picked
  const { head } = properties
  const lines: string[] = []
  if (selection.kind === 'grid') {
    const kind = coverage?.kind ?? 'buildingHead'
    const figure = coverage ? coverage.figures.get(selection.code) : headFigure(properties)
    if (figure) lines.push(`${say(`coverage.kind.${kind}`)} ${coverageWords(kind, figure, texts)}`)
  }
  if (selection.kind === 'building' && (head === 'missing' || head === 'present')) lines.push(say(`building.head.${head}`))
  if (selection.kind === 'patrol') lines.push(say('patrol.title'))
  const title =
    name(picked.thing) || (selection.kind === 'building' ? say('building.unnamed') : selection.kind === 'issue' ? say('issue.title') : '')
  if (title === '' && lines.length === 0) return null
  return (
    <div className="hover-card" style={{ transform: `translate(${at.x + 14}px, ${at.y + 14}px)` }} aria-hidden="true">
      <strong>{title}</strong>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
}
