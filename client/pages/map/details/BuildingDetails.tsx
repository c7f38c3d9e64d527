// One building: whether it has a head, and for how long not.
import { useQuery } from '@tanstack/react-query'
import { buildingQuery } from '../../../api/queries.ts'
import { Facts, PanelHead } from '../../../app/panel/parts.tsx'
import { useTexts } from '../../../i18n/text.ts'
import { BreadcrumbIn } from './Breadcrumb.tsx'
import { buildingName, headSentence } from './BuildingRows.tsx'
import { useDetails } from './context.ts'
import { NearestStations } from './NearestStations.tsx'
import { People } from './People.tsx'
import { Answer, countWords } from './parts.tsx'

export function BuildingDetails({ id }: { id: number }) {
  const texts = useTexts()
  const { say, formats } = texts
  const { scope, subdistrict, today, go } = useDetails()
  const query = useQuery(buildingQuery(scope, id))
  return (
    <Answer query={query}>
      {({ properties }) => {
        const { compoundId, compoundName } = properties
        const compound =
          compoundId === null || compoundName === null ? null : (
            <button type="button" className="link" onClick={() => go({ kind: 'compound', id: compoundId })}>
              {texts.name({ name: compoundName, nameEn: properties.compoundNameEn })}
            </button>
          )
        return (
          <>
            <BreadcrumbIn gridCode={properties.gridCode} here={buildingName(properties, texts)} />
            <PanelHead kind={say('search.kind.building')} title={buildingName(properties, texts)} />
            {subdistrict.source === 'openstreetmap' ? null : (
              <p className={`status status-${properties.head}`} data-testid="head-status">
                <span className={`row-mark row-mark-${properties.head}`} aria-hidden="true" />
                <span>
                  {properties.head === 'missing' && properties.vacantSince === null ? `${say('building.head.missing')} · ` : null}
                  {headSentence(properties, today, texts)}
                </span>
              </p>
            )}
            <People of={{ building: id }} />
            {properties.households > 0 ? <NearestStations building={id} /> : null}
            <Facts
              facts={[
                ['building.address', properties.address],
                ['building.compound', compound],
                ['building.use', say(`buildingUse.${properties.use}`)],
                [
                  'building.households',
                  properties.head === 'notNeeded' && properties.households === 0 ? null : formats.number(properties.households),
                ],
                ['details.residents60Plus', properties.head === 'notNeeded' ? null : countWords(properties.residents60Plus, texts)],
                [
                  'building.units',
                  properties.units > 0
                    ? say('building.units.value', { numerator: properties.unitsWithHead, denominator: properties.units })
                    : null,
                ],
                ['building.levels', properties.levels === null ? null : say('building.levels.value', { count: properties.levels })],
                [
                  'building.builtYear',
                  properties.builtYear === null ? null : say('building.builtYear.value', { year: properties.builtYear }),
                ],
              ]}
            />
          </>
        )
      }}
    </Answer>
  )
}
