// The Chinese texts of the boundary planner.
export const plannerZh = {
  'auditAction.planBegun': '新建边界方案',
  'auditAction.planDrawn': '修改边界方案',
  'auditAction.planStepped': '边界方案流转',
  'auditAction.planRebased': '边界方案换底',
  'auditAction.planPublished': '发布网格边界',
  'auditAction.planRulesChanged': '修改边界检查规则',
} as const
