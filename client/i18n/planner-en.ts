// The English texts of the boundary planner.
import type { plannerZh } from './planner-zh-CN.ts'

export const plannerEn: Readonly<Record<keyof typeof plannerZh, string>> = {
  'auditAction.planBegun': 'Boundary plan begun',
  'auditAction.planDrawn': 'Boundary plan drawn on',
  'auditAction.planStepped': 'Boundary plan sent on its way',
  'auditAction.planRebased': 'Boundary plan put on newer borders',
  'auditAction.planPublished': 'Borders put in force',
  'auditAction.planRulesChanged': 'Rules of boundary checks changed',
}
