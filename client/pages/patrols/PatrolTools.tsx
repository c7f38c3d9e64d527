// Runs or routes, what narrows them, their files, and what is done with all of them: plan, teams, settings, a new route.
import { lazy, type RefObject, Suspense, useEffect, useState } from 'react'
import { runStates } from '#domain/patrol/run-state.ts'
import { routeFileAddress, runFileAddress } from '../../api/patrols.ts'
import type { Scope } from '../../api/queries.ts'
import { SavedViews } from '../../app/SavedViews.tsx'
import { useMay, useSession } from '../../app/session.ts'
import type { SetParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import { PlanDialog } from './PlanDialog.tsx'
import { daysOf, type PatrolsAddress, tabs, whens } from './patrols-address.ts'
import { SettingsDialog } from './SettingsDialog.tsx'
import { TeamDialog } from './TeamDialog.tsx'

/** What reads and writes files comes with the first file. */
const RouteFileDialog = lazy(() => import('./RouteFileDialog.tsx').then((module) => ({ default: module.RouteFileDialog })))
const SaveRoutes = lazy(() => import('./SaveRoutes.tsx').then((module) => ({ default: module.SaveRoutes })))

const pauseMs = 300

type Props = {
  address: PatrolsAddress
  scope: Scope
  today: string
  searchRef: RefObject<HTMLInputElement | null>
  onChange: SetParameters
  onClear: (() => void) | null
  onAdd: () => void
}

export function PatrolTools({ address, scope, today, searchRef, onChange, onClear, onAdd }: Props) {
  const { say, language } = useTexts()
  const may = useMay()
  const session = useSession()
  const { tab, when, routes, runs } = address
  const [dialog, setDialog] = useState<'plan' | 'teams' | 'settings' | 'upload' | 'save' | null>(null)
  const [text, setText] = useState(routes.q ?? '')
  useEffect(() => setText(routes.q ?? ''), [routes.q])
  useEffect(() => {
    if (tab !== 'routes' || text.trim() === (routes.q ?? '')) return
    const timer = setTimeout(() => onChange({ q: text.trim() || undefined }), pauseMs)
    return () => clearTimeout(timer)
  }, [tab, text, routes.q, onChange])
  const runFilter = { ...runs, ...daysOf(when, today) }
  const state = tab === 'runs' ? runs.state : routes.state
  return (
    <>
      <nav className="patrols-tabs" aria-label={say('patrols.lists')}>
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            className="patrols-tab"
            aria-current={tab === one ? 'page' : undefined}
            data-testid={`tab-${one}`}
            onClick={() => onChange({ tab: one === 'runs' ? undefined : one }, 'only')}
          >
            {say(`patrols.tab.${one}`)}
          </button>
        ))}
        <span className="patrols-tab-tools">
          {may('patrolTeams') && may('createPatrolTeam') ? (
            <button type="button" className="button-quiet" onClick={() => setDialog('teams')} data-testid="teams">
              {say('patrols.teams')}
            </button>
          ) : null}
          {may('changePatrolSettings') && session.scope.some(({ level, inForce }) => level === 0 && inForce) ? (
            <button type="button" className="button-quiet" onClick={() => setDialog('settings')} data-testid="settings">
              {say('patrols.settings')}
            </button>
          ) : null}
        </span>
      </nav>
      <search className="patrols-filters">
        {tab === 'routes' ? (
          <input
            ref={searchRef}
            type="search"
            className="patrols-filter patrols-filter-text"
            placeholder={say('patrols.filter.text')}
            aria-label={say('patrols.filter.text')}
            maxLength={60}
            value={text}
            data-testid="filter-q"
            onChange={({ target }) => setText(target.value)}
          />
        ) : (
          <fieldset className="patrols-when">
            <legend className="unseen">{say('patrols.when')}</legend>
            {whens.map((one) => (
              <button
                key={one}
                type="button"
                className="choice-option"
                aria-pressed={when === one}
                data-testid={`when-${one}`}
                onClick={() => onChange({ when: one === 'today' ? undefined : one, pick: undefined })}
              >
                {say(`patrols.when.${one}`)}
              </button>
            ))}
          </fieldset>
        )}
        <select
          className={state === undefined ? 'patrols-filter' : 'patrols-filter patrols-filter-set'}
          aria-label={say('patrols.filter.state')}
          value={state ?? ''}
          data-testid="filter-state"
          onChange={({ target }) => onChange({ state: target.value || undefined })}
        >
          <option value="">{say(tab === 'runs' ? 'patrols.filter.states' : 'patrols.filter.open')}</option>
          {tab === 'runs'
            ? runStates.map((one) => (
                <option key={one} value={one}>
                  {say(`runState.${one}`)}
                </option>
              ))
            : (['closed', 'all'] as const).map((one) => (
                <option key={one} value={one}>
                  {say(`patrols.filter.${one}`)}
                </option>
              ))}
        </select>
        {onClear === null ? null : (
          <button type="button" className="button-quiet" onClick={onClear} data-testid="filter-clear">
            {say('issues.filter.clear')}
          </button>
        )}
        {tab === 'runs' && may('planPatrolRuns') ? (
          <button type="button" className="button-quiet patrols-add" onClick={() => setDialog('plan')} data-testid="plan">
            {say('patrols.plan')}
          </button>
        ) : null}
        {tab === 'routes' && may('createPatrolRoute') ? (
          <button type="button" className="button-quiet patrols-add" onClick={onAdd} data-testid="route-add">
            {say('patrols.route.add')}
          </button>
        ) : null}
        {tab === 'routes' && may('fillInPatrolRoutes') ? (
          <button type="button" className="button-quiet" onClick={() => setDialog('upload')} data-testid="route-upload">
            {say('patrols.file.open')}
          </button>
        ) : null}
        <SavedViews page="patrols" />
        <span className="patrols-files">
          {(tab === 'runs' ? (['xlsx', 'csv'] as const) : (['xlsx', 'csv', 'geojson'] as const)).map((format) => (
            <a
              key={format}
              className="link"
              href={tab === 'runs' ? runFileAddress(runFilter, format, language) : routeFileAddress(routes, format, language)}
              download
              data-testid={`file-${format}`}
            >
              {say(`register.file.${format}`)}
            </a>
          ))}
          {tab === 'routes' ? (
            <button type="button" className="link" data-testid="route-save-file" onClick={() => setDialog('save')}>
              {say('geoFile.more')}
            </button>
          ) : null}
        </span>
      </search>
      {dialog === 'plan' ? <PlanDialog today={today} onClose={() => setDialog(null)} /> : null}
      {dialog === 'teams' ? <TeamDialog scope={scope} onClose={() => setDialog(null)} /> : null}
      <Suspense>
        {dialog === 'upload' ? <RouteFileDialog scope={scope} onClose={() => setDialog(null)} /> : null}
        {dialog === 'save' ? <SaveRoutes filter={routes} onClose={() => setDialog(null)} /> : null}
      </Suspense>
      {dialog === 'settings' ? <SettingsDialog scope={scope} onClose={() => setDialog(null)} /> : null}
    </>
  )
}
