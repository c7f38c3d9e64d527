// Two plans of stations side by side: their circles, their figures, and whom the one serves and the other does not. What is compared stands in the address.
import './circles.css'
import { useQuery } from '@tanstack/react-query'
import { clockTime } from '#domain/calendar/opening-hours.ts'
import { type WalkProfile, walkProfiles } from '#domain/walk/profile.ts'
import { changesText } from '#domain/walk/station-changes.ts'
import { type Scope, subdistrictsQuery, type Walk, walkDifferenceQuery } from '../../api/queries.ts'
import { scenariosQuery } from '../../api/walking.ts'
import { parsePlan } from '../../app/address.ts'
import { Failure } from '../../app/Failure.tsx'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { useMay } from '../../app/session.ts'
import { useQueryParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { PlanSheet } from './PlanSheet.tsx'

export default function ComparePage() {
  const { say } = useTexts()
  const may = useMay()
  const query = useQuery(subdistrictsQuery())
  const title = say('compare.title')
  usePageTitle(title)
  const subdistrict = query.data?.subdistricts[0]
  return (
    <div className="page" data-testid="compare">
      <PageHead title={title} />
      <main className="compare-main">
        {!may('walkDifference') ? (
          <p className="compare-empty">{say('compare.nobody')}</p>
        ) : query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : subdistrict === undefined ? (
          <Skeleton height={320} />
        ) : (
          <Compare scope={{ subdistrict: subdistrict.subdistrictCode, version: 0 }} />
        )}
      </main>
    </div>
  )
}

const sides = ['a', 'b'] as const

function Compare({ scope }: { scope: Scope }) {
  const { say, formats } = useTexts()
  const [parameters, set] = useQueryParameters()
  const profile: WalkProfile = walkProfiles.find((one) => one === parameters.get('walk')) ?? 'default'
  const asked = parameters.get('open') ?? ''
  const at = clockTime.test(asked) ? asked : undefined
  const walk: Walk = { profile, ...(at !== undefined && { at }) }
  const kept = useQuery(scenariosQuery(scope))
  const plans = { a: parsePlan(parameters.get('a') ?? ''), b: parsePlan(parameters.get('b') ?? '') }
  const texts = { a: changesText(plans.a), b: changesText(plans.b) }
  const difference = useQuery(
    walkDifferenceQuery(scope, { ...walk, ...(texts.b !== '' && { changes: texts.b }), ...(texts.a !== '' && { than: texts.a }) }),
  )
  const choose = (side: (typeof sides)[number]) => {
    const known = kept.data?.scenarios ?? []
    const isKept = texts[side] === '' || known.some(({ changes }) => changes === texts[side])
    return (
      <label className="compare-choice">
        {say(`compare.${side}`)}
        <select
          className="field-input"
          data-testid={`compare-${side}`}
          value={texts[side]}
          onChange={({ target: { value } }) => set({ [side]: value === '' ? undefined : value })}
        >
          <option value="">{say('compare.asItIs')}</option>
          {isKept ? null : <option value={texts[side]}>{say('compare.notKept')}</option>}
          {known.map((one) => (
            <option key={one.walkScenarioId} value={one.changes}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    )
  }
  const { data } = difference
  return (
    <>
      <div className="compare-bar">
        <Choice
          label={say('circles.profile')}
          options={walkProfiles.map((one) => ({ value: one, text: say(`walkProfile.${one}`) }))}
          value={profile}
          onChange={(one) => set({ walk: one === 'default' ? undefined : one })}
        />
        {at === undefined ? null : <p className="compare-note">{say('circles.open.at', { time: at })}</p>}
        <button type="button" className="button-quiet compare-print" onClick={() => window.print()}>
          {say('report.print')}
        </button>
      </div>
      <div className="compare-sheets">
        {sides.map((side) => (
          <section key={side} className="compare-side" aria-label={say(`compare.${side}`)}>
            {choose(side)}
            <PlanSheet
              scope={scope}
              walk={{ ...walk, ...(texts[side] !== '' && { changes: texts[side] }) }}
              plan={plans[side]}
              name={say(`compare.${side}`)}
              figures={side === 'a' ? data?.before : data?.after}
              meanMinutes={(side === 'a' ? data?.meanMinutes.before : data?.meanMinutes.after) ?? null}
            />
          </section>
        ))}
      </div>
      {difference.error ? (
        <Failure error={difference.error} retry={() => void difference.refetch()} />
      ) : data === undefined ? (
        <Skeleton height={80} />
      ) : (
        <section className="compare-difference" data-testid="compare-difference">
          <h2>{say('compare.difference')}</h2>
          <ul>
            <li>
              {say('compare.newly', {
                households: formats.number(data.newly.households),
                buildings: formats.number(data.newly.buildings),
                elderly: formats.count(data.newly.residents60Plus),
              })}
            </li>
            <li className={data.lost.households > 0 ? 'row-lack' : undefined}>
              {say('compare.lost', {
                households: formats.number(data.lost.households),
                buildings: formats.number(data.lost.buildings),
                elderly: formats.count(data.lost.residents60Plus),
              })}
            </li>
          </ul>
          {data.dataTime === null ? null : (
            <p className="compare-note">{say('circles.dataTime', { time: formats.moment(data.dataTime) })}</p>
          )}
        </section>
      )}
    </>
  )
}
