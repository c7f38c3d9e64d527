// What stands on the sheet: facts, houses with their heads, renovation, a year of issues, the way to a station, patrols, and a plan.
import type { HeadRole } from '#domain/appointments/posts.ts'
import type { CompoundSheet } from '../../../api/places.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { Plan } from './Plan.tsx'

type House = CompoundSheet['buildings'][number]
type Station = { readonly name: string; readonly nameEn: string; readonly minutes: number }
type Props = { sheet: CompoundSheet; main: House | null; nearest: Station | null; isDemo: boolean }

const sumOf = (houses: readonly House[], of: (house: House) => number): number => houses.reduce((sum, house) => sum + of(house), 0)
const houseName = ({ name, nameEn, address }: House, texts: Texts): string => (name === '' ? address : texts.name({ name, nameEn }))

export function Sheet({ sheet, main, nearest, isDemo }: Props) {
  const texts = useTexts()
  const { say, name, formats } = texts
  const { compound, renovation, issues, posts, patrol } = sheet
  const buildings = sheet.buildings.toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }))
  const { buildingHeadCoverage: heads } = compound
  const facts: readonly (readonly [string, string])[] = [
    [say('record.field.compoundType'), say(`legend.compounds.${compound.compoundType}`)],
    [say('record.field.propertyClass'), say(`propertyClass.${compound.propertyClass}`)],
    [say('record.field.partyOrganisation'), say(`party.${compound.partyOrganisation}`)],
    [say('record.field.ownersCommittee'), say(`ownersCommittee.${compound.ownersCommittee}`)],
    [say('record.field.builtYear'), compound.builtYear === null ? say('state.unknown') : String(compound.builtYear)],
    [say('sheet.households'), formats.number(compound.households)],
    [say('sheet.head'), say('places.heads', { numerator: heads.numerator, denominator: heads.denominator })],
    [
      say('sheet.walk'),
      main === null || nearest === null
        ? say('sheet.walk.unknown')
        : say('sheet.walk.value', {
            building: houseName(main, texts),
            name: name(nearest),
            minutes: formats.number(Math.ceil(nearest.minutes)),
          }),
    ],
    [say('sheet.patrol'), say('sheet.patrol.value', { routes: patrol.routes, runs: patrol.runs })],
  ]
  return (
    <article className="sheet" data-testid="compound-sheet">
      <header className="sheet-head">
        <h2>{name(compound)}</h2>
        {isDemo ? <p className="sheet-demo">{say('app.demo')}</p> : null}
        <p className="sheet-time">{say('sheet.asOf', { time: formats.stamp(sheet.asOf) })}</p>
      </header>
      <div className="sheet-top">
        <dl className="sheet-facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Plan
          label={say('sheet.map')}
          outline={sheet.geometry.coordinates.flat()}
          points={buildings.map((house) => ({
            id: house.buildingId,
            lng: house.lng,
            lat: house.lat,
            label: houseName(house, texts),
            missing: house.head === 'missing',
          }))}
        />
      </div>
      <section>
        <h3>{say('sheet.buildings')}</h3>
        <div className="sheet-scroll">
          <table className="sheet-table">
            <thead>
              <tr>
                <th scope="col">{say('sheet.building')}</th>
                <th scope="col">{say('sheet.levels')}</th>
                <th scope="col">{say('sheet.households')}</th>
                <th scope="col">{say('sheet.60plus')}</th>
                <th scope="col">{say('sheet.units')}</th>
                <th scope="col">{say('sheet.lifts')}</th>
                <th scope="col">{say('sheet.head')}</th>
              </tr>
            </thead>
            <tbody>
              {buildings.map((house) => (
                <tr key={house.buildingId}>
                  <th scope="row">{houseName(house, texts)}</th>
                  <td>{house.levels ?? say('state.unknown')}</td>
                  <td>{formats.number(house.households)}</td>
                  <td>{formats.count(house.residents60Plus)}</td>
                  <td>
                    {house.unitsWithHead} / {house.units}
                  </td>
                  <td>{house.lifts}</td>
                  <td className={house.head === 'missing' ? 'sheet-missing' : ''}>
                    {house.headName ??
                      (house.head === 'notNeeded'
                        ? say('building.head.notNeeded')
                        : house.vacantSince === null
                          ? say('building.head.never')
                          : `${say('building.head.missing')} ${formats.day(house.vacantSince)}`)}
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{say('sheet.total')}</th>
                <td />
                <td>{formats.number(sumOf(buildings, ({ households }) => households))}</td>
                <td />
                <td>
                  {sumOf(buildings, ({ unitsWithHead }) => unitsWithHead)} / {sumOf(buildings, ({ units }) => units)}
                </td>
                <td>{sumOf(buildings, ({ lifts }) => lifts)}</td>
                <td>{say('places.heads', { numerator: heads.numerator, denominator: heads.denominator })}</td>
              </tr>
            </tfoot>
          </table>
        </div>
      </section>
      <div className="sheet-columns">
        <section>
          <h3>{say('sheet.posts')}</h3>
          {posts.length === 0 ? (
            <p>{say('sheet.posts.none')}</p>
          ) : (
            <ul>
              {posts.map(({ headRole, name: holder }) => (
                <li key={`${headRole} ${holder}`}>
                  {say(`headRole.${headRole as HeadRole}`)} {holder}
                </li>
              ))}
            </ul>
          )}
        </section>
        <section>
          <h3>{say('sheet.renovation')}</h3>
          {renovation === null ? (
            <p>{say('sheet.renovation.none')}</p>
          ) : (
            <ul>
              <li>
                {say(`stage.${renovation.stage}`)} {say('compound.stageSince', { date: formats.day(renovation.stageSince) })}
              </li>
              <li>
                {say('compound.consent.value', {
                  numerator: formats.number(renovation.consent.numerator),
                  denominator: formats.number(renovation.consent.denominator),
                })}{' '}
                {formats.percent(renovation.consent)}
              </li>
            </ul>
          )}
        </section>
        <section>
          <h3>{say('sheet.issues')}</h3>
          {issues.length === 0 ? (
            <p>{say('sheet.issues.none')}</p>
          ) : (
            <ul>
              {issues.map(({ issueClass, reported, open }) => (
                <li key={issueClass}>
                  {say(`issueClass.${issueClass}`)} {say('sheet.issues.value', { reported, open })}
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </article>
  )
}
