// One grid: its figures, and what is in it: grids of the level below, or buildings.
import { useQuery } from '@tanstack/react-query'
import { gridQuery } from '../../../api/queries.ts'
import { Facts, PanelHead } from '../../../app/panel/parts.tsx'
import { useTexts } from '../../../i18n/text.ts'
import { Breadcrumb } from './Breadcrumb.tsx'
import { useDetails } from './context.ts'
import { InsideGrid } from './InsideGrid.tsx'
import { People } from './People.tsx'
import { Answer, Coverage, Figures } from './parts.tsx'

export function GridDetails({ code }: { code: string }) {
  const { say, name, formats } = useTexts()
  const { scope, coverage } = useDetails()
  // building heads stand here anyway
  const shown = coverage?.kind === 'buildingHead' ? undefined : coverage?.figures.get(code)
  const query = useQuery(gridQuery(scope, code))
  return (
    <Answer query={query}>
      {({ properties, ancestors }) => {
        const level = properties.level === 1 ? 1 : properties.level === 2 ? 2 : 3
        return (
          <>
            <Breadcrumb steps={[...ancestors].sort((a, b) => a.level - b.level)} here={name(properties)} />
            <PanelHead
              kind={properties.kind === 'dedicated' ? say('details.kind.dedicated') : say(`details.level.${level}`)}
              title={name(properties)}
            />
            <Figures
              figures={[
                ['details.households', properties.households],
                ['details.residents60Plus', properties.residents60Plus],
                ['details.buildings', properties.buildings],
                ['details.openIssues', properties.openIssues],
              ]}
            />
            <Coverage rate={properties.buildingHeadCoverage} />
            {coverage && shown ? <Coverage kind={coverage.kind} rate={shown} /> : null}
            <People of={{ grid: code }} />
            <InsideGrid code={code} level={level} />
            <Facts
              facts={[
                [
                  'details.gridCode',
                  <span key="code" className="code">
                    {properties.gridCode}
                  </span>,
                ],
                [
                  'details.area',
                  properties.areaM2 >= 100_000
                    ? say('details.areaKm2', { value: formats.decimal(properties.areaM2 / 1e6) })
                    : say('details.areaM2', { value: formats.number(properties.areaM2) }),
                ],
              ]}
            />
            <p className="as-of">{say('details.asOf', { time: formats.moment(properties.buildingHeadCoverage.asOf) })}</p>
          </>
        )
      }}
    </Answer>
  )
}
