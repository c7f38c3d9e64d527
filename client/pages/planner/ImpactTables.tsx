// The tables of the registration form: grids before and after, communities, what goes from which grid to which, and whom it concerns.
import type { PlanImpact } from '../../api/plans.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { useTexts } from '../../i18n/text.ts'
import { gridName } from './operation-words.ts'

type Props = { readonly impact: PlanImpact; readonly view: PlanView }

export function GridTable({ impact, view }: Props) {
  const texts = useTexts()
  const { say, formats, name } = texts
  const told = (value: number | null | undefined): string => (value === undefined || value === null ? '—' : formats.number(value))
  const pair = (before: number | null | undefined, after: number | null | undefined): string =>
    say('planner.pair', { before: told(before), after: told(after) })
  return (
    <table className="impact-table" data-testid="impact-grids">
      <caption>{say('planner.impact.grids')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('planner.grid')}</th>
          <th scope="col">{say('planner.change')}</th>
          <th scope="col">{say('planner.code')}</th>
          <th scope="col">{say('planner.head')}</th>
          <th scope="col">{say('planner.households')}</th>
          <th scope="col">{say('planner.elderly')}</th>
          <th scope="col">{say('planner.buildings')}</th>
          <th scope="col">{say('planner.openIssues')}</th>
          <th scope="col">{say('planner.impact.walk')}</th>
          <th scope="col">{say('planner.impact.within15')}</th>
          <th scope="col">{say('planner.areaM2')}</th>
        </tr>
      </thead>
      <tbody>
        {impact.grids.map((line) => (
          <tr key={line.grid}>
            <th scope="row">
              {name(line)}
              {line.parent === null ? null : <span className="impact-parent">{gridName(line.parent, view, texts)}</span>}
            </th>
            <td>{say(`planChange.${line.change}`)}</td>
            <td className="impact-code">
              {line.code === null
                ? line.grid
                : line.code === line.grid || line.change === 'new'
                  ? line.code
                  : `${line.grid} → ${line.code}`}
            </td>
            <td>{line.head ?? say('planner.noHead')}</td>
            <td>{pair(line.before?.households, line.after?.households)}</td>
            <td>{say('planner.about', { count: pair(line.before?.residents60Plus, line.after?.residents60Plus) })}</td>
            <td>{pair(line.before?.buildings, line.after?.buildings)}</td>
            <td>{pair(line.before?.openIssues, line.after?.openIssues)}</td>
            <td>{pair(line.before?.walkMinutes, line.after?.walkMinutes)}</td>
            <td>
              {say('planner.pair', {
                before: line.before === null ? '—' : formats.percent(line.before.within15),
                after: line.after === null ? '—' : formats.percent(line.after.within15),
              })}
            </td>
            <td>{pair(line.before?.areaM2, line.after?.areaM2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Communities, and grids of level 1, that get another name or come under another one. */
export function UpperTable({ impact, view }: Props) {
  const texts = useTexts()
  const { say, name } = texts
  if (impact.upper.length === 0) return null
  const above = (grid: string | null) => (grid === null ? '—' : gridName(grid, view, texts))
  return (
    <table className="impact-table" data-testid="impact-upper">
      <caption>{say('planner.impact.upper')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('planner.code')}</th>
          <th scope="col">{say('planner.impact.name')}</th>
          <th scope="col">{say('planner.impact.parent')}</th>
        </tr>
      </thead>
      <tbody>
        {impact.upper.map((line) => (
          <tr key={line.grid}>
            <th scope="row">{line.grid}</th>
            <td>{say('planner.pair', { before: name({ name: line.nameBefore, nameEn: line.nameEnBefore }), after: name(line) })}</td>
            <td>{say('planner.pair', { before: above(line.parentBefore), after: above(line.parent) })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function MoveTable({ impact, view }: Props) {
  const texts = useTexts()
  const { say, formats } = texts
  if (impact.moves.length === 0) return <p className="planner-note">{say('planner.impact.noMoves')}</p>
  const ground = (grid: string) => (grid === '' ? say('planner.outside') : gridName(grid, view, texts))
  return (
    <table className="impact-table">
      <caption>{say('planner.impact.moves')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('planner.from')}</th>
          <th scope="col">{say('planner.to')}</th>
          <th scope="col">{say('planner.households')}</th>
          <th scope="col">{say('planner.elderly')}</th>
          <th scope="col">{say('planner.buildings')}</th>
          <th scope="col">{say('planner.openIssues')}</th>
          <th scope="col">{say('headRole.buildingHead')}</th>
        </tr>
      </thead>
      <tbody>
        {impact.moves.map((move) => (
          <tr key={`${move.from} ${move.to}`}>
            <td>{ground(move.from)}</td>
            <td>{ground(move.to)}</td>
            <td>{formats.number(move.households)}</td>
            <td>{say('planner.about', { count: formats.number(move.residents60Plus) })}</td>
            <td>{formats.number(move.buildings)}</td>
            <td>{formats.number(move.openIssues)}</td>
            <td>{formats.number(move.buildingHeads)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const flows = ['buildings', 'households', 'residents60Plus', 'openIssues'] as const

/** A line for each person: what the grids that they answer for gain and lose, and the buildings that come into another grid with their heads. */
export function PersonTable({ impact, view }: Props) {
  const texts = useTexts()
  const { say, formats } = texts
  if (impact.persons.length === 0) return <p className="planner-note">{say('planner.impact.nobody')}</p>
  const named = (grids: readonly string[]) =>
    grids.length === 0 ? '—' : grids.map((grid) => gridName(grid, view, texts)).join(say('planner.and'))
  const change = (gained: number, lost: number): string =>
    [gained > 0 ? `+${formats.number(gained)}` : '', lost > 0 ? `−${formats.number(lost)}` : ''].filter((part) => part !== '').join(' ') ||
    '—'
  return (
    <>
      <table className="impact-table impact-persons" data-testid="impact-persons">
        <caption>{say('planner.impact.persons')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('planner.impact.person')}</th>
            <th scope="col">{say('planner.impact.post')}</th>
            <th scope="col">{say('planner.grids')}</th>
            <th scope="col">{say('planner.buildings')}</th>
            <th scope="col">{say('planner.households')}</th>
            <th scope="col">{say('planner.elderly')}</th>
            <th scope="col">{say('planner.openIssues')}</th>
            <th scope="col">{say('planner.impact.along')}</th>
          </tr>
        </thead>
        <tbody>
          {impact.persons.map(({ personId, name, roles, gridsBefore, gridsAfter, gained, lost, along }) => (
            <tr key={personId}>
              <th scope="row">{name}</th>
              <td>{roles.map((role) => say(`headRole.${role}`)).join(say('planner.and'))}</td>
              <td>
                {gridsBefore.join() === gridsAfter.join()
                  ? named(gridsAfter)
                  : say('planner.pair', { before: named(gridsBefore), after: named(gridsAfter) })}
              </td>
              {flows.map((flow) => (
                <td key={flow}>
                  {flow === 'residents60Plus' && gained[flow] + lost[flow] > 0
                    ? say('planner.about', { count: change(gained[flow], lost[flow]) })
                    : change(gained[flow], lost[flow])}
                </td>
              ))}
              <td>
                {along.buildings === 0
                  ? '—'
                  : say('planner.impact.along.what', {
                      buildings: formats.number(along.buildings),
                      households: formats.number(along.households),
                      elderly: formats.number(along.residents60Plus),
                    })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {impact.personsMore > 0 ? (
        <p className="planner-note">{say('planner.impact.personsMore', { count: formats.number(impact.personsMore) })}</p>
      ) : null}
    </>
  )
}
