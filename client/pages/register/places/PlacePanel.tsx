// One record: what it says, where it leads, and who changed it.
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { buildingQuery, gridsQuery, type Scope } from '../../../api/queries.ts'
import { Attachments } from '../../../app/Attachments.tsx'
import { useLook } from '../../../app/look.ts'
import { PanelHead } from '../../../app/panel/parts.tsx'
import { RegisterHistory } from '../../../app/RegisterHistory.tsx'
import { fieldWords, valueWords } from '../../../app/record-words.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { fields, type Kind, type PlaceRow } from './books.ts'

type Props = { kind: Kind; row: PlaceRow; scope: Scope; onClose: () => void; onEdit: (() => void) | null }

export function PlacePanel({ kind, row, scope, onClose, onEdit }: Props) {
  const texts = useTexts()
  const { say, name } = texts
  const { search } = useLook()
  const { properties } = row.feature
  const said: Readonly<Record<string, unknown>> = properties
  const building = useQuery({ ...buildingQuery(scope, row.id), enabled: kind === 'building' })
  const units = building.data?.properties.unitList ?? []
  const compoundName =
    'compoundName' in properties && properties.compoundName !== null
      ? name({ name: properties.compoundName, nameEn: properties.compoundNameEn ?? '' })
      : null
  const { data: grids } = useQuery(gridsQuery({ subdistrict: scope.subdistrict, version: 0 }, { level: 2 }))
  const withSearch = (path: string): string => `${path}${search}`
  const and = (path: string, more: string): string => `${path}${search === '' ? '?' : `${search}&`}${more}`
  const pick = `${kind}:${row.id}`
  return (
    <aside className="register-panel" aria-label={row.title} data-testid="place-panel">
      <div className="register-tools">
        <button type="button" className="button-quiet" aria-label={say('issues.back')} onClick={onClose} data-testid="panel-close">
          <Icon name="close" />
        </button>
        <Link className="button-quiet" to={and('/', `pick=${pick}`)}>
          <Icon name="map" />
          {say('issues.onMap')}
        </Link>
        {kind === 'compound' ? (
          <Link className="button-quiet" to={withSearch(`/register/compounds/${row.id}`)} data-testid="place-sheet">
            {say('places.sheet')}
          </Link>
        ) : null}
      </div>
      <PanelHead kind={row.state} title={row.title} />
      <dl className="facts">
        {fields[kind]
          .filter(({ name: field }) => field !== 'name' && field !== 'nameEn' && field !== 'units')
          .map(({ name: field }) => (
            <div key={field} className="fact">
              <dt>{fieldWords(field, texts)}</dt>
              <dd>{factWords(field, said[field])}</dd>
            </div>
          ))}
      </dl>
      {kind === 'compound' && 'buildings' in properties ? (
        <p className="places-hint">
          {[
            say('places.buildings', { count: properties.buildings }),
            row.amount,
            say('places.heads', {
              numerator: properties.buildingHeadCoverage.numerator,
              denominator: properties.buildingHeadCoverage.denominator,
            }),
          ].join(' · ')}
        </p>
      ) : null}
      {units.length > 0 ? (
        <section>
          <h3 className="section-label">{fieldWords('units', texts)}</h3>
          <ul className="places-units">
            {units.map(({ unitNumber, households, lift }) => (
              <li key={unitNumber}>
                <strong>{say('places.unit', { number: unitNumber })}</strong>
                <span>{say('building.households.value', { count: households })}</span>
                <span>{say(lift ? 'places.lift' : 'places.noLift')}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {kind === 'compound' && row.lamp === 'amber' ? (
        <p>
          <Link className="link" to={and('/register', `compound=${row.id}`)}>
            {say('places.vacancies')}
          </Link>
        </p>
      ) : null}
      {onEdit ? (
        <button type="button" className="button register-primary" onClick={onEdit} data-testid="place-edit">
          {say('places.edit')}
        </button>
      ) : null}
      <Attachments scope={scope} kind={kind} id={row.id} />
      <RegisterHistory scope={scope} kind={kind} id={row.id} />
    </aside>
  )

  function factWords(field: string, value: unknown): string {
    if (field === 'compoundId') return compoundName ?? say('places.form.noCompound')
    const community = field === 'communityCode' ? grids?.features.find((grid) => grid.properties.gridCode.startsWith(String(value))) : null
    if (community) return name(community.properties)
    return value === null || value === undefined || value === '' ? say('state.unknown') : valueWords(field, value, texts)
  }
}
