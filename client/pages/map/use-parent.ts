// One level up from the selected thing: where Esc and the way back lead. From what the panel already asked for.
import { useQuery } from '@tanstack/react-query'
import { buildingQuery, gridQuery, type Scope } from '../../api/queries.ts'
import type { Selection } from '../../map/selection.ts'

const nowhere: Scope = { subdistrict: '', version: 0 }

export function useParent(scope: Scope | null, selection: Selection | null): Selection | null {
  const at = scope ?? nowhere
  const grid = useQuery({
    ...gridQuery(at, selection?.kind === 'grid' ? selection.code : ''),
    enabled: scope !== null && selection?.kind === 'grid',
  })
  const building = useQuery({
    ...buildingQuery(at, selection?.kind === 'building' ? selection.id : 0),
    enabled: scope !== null && selection?.kind === 'building',
  })
  const code =
    selection?.kind === 'grid'
      ? grid.data?.properties.parentCode
      : selection?.kind === 'building'
        ? building.data?.properties.gridCode
        : null
  return code ? { kind: 'grid', code } : null
}
