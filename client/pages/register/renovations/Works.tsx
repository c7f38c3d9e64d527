// What is to be done and what is done of it; who pays, what was planned and what is spent.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { costSources } from '#contract/words.ts'
import { costTotals, mostCents } from '#domain/renovation/costs.ts'
import { hundredthsOf, hundredthsText } from '#domain/renovation/hundredths.ts'
import { dictionariesQuery } from '../../../api/dictionaries.ts'
import type { Renovation } from '../../../api/renovations.ts'
import type { Texts } from '../../../i18n/text.ts'
import { useTexts } from '../../../i18n/text.ts'
import type { PartProps } from './StageLine.tsx'
import { ReasonField, WriteDialog } from './WriteDialog.tsx'

export function Items({ renovation, write }: PartProps) {
  const { say, formats, language } = useTexts()
  const { items } = renovation.project
  const [changing, setChanging] = useState(false)
  return (
    <section data-testid="renovation-items">
      <h3 className="section-label">{say('renovation.items')}</h3>
      {items.length === 0 ? (
        <p className="renovation-note">{say('renovation.items.none')}</p>
      ) : (
        <table className="renovation-table">
          <thead>
            <tr>
              <th scope="col">{say('renovation.items')}</th>
              <th scope="col">{say('renovation.planned')}</th>
              <th scope="col">{say('renovation.done')}</th>
              <th scope="col">{say('renovation.unit')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ key, name, nameEn, quantity, done, unit, unitEn }) => (
              <tr key={key}>
                <th scope="row">{language === 'en' ? nameEn : name}</th>
                <td>{formats.decimal(quantity)}</td>
                <td className={done >= quantity ? 'renovation-good' : undefined}>{formats.decimal(done)}</td>
                <td className="renovation-unit">{language === 'en' ? unitEn : unit}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {write ? (
        <button type="button" className="button-quiet" data-testid="items-change" onClick={() => setChanging(true)}>
          {say('renovation.items.change')}
        </button>
      ) : null}
      {changing ? <ItemsDialog renovation={renovation} onClose={() => setChanging(false)} /> : null}
    </section>
  )
}

type Line = { readonly planned: string; readonly done: string }

function ItemsDialog({ renovation: { project }, onClose }: { renovation: Renovation; onClose: () => void }) {
  const { say, language } = useTexts()
  const dictionary = useQuery(dictionariesQuery())
  // of what is on the screen: a version that comes in meanwhile is not what was looked at
  const [version, setVersion] = useState(project.version)
  const [lines, setLines] = useState<Readonly<Record<string, Line>>>(() =>
    Object.fromEntries(project.items.map(({ key, quantity, done }) => [key, { planned: String(quantity), done: String(done) }])),
  )
  const [reason, setReason] = useState('')
  const put = (key: string, change: Partial<Line>): void =>
    setLines((before) => ({ ...before, [key]: { ...(before[key] ?? { planned: '', done: '' }), ...change } }))
  const kinds = dictionary.data?.renovationItems ?? []
  return (
    <WriteDialog
      write="changeRenovation"
      title={say('renovation.items.change')}
      confirm={say('renovation.form.save')}
      input={() => ({
        params: { id: project.renovationProjectId },
        body: {
          version,
          reason,
          items: Object.entries(lines)
            .map(([key, { planned, done }]) => ({ key, planned: Number(planned), done: Number(done) }))
            .filter(({ planned, done }) => planned + done > 0),
        },
      })}
      onClose={onClose}
      onOvertaken={setVersion}
    >
      <p className="field-hint">{say('renovation.items.hint')}</p>
      <div className="renovation-lines">
        <span />
        <span>{say('renovation.planned')}</span>
        <span>{say('renovation.done')}</span>
        {kinds.map(({ key, name, nameEn, unit, unitEn }) => {
          const words = language === 'en' ? `${nameEn} (${unitEn})` : `${name}（${unit}）`
          return (
            <div key={key} className="renovation-line">
              <span>{words}</span>
              {(['planned', 'done'] as const).map((side) => (
                <input
                  key={side}
                  className="field-input"
                  type="number"
                  min={0}
                  max={10_000_000}
                  step="any"
                  aria-label={`${words} ${say(`renovation.${side}`)}`}
                  value={lines[key]?.[side] ?? ''}
                  data-testid={`item-${key}-${side}`}
                  onChange={({ target }) => put(key, { [side]: target.value })}
                />
              ))}
            </div>
          )
        })}
      </div>
      <ReasonField value={reason} must={false} onValue={setReason} />
    </WriteDialog>
  )
}

/** Cents as yuan with two digits, and marks between the thousands. */
const yuan = (cents: number, { formats }: Texts): string => {
  const [whole = '0', fraction = '00'] = hundredthsText(cents).split('.')
  return `${formats.number(Number(whole))}.${fraction}`
}

export function Costs({ renovation, write }: PartProps) {
  const texts = useTexts()
  const { say } = texts
  const { costs } = renovation
  const total = costTotals(costs)
  const [changing, setChanging] = useState(false)
  return (
    <section data-testid="renovation-costs">
      <h3 className="section-label">{say('renovation.costs')}</h3>
      {costs.length === 0 ? (
        <p className="renovation-note">{say('renovation.costs.none')}</p>
      ) : (
        <table className="renovation-table">
          <thead>
            <tr>
              <th scope="col">{say('renovation.source')}</th>
              <th scope="col">{say('renovation.planned.yuan')}</th>
              <th scope="col">{say('renovation.spent.yuan')}</th>
            </tr>
          </thead>
          <tbody>
            {costs.map(({ source, plannedCents, spentCents }) => (
              <tr key={source}>
                <th scope="row">{say(`costSource.${source}`)}</th>
                <td>{yuan(plannedCents, texts)}</td>
                <td className={spentCents > plannedCents ? 'renovation-open' : undefined}>{yuan(spentCents, texts)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{say('sheet.total')}</th>
              <td data-testid="costs-planned">{yuan(total.plannedCents, texts)}</td>
              <td>{yuan(total.spentCents, texts)}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {write ? (
        <button type="button" className="button-quiet" data-testid="costs-change" onClick={() => setChanging(true)}>
          {say('renovation.costs.change')}
        </button>
      ) : null}
      {changing ? <CostsDialog renovation={renovation} onClose={() => setChanging(false)} /> : null}
    </section>
  )
}

type Amounts = { readonly plannedCents: string; readonly spentCents: string }

function CostsDialog({ renovation: { project, costs }, onClose }: { renovation: Renovation; onClose: () => void }) {
  const { say } = useTexts()
  // of what is on the screen: a version that comes in meanwhile is not what was looked at
  const [version, setVersion] = useState(project.version)
  const [lines, setLines] = useState<Readonly<Record<string, Amounts>>>(() =>
    Object.fromEntries(
      costs.map(({ source, plannedCents, spentCents }) => [
        source,
        { plannedCents: hundredthsText(plannedCents), spentCents: hundredthsText(spentCents) },
      ]),
    ),
  )
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState(false)
  const cents = (text: string | undefined): number | null => ((text ?? '').trim() === '' ? 0 : hundredthsOf(text ?? '', mostCents))
  return (
    <WriteDialog
      write="changeRenovation"
      title={say('renovation.costs.change')}
      confirm={say('renovation.form.save')}
      input={() => {
        const read = costSources.map((source) => ({
          source,
          plannedCents: cents(lines[source]?.plannedCents),
          spentCents: cents(lines[source]?.spentCents),
        }))
        const good = read.flatMap(({ source, plannedCents, spentCents }) =>
          plannedCents === null || spentCents === null ? [] : [{ source, plannedCents, spentCents }],
        )
        setWrong(good.length < read.length)
        if (good.length < read.length) return null
        const given = good.filter(({ plannedCents, spentCents }) => plannedCents + spentCents > 0)
        return { params: { id: project.renovationProjectId }, body: { version, reason, costs: given } }
      }}
      onClose={onClose}
      onOvertaken={setVersion}
    >
      <div className="renovation-lines">
        <span />
        <span>{say('renovation.planned.yuan')}</span>
        <span>{say('renovation.spent.yuan')}</span>
        {costSources.map((source) => (
          <div key={source} className="renovation-line">
            <span>{say(`costSource.${source}`)}</span>
            {(['plannedCents', 'spentCents'] as const).map((side) => (
              <input
                key={side}
                className="field-input"
                inputMode="decimal"
                aria-label={`${say(`costSource.${source}`)} ${say(side === 'plannedCents' ? 'renovation.planned.yuan' : 'renovation.spent.yuan')}`}
                value={lines[source]?.[side] ?? ''}
                data-testid={`cost-${source}-${side}`}
                onChange={({ target }) =>
                  setLines((before) => ({
                    ...before,
                    [source]: { ...(before[source] ?? { plannedCents: '', spentCents: '' }), [side]: target.value },
                  }))
                }
              />
            ))}
          </div>
        ))}
      </div>
      {wrong ? (
        <p className="form-error" role="alert">
          {say('renovation.form.moneyWrong', { example: hundredthsText(123_456) })}
        </p>
      ) : null}
      <ReasonField value={reason} must={false} onValue={setReason} />
    </WriteDialog>
  )
}
