// The head of a page that is not the map: the brand leads back to it; language, theme and account as everywhere.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { subdistrictsQuery } from '../api/queries.ts'
import { useTexts } from '../i18n/text.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { LookTools } from './LookTools.tsx'
import { useLook } from './look.ts'
import { useMay } from './session.ts'

export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  const { say } = useTexts()
  const { search, theme, change } = useLook()
  const may = useMay()
  const { data } = useQuery(subdistrictsQuery())
  const isDemo = data?.subdistricts.some(({ source }) => source === 'demo') ?? false
  const brand = say('app.name')
  return (
    <header className="page-head">
      {may('layers') ? (
        <Link className="page-brand" to={`/${search}`} title={say('account.toMap')}>
          {brand}
        </Link>
      ) : (
        <span className="page-brand">{brand}</span>
      )}
      <h1 className="page-title" title={title}>
        {title}
      </h1>
      {isDemo ? (
        <p className="page-demo" title={say('app.demo.note')} data-testid="demo-stamp">
          {say('app.demo')}
        </p>
      ) : null}
      {children}
      <div className="page-tools">
        <LookTools theme={theme} onChange={change} />
        <AccountMenu search={search} />
      </div>
    </header>
  )
}
