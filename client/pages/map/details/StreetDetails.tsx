// The whole sub-district: the sum of its level-1 grids, and these grids.
import { useQuery } from '@tanstack/react-query'
import type { GridFeature } from '#contract/registers.ts'
import { gridsQuery } from '../../../api/queries.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Breadcrumb } from './Breadcrumb.tsx'
import { useDetails } from './context.ts'
import { GridRows } from './GridRows.tsx'
import { Answer, Coverage, Figures, PanelHead } from './parts.tsx'

const sumOf = (features: readonly GridFeature[], figure: (properties: GridFeature['properties']) => number): number =>
  features.reduce((sum, { properties }) => sum + figure(properties), 0)

/** The communities of the whole sub-district in one list: the worst is on top, whichever level-1 grid it is in. */
function Communities() {
  const { scope } = useDetails()
  return <Answer query={useQuery(gridsQuery(scope, { level: 2 }))}>{({ features }) => <GridRows level={2} features={features} />}</Answer>
}

export function StreetDetails() {
  const { say, name } = useTexts()
  const { scope, subdistrict } = useDetails()
  const query = useQuery(gridsQuery(scope, { level: 1 }))
  return (
    <>
      <Breadcrumb steps={[]} here={null} />
      <PanelHead kind={say('details.level.0')} title={name(subdistrict)} />
      <Answer query={query}>
        {({ features }) =>
          features.length === 0 ? (
            <div className="message" data-testid="no-grids">
              <p className="message-title">{say('details.noGrids.title')}</p>
              <p className="message-body">{say('details.noGrids.body')}</p>
            </div>
          ) : (
            <>
              <Figures
                figures={[
                  ['details.households', sumOf(features, (grid) => grid.households)],
                  ['details.residents60Plus', sumOf(features, (grid) => grid.residents60Plus)],
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
              <GridRows level={1} features={features} />
              <Communities />
            </>
          )
        }
      </Answer>
    </>
  )
}
