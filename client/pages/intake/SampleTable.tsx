import type { ImportDetail } from '#contract/imports.ts'
import { type IntakeField, intakeFields } from '#domain/intake/intake-words.ts'
import { useTexts } from '../../i18n/text.ts'

type Props = { job: ImportDetail; columns: Readonly<Partial<Record<IntakeField, number | undefined>>> }

/** The first rows as they are kept; columns that mean something come first and say what. */
export function SampleTable({ job, columns }: Props) {
  const { say } = useTexts()
  const meaning = new Map(intakeFields.flatMap((field) => (columns[field] === undefined ? [] : [[columns[field], field] as const])))
  const order = [...job.header.keys()].sort((a, b) => Number(meaning.has(b)) - Number(meaning.has(a)) || a - b)
  return (
    <details className="intake-sample" open>
      <summary>{say('intake.sample')}</summary>
      {/* a region that scrolls is reached by the keyboard */}
      <section className="intake-scroll" aria-label={say('intake.sample')} tabIndex={-1}>
        <table className="intake-table">
          <thead>
            <tr>
              {order.map((at) => {
                const field = meaning.get(at)
                return (
                  <th key={at} scope="col" data-used={field !== undefined}>
                    {job.header[at] === '' ? '—' : job.header[at]}
                    <span className="intake-means">
                      {field === undefined ? (job.personal[at] ? say('intake.sample.personal') : '') : say(`intake.field.${field}`)}
                    </span>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {Array.from(job.sample.slice(0, 4).entries(), ([row, cells]) => (
              <tr key={row}>
                {order.map((at) => (
                  <td key={at} data-used={meaning.has(at)}>
                    {cells[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
