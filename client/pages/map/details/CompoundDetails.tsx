// One compound: kind, property, party organisation, its renovation if there is one, and its buildings.
import { useQuery } from '@tanstack/react-query'
import { buildingsQuery, compoundQuery, compoundWalksQuery, renovationsQuery } from '../../../api/queries.ts'
import { Facts, PanelHead } from '../../../app/panel/parts.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Breadcrumb, BreadcrumbIn } from './Breadcrumb.tsx'
import { BuildingRows } from './BuildingRows.tsx'
import { useDetails } from './context.ts'
import { Answer, Coverage } from './parts.tsx'

export function CompoundDetails({ id }: { id: number }) {
  const { say, name, formats } = useTexts()
  const { scope } = useDetails()
  const may = useMay()
  const query = useQuery(compoundQuery(scope, id))
  const buildings = useQuery({ ...buildingsQuery(scope, { compound: id }), enabled: may('buildings') })
  const gridCode = buildings.data?.features[0]?.properties.gridCode ?? null
  return (
    <Answer query={query}>
      {({ properties }) => (
        <>
          {gridCode === null ? (
            <Breadcrumb steps={[]} here={name(properties)} />
          ) : (
            <BreadcrumbIn gridCode={gridCode} here={name(properties)} />
          )}
          <PanelHead kind={say(`legend.compounds.${properties.compoundType}`)} title={name(properties)} />
          <Facts
            facts={[
              ['compound.property', say(`propertyClass.${properties.propertyClass}`)],
              ['compound.party', say(`party.${properties.partyOrganisation}`)],
              ['details.households', formats.number(properties.households)],
              [
                'building.builtYear',
                properties.builtYear === null ? null : say('building.builtYear.value', { year: properties.builtYear }),
              ],
            ]}
          />
          <Coverage rate={properties.buildingHeadCoverage} />
          {may('walkCoverage') ? <OnFoot compoundId={id} /> : null}
          {may('renovations') ? <Renovation compoundId={id} /> : null}
          {may('buildings') ? <Answer query={buildings}>{({ features }) => <BuildingRows features={features} />}</Answer> : null}
        </>
      )}
    </Answer>
  )
}

/** How many households of a compound reach a station on foot. */
function OnFoot({ compoundId }: { compoundId: number }) {
  const { say, formats } = useTexts()
  const { scope } = useDetails()
  const { data } = useQuery(compoundWalksQuery(scope))
  const figures = data?.compounds.find((one) => one.compoundId === compoundId)?.figures
  if (figures === undefined) return null
  const { covered, known, notConnected, offNetwork } = figures.households
  return (
    <section className="coverage" data-testid="compound-walk">
      <h3 className="section-label">{say('compound.onFoot')}</h3>
      <p className="coverage-figure">
        <strong>{formats.percent({ numerator: covered, denominator: known })}</strong>
        <span>{say('compound.onFoot.value', { covered: formats.number(covered), known: formats.number(known) })}</span>
      </p>
      {notConnected + offNetwork > 0 ? (
        <p className="coverage-note">{say('circles.unknown', { count: formats.number(notConnected + offNetwork) })}</p>
      ) : null}
    </section>
  )
}

function Renovation({ compoundId }: { compoundId: number }) {
  const { say, name, formats } = useTexts()
  const { scope } = useDetails()
  const query = useQuery(renovationsQuery(scope, { compound: compoundId }))
  return (
    <section className="renovation">
      <h3 className="section-label">{say('compound.renovation')}</h3>
      <Answer query={query}>
        {({ features }) =>
          features.length === 0 ? (
            <p className="rows-empty">{say('compound.renovation.none')}</p>
          ) : (
            features.map(({ properties }) => (
              <div key={properties.renovationProjectId} className="renovation-project">
                <p className="renovation-stage">
                  <strong>{say(`stage.${properties.stage}`)}</strong>{' '}
                  <span>{say('compound.stageSince', { date: formats.day(properties.stageSince) })}</span>
                </p>
                <p className="renovation-note">
                  {say(`renovationClass.${properties.renovationClass}`)}
                  {' · '}
                  {say('compound.consent.value', {
                    numerator: formats.number(properties.consent.numerator),
                    denominator: formats.number(properties.consent.denominator),
                  })}
                  {' · '}
                  {formats.percent(properties.consent)}
                </p>
                {properties.items.length > 0 && (
                  <ul className="renovation-items" aria-label={say('compound.items')}>
                    {properties.items.map((item) => (
                      <li key={item.key}>
                        <span>{name(item)}</span>
                        <span>
                          {formats.decimal(item.quantity)} {name({ name: item.unit, nameEn: item.unitEn })}
                        </span>
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            ))
          )
        }
      </Answer>
    </section>
  )
}
