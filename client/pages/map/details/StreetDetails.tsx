// Nothing selected: everything this account may see. The whole sub-district with its level-1 grids and communities, or the grids of its scope.
import { useQuery } from '@tanstack/react-query'
import type { GridFeature } from '#contract/registers.ts'
import { gridsQuery } from '../../../api/queries.ts'
import { PanelHead } from '../../../app/panel/parts.tsx'
import { scopeWords } from '../../../app/scope-words.ts'
import { useSession } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Breadcrumb } from './Breadcrumb.tsx'
import { useDetails } from './context.ts'
import { GridRows } from './GridRows.tsx'
import { InsideGrid } from './InsideGrid.tsx'
import { Answer, Coverage, Figures } from './parts.tsx'
import { sumOfCounts } from './small-count.ts'

const sumOf = (features: readonly GridFeature[], figure: (properties: GridFeature['properties']) => number): number =>
  features.reduce((sum, { properties }) => sum + figure(properties), 0)

function Sums({ features }: { features: readonly GridFeature[] }) {
  return (
    <>
      <Figures
        figures={[
          ['details.households', sumOf(features, (grid) => grid.households)],
          ['details.residents60Plus', sumOfCounts(features.map(({ properties }) => properties.residents60Plus))],
          ['details.buildings', sumOf(features, (grid) => grid.buildings)],
          ['details.openIssues', sumOf(features, (grid) => grid.openIssues)],
        ]}
      />
      <Coverage
        rate={{
          numerator: sumOf(features, (grid) => grid.buildingHeadCoverage.numerator),
          denominator: sumOf(features, (grid) => grid.buildingHeadCoverage.denominator),
        }}
      />
    </>
  )
}

/** The communities of the whole sub-district in one list: the worst is on top, whichever level-1 grid it is in. */
function Communities() {
  const { scope } = useDetails()
  return <Answer query={useQuery(gridsQuery(scope, { level: 2 }))}>{({ features }) => <GridRows level={2} features={features} />}</Answer>
}

function WholeStreet() {
  const { say } = useTexts()
  const { scope } = useDetails()
  const query = useQuery(gridsQuery(scope, { level: 1 }))
  return (
    <Answer query={query}>
      {({ features }) =>
        features.length === 0 ? (
          <div className="message" data-testid="no-grids">
            <p className="message-title">{say('details.noGrids.title')}</p>
            <p className="message-body">{say('details.noGrids.body')}</p>
          </div>
        ) : (
          <>
            <Sums features={features} />
            <GridRows level={1} features={features} />
            <Communities />
          </>
        )
      }
    </Answer>
  )
}

/** The grids of a scope with their sums; of a single grid what is inside it too. */
function ScopeOverview({ features }: { features: readonly GridFeature[] }) {
  const [only] = features
  return (
    <>
      <Sums features={features} />
      {([1, 2, 3] as const).map((level) => {
        const ofLevel = features.filter(({ properties }) => properties.level === level)
        return ofLevel.length === 0 ? null : <GridRows key={level} level={level} features={ofLevel} />
      })}
      {features.length === 1 && only ? <InsideGrid code={only.properties.gridCode} level={only.properties.level} /> : null}
    </>
  )
}

export function StreetDetails() {
  const texts = useTexts()
  const { say, name } = texts
  const session = useSession()
  const { subdistrict, scopeGrids } = useDetails()
  const { whole, grids, error, retry } = scopeGrids
  return (
    <>
      <Breadcrumb steps={[]} here={null} />
      <PanelHead
        kind={say(whole ? 'details.level.0' : 'details.myScope')}
        title={whole ? name(subdistrict) : scopeWords(session.scope, texts)}
      />
      {whole ? (
        <WholeStreet />
      ) : (
        <Answer query={{ data: grids ?? undefined, error, refetch: retry }}>{(features) => <ScopeOverview features={features} />}</Answer>
      )}
    </>
  )
}
