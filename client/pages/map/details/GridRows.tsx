// Grids as rows, the one with most vacancies first; a click drills down and flies there.
import type { GridFeature } from '#contract/registers.ts'
import { useTexts } from '../../../i18n/text.ts'
import { boxOf } from '../../../map/camera.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { ShareBar } from '../../../ui/ShareBar.tsx'
import { useDetails } from './context.ts'
import { RowList } from './parts.tsx'

const vacancies = ({ properties }: GridFeature): number =>
  properties.buildingHeadCoverage.denominator - properties.buildingHeadCoverage.numerator

export const byVacancy = (features: readonly GridFeature[]): readonly GridFeature[] =>
  [...features].sort((a, b) => vacancies(b) - vacancies(a) || a.properties.gridCode.localeCompare(b.properties.gridCode))

export function GridRows({ level, features }: { level: 1 | 2 | 3; features: readonly GridFeature[] }) {
  const { say, formats } = useTexts()
  return (
    <RowList
      title={say(`details.children.${level}`)}
      order={say('details.children.sort')}
      count={say('details.children.count', { count: formats.number(features.length) })}
      empty={say('details.children.empty')}
      items={byVacancy(features)}
      row={(feature) => <GridRow key={feature.properties.gridCode} feature={feature} />}
    />
  )
}

function GridRow({ feature }: { feature: GridFeature }) {
  const { say, name, formats } = useTexts()
  const { go } = useDetails()
  const { properties, geometry } = feature
  const { numerator, denominator } = properties.buildingHeadCoverage
  const missing = vacancies(feature)
  return (
    <li>
      <button
        type="button"
        className="row"
        data-testid="grid-row"
        onClick={() => go({ kind: 'grid', code: properties.gridCode }, boxOf([geometry.coordinates]) ?? undefined)}
      >
        <span className="row-name">{name(properties)}</span>
        <span className="row-figure">
          {denominator === 0 ? say('state.unknown') : `${formats.number(numerator)} / ${formats.number(denominator)}`}
        </span>
        <span className="row-bar">
          <ShareBar numerator={numerator} denominator={denominator} />
        </span>
        <span className={missing > 0 ? 'row-lack' : 'row-full'}>
          {missing > 0
            ? say('coverage.missing.buildingHead', { count: formats.number(missing) })
            : denominator === 0
              ? say('coverage.none.building')
              : say('coverage.full.buildingHead')}
        </span>
        <Icon name="chevron" size={16} />
      </button>
    </li>
  )
}
