// The grid that is chosen: its name, its community, what lies in it before and after, and its neighbours.
import { useEffect, useMemo, useState } from 'react'
import { areaSquareMetres, compactnessOf, sizeProblem } from '#domain/plans/checks.ts'
import { noLoad } from '#domain/plans/figures.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import type { GridId } from '#domain/topology/topology.ts'
import { mayJoin } from '../../editor/tools.ts'
import { useTexts } from '../../i18n/text.ts'
import type { PanelProps } from './EditorPanel.tsx'
import { gridName, rangeWords } from './operation-words.ts'
import { SuggestPanel } from './SuggestPanel.tsx'

export function GridPanel(props: PanelProps) {
  const texts = useTexts()
  const { say, formats } = texts
  const { pen, live, figures, opened } = props
  const { view } = live
  const [grid, ...others] = pen.chosen
  if (grid === undefined)
    return (
      <div className="panel-part">
        <p className="planner-empty">{say('planner.chooseGrid')}</p>
        <dl className="panel-figures">
          <dt>{say('planner.grids')}</dt>
          <dd>{formats.number(view.topology.grids.size)}</dd>
          <dt>{say('planner.changedGrids')}</dt>
          <dd>{formats.number(view.changed.size)}</dd>
        </dl>
      </div>
    )
  const before = figures?.loadsBefore.get(grid)
  const load = figures?.loads.get(grid) ?? noLoad
  const polygons = gridPolygons(view.topology, grid)
  const area = Math.round(areaSquareMetres(polygons))
  const pair = (was: number | undefined, is: number): string =>
    was === undefined || was === is || !view.base.grids.has(grid)
      ? formats.number(is)
      : say('planner.pair', { before: formats.number(was), after: formats.number(is) })
  return (
    <div className="panel-part" data-testid="grid-panel">
      <GridName key={grid} grid={grid} {...props} />
      {others.length > 0 ? (
        <p className="planner-note">
          {say('planner.chosenMore', { grids: others.map((one) => gridName(one, view, texts)).join(say('planner.and')) })}
        </p>
      ) : null}
      <dl className="panel-figures">
        <dt>{say('planner.code')}</dt>
        <dd>{/^\d{15}$/.test(grid) ? grid : say('planner.codeLater')}</dd>
        <dt>{say('planner.households')}</dt>
        <dd className={sizeProblem(load.households, opened.rules.households[3]) === null ? undefined : 'pen-out'}>
          {figures === null ? '—' : pair(before?.households, load.households)}
          <span className="panel-range">{rangeWords(opened.rules.households[3], texts)}</span>
        </dd>
        <dt>{say('planner.buildings')}</dt>
        <dd>{figures === null ? '—' : pair(before?.buildings, load.buildings)}</dd>
        <dt>{say('planner.elderly')}</dt>
        <dd>{figures === null ? '—' : say('planner.about', { count: pair(before?.residents60Plus, load.residents60Plus) })}</dd>
        <dt>{say('planner.openIssues')}</dt>
        <dd>{figures === null ? '—' : pair(before?.openIssues, load.openIssues)}</dd>
        <dt>{say('planner.area')}</dt>
        <dd>{say('planner.squareMetres', { area: formats.number(area) })}</dd>
        <dt>{say('planner.compactness')}</dt>
        <dd>{formats.percent({ numerator: Math.round(compactnessOf(polygons) * 100), denominator: 100 })}</dd>
      </dl>
      <Parents grid={grid} {...props} />
      <Neighbours grid={grid} {...props} />
      <SuggestPanel key={grid} grid={grid} {...props} />
    </div>
  )
}

function GridName({ grid, live, mayDraw, perform, onRefused }: PanelProps & { grid: GridId }) {
  const { say } = useTexts()
  const known = live.view.topology.grids.get(grid)
  const [name, setName] = useState(known?.name ?? '')
  const [nameEn, setNameEn] = useState(known?.nameEn ?? '')
  useEffect(() => {
    setName(known?.name ?? '')
    setNameEn(known?.nameEn ?? '')
  }, [known?.name, known?.nameEn])
  const changed = known !== undefined && (name !== known.name || nameEn !== known.nameEn) && name.trim() !== '' && nameEn.trim() !== ''
  return (
    <form
      className="panel-name"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) onRefused(perform({ kind: 'renameGrid', grid, name, nameEn }))
      }}
    >
      <label>
        <span className="unseen">{say('planner.name')}</span>
        <input
          className="field-input panel-title"
          value={name}
          maxLength={60}
          readOnly={!mayDraw}
          data-testid="grid-name"
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <label>
        <span className="unseen">{say('planner.nameEn')}</span>
        <input
          className="field-input"
          lang="en"
          value={nameEn}
          maxLength={60}
          readOnly={!mayDraw}
          onChange={({ target }) => setNameEn(target.value)}
        />
      </label>
      {changed ? (
        <button type="submit" className="button-quiet" data-testid="rename">
          {say('planner.rename')}
        </button>
      ) : null}
    </form>
  )
}

/** What the grid hangs under, and what that hangs under: either may be hung elsewhere. */
function Parents({ grid, ...props }: PanelProps & { grid: GridId }) {
  const { topology } = props.live.view
  const parent = topology.grids.get(grid)?.parent ?? ''
  return (
    <>
      <Parent child={grid} parent={parent} level={2} {...props} />
      <Parent child={parent} parent={topology.parents.get(parent)?.parent ?? ''} level={1} {...props} />
    </>
  )
}

type Hanging = { readonly child: GridId; readonly parent: string; readonly level: 1 | 2 }

function Parent({ child, parent, level, live, mayDraw, perform, onRefused }: PanelProps & Hanging) {
  const { say, name } = useTexts()
  const { topology } = live.view
  const above = useMemo(
    () => [...topology.parents].filter(([, one]) => one.level === level).sort(([a], [b]) => (a < b ? -1 : 1)),
    [topology, level],
  )
  // where there is one only, there is nothing to choose
  if (level === 1 && above.length < 2) return null
  const known = topology.parents.get(child)
  return (
    <label className="planner-field">
      {level === 2 ? say('planner.parent') : say('planner.parentAbove', { community: known === undefined ? '' : name(known) })}
      <select
        className="field-input"
        value={parent}
        disabled={!mayDraw}
        data-testid={level === 2 ? 'parent' : 'parent-above'}
        onChange={({ target }) => onRefused(perform({ kind: 'setParent', grid: child, parent: target.value }))}
      >
        {above.map(([code, one]) => (
          <option key={code} value={code}>
            {name(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

function Neighbours({ grid, live, pen, figures }: PanelProps & { grid: GridId }) {
  const texts = useTexts()
  const { say, formats } = texts
  const neighbours = useMemo(() => mayJoin(live.view.topology, grid), [live.view.topology, grid])
  return (
    <section className="panel-neighbours">
      <h3>{say('planner.neighbours')}</h3>
      <ul>
        {neighbours.map((other) => (
          <li key={other}>
            <button
              type="button"
              className="panel-link"
              aria-pressed={pen.chosen.includes(other)}
              onClick={() => pen.choose(pen.chosen.includes(other) ? pen.chosen.filter((one) => one !== other) : [...pen.chosen, other])}
            >
              <span>{gridName(other, live.view, texts)}</span>
              <span>
                {figures === null
                  ? ''
                  : say('planner.householdCount', { count: formats.number(figures.loads.get(other)?.households ?? 0) })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="planner-note">{say('planner.neighbours.note')}</p>
    </section>
  )
}
