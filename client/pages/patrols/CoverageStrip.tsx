// A route as a strip from its beginning to its end: what was passed, and what was not.
import { useTexts } from '../../i18n/text.ts'

type Props = { passed: readonly (readonly [number, number])[]; passedMetres: number; lengthMetres: number }

export function CoverageStrip({ passed, passedMetres, lengthMetres }: Props) {
  const { say, formats } = useTexts()
  const share = formats.percent({ numerator: passedMetres, denominator: lengthMetres })
  const percent = (metres: number): string => `${((100 * metres) / Math.max(lengthMetres, 1)).toFixed(3)}%`
  return (
    <figure className="patrols-strip" data-testid="coverage-strip">
      <figcaption>
        <strong>{share}</strong>{' '}
        {say('patrols.strip', { passed: formats.number(Math.round(passedMetres)), length: formats.number(Math.round(lengthMetres)) })}
      </figcaption>
      <svg aria-hidden="true" width="100%" height="12" preserveAspectRatio="none">
        <rect className="patrols-strip-missed" width="100%" height="12" />
        {passed.map(([from, to]) => (
          <rect key={from} className="patrols-strip-passed" x={percent(from)} width={percent(to - from)} height="12" />
        ))}
      </svg>
    </figure>
  )
}
