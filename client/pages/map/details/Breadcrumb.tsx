// Sub-district → level 1 → community → level 3 → building: each step leads back up.
import { useQuery } from '@tanstack/react-query'
import { gridQuery } from '../../../api/queries.ts'
import type { Named } from '../../../i18n/language.ts'
import { useTexts } from '../../../i18n/text.ts'
import { useDetails } from './context.ts'

type Step = Named & { readonly gridCode: string }

export function Breadcrumb({ steps, here }: { steps: readonly Step[]; here: string | null }) {
  const { say, name } = useTexts()
  const { subdistrict, go } = useDetails()
  return (
    <nav className="breadcrumb" aria-label={say('details.breadcrumb')} data-testid="breadcrumb">
      <ol>
        <li>
          {here === null ? (
            <span aria-current="location">{name(subdistrict)}</span>
          ) : (
            <button type="button" onClick={() => go(null)}>
              {name(subdistrict)}
            </button>
          )}
        </li>
        {steps.map((step) => (
          <li key={step.gridCode}>
            <button type="button" onClick={() => go({ kind: 'grid', code: step.gridCode })}>
              {name(step)}
            </button>
          </li>
        ))}
        {here === null ? null : (
          <li>
            <span aria-current="location">{here}</span>
          </li>
        )}
      </ol>
    </nav>
  )
}

/** The way to a thing that lies in a grid: that grid and those above it. */
export function BreadcrumbIn({ gridCode, here }: { gridCode: string | null; here: string }) {
  const { scope } = useDetails()
  const { data } = useQuery({ ...gridQuery(scope, gridCode ?? ''), enabled: gridCode !== null })
  const steps = data ? [...[...data.ancestors].sort((a, b) => a.level - b.level), data.properties] : []
  return <Breadcrumb steps={steps} here={here} />
}
