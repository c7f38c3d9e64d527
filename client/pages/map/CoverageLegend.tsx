// The legend of coverage: which kind, its scale, what its two numbers are, and all that is seen together.
import { coverageKinds, coverageTable } from '#domain/coverage/coverage-kinds.ts'
import { coverageClasses, coverageNone } from '#domain/coverage/coverage-scale.ts'
import { useTexts } from '../../i18n/text.ts'
import { coverageLevelAt } from '../../map/layers/coverage.ts'
import { Choice } from '../../ui/Choice.tsx'
import { coverageWords } from './coverage-words.ts'
import type { LegendProps } from './Legend.tsx'

export function CoverageLegend({ theme, zoom, address, coverage, onFilter }: LegendProps) {
  const { say, formats } = useTexts()
  const kind = address.coverageKind
  const level = coverageLevelAt(zoom)
  return (
    <>
      <Choice
        label={say('legend.coverage.kind')}
        options={coverageKinds.map((value) => ({ value, text: say(`coverage.kind.${value}`) }))}
        value={kind}
        onChange={(coverageKind) => onFilter({ coverageKind })}
      />
      <div className="scale">
        <p className="scale-total" aria-live="polite" data-testid="coverage-total">
          <CoverageTotal {...coverage} />
        </p>
        <div className="scale-classes">
          {coverageClasses.map((one) => (
            <span key={one.from} style={{ background: one[theme] }} />
          ))}
        </div>
        <div className="scale-ticks">
          {[0, ...coverageClasses.map((one) => one.to)].map((edge) => (
            <span key={edge}>{formats.percent({ numerator: edge * 100, denominator: 100 })}</span>
          ))}
        </div>
        <p className="scale-unit">{say(`legend.coverage.counts.${kind}`)}</p>
        <p className="scale-unit">{say('legend.coverage.level', { level: say(`details.level.${level}`) })}</p>
        <ul className="legend">
          <li>
            <svg width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">
              <rect x="1" y="1" width="18" height="12" rx="2" fill={coverageNone[theme]} stroke="currentColor" strokeOpacity="0.3" />
            </svg>
            {say(`coverage.none.${coverageTable[kind].unit}`)}
          </li>
        </ul>
      </div>
    </>
  )
}

function CoverageTotal({ coverage, total, unknown, failed }: LegendProps['coverage']) {
  const texts = useTexts()
  const { say, formats } = texts
  if (coverage === null || total === null) return say(failed ? 'layers.failed' : 'state.loading')
  return (
    <>
      {coverageWords(coverage.kind, total, texts)}
      {unknown > 0 ? <span className="scale-unit">{say('coverage.unknown', { count: formats.number(unknown) })}</span> : null}
    </>
  )
}
