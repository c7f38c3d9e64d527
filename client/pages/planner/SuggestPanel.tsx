// Suggestions for the grid that is chosen, or for its whole community: several to look at, each with its figures; the one that is taken becomes
// ordinary steps that can be undone.
import { useMemo, useState } from 'react'
import { type Suggestion, suggestBorders } from '#domain/plans/suggest.ts'
import type { GridId } from '#domain/topology/topology.ts'
import { nameInBoth, useTexts } from '../../i18n/text.ts'
import type { PanelProps } from './EditorPanel.tsx'

type Weighing = 'households' | 'issues' | 'elderly'
const weighings: readonly Weighing[] = ['households', 'issues', 'elderly']
const scopes = ['grid', 'community'] as const
const candidates = 4
/** How much more an open issue weighs than a household where issues count. */
const issueWeight = 8

export function SuggestPanel({
  grid,
  opened,
  live,
  figures,
  facts,
  guideLines,
  compounds,
  mayDraw,
  perform,
  onRefused,
  show,
}: PanelProps & { grid: GridId }) {
  const { say, formats } = useTexts()
  const [scope, setScope] = useState<(typeof scopes)[number]>('grid')
  const [weighing, setWeighing] = useState<Weighing>('households')
  const [parts, setParts] = useState(2)
  const [round, setRound] = useState(1)
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<readonly Suggestion[] | null>(null)
  const { topology } = live.view
  const grids = useMemo(() => {
    const parent = topology.grids.get(grid)?.parent
    const dedicated = new Set(opened.dedicated)
    return scope === 'grid' ? [grid] : [...topology.grids].flatMap(([id, one]) => (one.parent === parent && !dedicated.has(id) ? [id] : []))
  }, [scope, grid, topology, opened.dedicated])
  if (!mayDraw || facts === null || figures === null) return null

  const look = (): void => {
    setBusy(true)
    setFound(null)
    // the page says that it is at work before it is
    setTimeout(() => {
      const among = new Set(grids)
      const points = facts.buildings.flatMap(({ point, households, residents60Plus, walls }, i) =>
        among.has(figures.placed.gridOfBuilding[i] ?? '')
          ? [{ point, walls, weight: weighing === 'elderly' ? households + residents60Plus : households }]
          : [],
      )
      const issues =
        weighing === 'issues'
          ? facts.openIssues.flatMap((point, i) =>
              among.has(figures.placed.gridOfIssue[i] ?? '') ? [{ point, walls: [], weight: issueWeight }] : [],
            )
          : []
      const made = suggestBorders({
        topology,
        grids,
        parts: scope === 'grid' ? parts : grids.length,
        points: [...points, ...issues],
        guides: guideLines,
        compounds,
        seed: `${opened.plan.planId} ${grid} ${scope} ${weighing} ${round}`,
        candidates,
        nameOf: (n) => ({ id: `new-${crypto.randomUUID().slice(0, 18)}`, ...nameInBoth('planner.newGrid', { number: n }) }),
      })
      setFound(made)
      setRound(round + 1)
      setBusy(false)
    }, 30)
  }
  const take = (suggestion: Suggestion): void => {
    onRefused(perform(...suggestion.operations))
    setFound(null)
    show(null)
  }
  return (
    <section className="panel-suggest" data-testid="suggest">
      <h3>{say('suggest.title')}</h3>
      <div className="suggest-form">
        <label className="planner-field">
          {say('suggest.scope')}
          <select
            className="field-input"
            value={scope}
            data-testid="suggest-scope"
            onChange={({ target }) => setScope(target.value === 'community' ? 'community' : 'grid')}
          >
            {scopes.map((one) => (
              <option key={one} value={one}>
                {say(`suggest.scope.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {scope === 'grid' ? (
          <label className="planner-field">
            {say('suggest.parts')}
            <input
              className="field-input"
              type="number"
              min={2}
              max={12}
              value={parts}
              onChange={({ target }) => setParts(Math.min(12, Math.max(2, Math.round(Number(target.value)))))}
            />
          </label>
        ) : null}
        <label className="planner-field">
          {say('suggest.weighing')}
          <select
            className="field-input"
            value={weighing}
            onChange={({ target }) => setWeighing(weighings.find((one) => one === target.value) ?? 'households')}
          >
            {weighings.map((one) => (
              <option key={one} value={one}>
                {say(`suggest.weighing.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <button type="button" className="button-quiet" aria-busy={busy} disabled={busy} data-testid="suggest-look" onClick={look}>
        {say(busy ? 'suggest.busy' : found === null ? 'suggest.look' : 'suggest.again')}
      </button>
      {found === null ? (
        <p className="planner-note">{say('suggest.note')}</p>
      ) : found.length === 0 ? (
        <p className="planner-note" role="status">
          {say('suggest.none')}
        </p>
      ) : (
        <ul className="panel-history">
          {found.map((suggestion, i) => (
            <li key={suggestion.loads.join()}>
              <button
                type="button"
                className="panel-link"
                data-testid={`suggestion-${i}`}
                onMouseEnter={() => show(suggestion.topology)}
                onMouseLeave={() => show(null)}
                onFocus={() => show(suggestion.topology)}
                onBlur={() => show(null)}
                onClick={() => take(suggestion)}
              >
                <span>{suggestion.loads.map((load) => formats.number(load)).join(say('planner.and'))}</span>
                <span>
                  {say('suggest.figures', {
                    deviation: formats.percent({ numerator: Math.round(suggestion.deviation * 1000), denominator: 1000 }),
                    along: formats.percent({ numerator: Math.round(suggestion.alongLines * 100), denominator: 100 }),
                  })}
                  {suggestion.compoundsCut === 0 ? null : say('suggest.compoundsCut', { count: formats.number(suggestion.compoundsCut) })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
