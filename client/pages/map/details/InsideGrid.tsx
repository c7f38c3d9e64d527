// What is in a grid: grids of the level below, or its buildings where this account may read them.
import { useQuery } from '@tanstack/react-query'
import { buildingsQuery, gridsQuery } from '../../../api/queries.ts'
import { useMay } from '../../../app/session.ts'
import { BuildingRows } from './BuildingRows.tsx'
import { useDetails } from './context.ts'
import { GridRows } from './GridRows.tsx'
import { Answer } from './parts.tsx'

export function InsideGrid({ code, level }: { code: string; level: number }) {
  const may = useMay()
  if (level < 3) return <ChildrenOf code={code} level={level === 1 ? 2 : 3} />
  return may('buildings') ? <BuildingsOf code={code} /> : null
}

function ChildrenOf({ code, level }: { code: string; level: 2 | 3 }) {
  const { scope } = useDetails()
  return (
    <Answer query={useQuery(gridsQuery(scope, { parent: code }))}>
      {({ features }) => <GridRows level={level} features={features} />}
    </Answer>
  )
}

function BuildingsOf({ code }: { code: string }) {
  const { scope } = useDetails()
  return <Answer query={useQuery(buildingsQuery(scope, { grid: code }))}>{({ features }) => <BuildingRows features={features} />}</Answer>
}
