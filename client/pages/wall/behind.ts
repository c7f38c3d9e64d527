// What stands behind a number: which list it opens, and where the same list is among the pages of the desk.
import { issueStatuses } from '#contract/words.ts'
import type { CoverageKind } from '#domain/coverage/coverage-kinds.ts'
import { endedStatuses } from '#domain/issues/workflow.ts'
import type { RankingMeasure } from '#domain/wall/scenes.ts'
import { daysBefore } from '../../i18n/formats.ts'
import type { TextKey } from '../../i18n/zh-CN.ts'

export type Behind =
  | { readonly list: 'issues'; readonly which: 'open' | 'urgent' | 'overdue' | 'today' | 'late'; readonly grid?: string }
  | { readonly list: 'class'; readonly class: string }
  | { readonly list: 'buildings'; readonly grid?: string; readonly all?: true }
  | { readonly list: 'ranking'; readonly measure: RankingMeasure }
  | { readonly list: 'grids'; readonly level: 1 | 2 | 3 }
  | { readonly list: 'coverage'; readonly kind: CoverageKind }
  | { readonly list: 'walk'; readonly profile: 'default' | 'elderly' }
  | { readonly list: 'blindSpots' }
  | { readonly list: 'stations' }
  | { readonly list: 'hotSpots' }
  | { readonly list: 'patrols'; readonly state: 'planned' | 'missed' | 'finished' | 'running' | 'all' }
  | { readonly list: 'renovations'; readonly stage: string | null }
  | { readonly list: 'borders' }

export function titleOf(behind: Behind): TextKey {
  switch (behind.list) {
    case 'issues':
      return `wall.list.issues.${behind.which}`
    case 'coverage':
      return `coverage.kind.${behind.kind}`
    case 'buildings':
      return behind.all ? 'wall.list.residents' : 'wall.list.buildings'
    case 'walk':
      return behind.profile === 'elderly' ? 'wall.figure.elderlyReached' : 'wall.figure.reached'
    default:
      return `wall.list.${behind.list}`
  }
}

const openStatuses = issueStatuses.filter((status) => !endedStatuses.some((one) => one === status)).join()

/** The page of the desk with exactly this list; null where there is none. */
export function deskAddress(behind: Behind, today: string): string | null {
  switch (behind.list) {
    case 'issues':
      return `/issues?${issuesAddress(behind, today)}`
    case 'class':
      return `/issues?tab=all&class=${behind.class}&from=${daysBefore(today, 6)}`
    case 'buildings':
      if (behind.all) return null
      return behind.grid ? `/register?list=buildingHead&grid=${behind.grid}` : '/register?list=buildingHead'
    case 'coverage':
      return behind.kind === 'fiveWorkers' || behind.kind === 'partyOrganisation' ? '/register/compounds' : `/register?list=${behind.kind}`
    case 'patrols':
      return '/register/patrols'
    case 'renovations':
      return behind.stage === null ? '/register/renovations' : `/register/renovations?stage=${behind.stage}`
    case 'stations':
      return '/register/stations'
    case 'grids':
    case 'borders':
      return '/planner/history'
    default:
      return null
  }
}

function issuesAddress({ which, grid }: Extract<Behind, { list: 'issues' }>, today: string): URLSearchParams {
  const query = new URLSearchParams({ tab: 'all' })
  if (which === 'today') query.set('from', today)
  else if (which !== 'late') query.set('status', openStatuses)
  if (which === 'urgent') query.set('severity', 'urgent')
  if (which === 'overdue' || which === 'late') query.set('lamp', 'red')
  if (grid) query.set('grid', grid)
  return query
}
