// 巡逻台账的中文文案。
export const patrolsZh = {
  'auditAction.patrolTeamCreated': '新增巡逻队',
  'auditAction.patrolTeamChanged': '修改巡逻队',
  'auditAction.patrolRouteCreated': '新增巡逻路线',
  'auditAction.patrolRouteChanged': '修改巡逻路线',
  'auditAction.patrolRouteClosed': '停用巡逻路线',
  'auditAction.patrolRouteOpened': '恢复巡逻路线',
  'auditAction.patrolRunsPlanned': '排定巡逻班次',
  'auditAction.patrolRunStarted': '巡逻开始',
  'auditAction.patrolRunFinished': '巡逻结束',
  'auditAction.patrolRunCalledOff': '取消巡逻',
  'auditAction.patrolCheckpointTold': '填报必巡点',
  'auditAction.patrolTrackSent': '上传巡逻轨迹',
  'auditAction.patrolTracksDeleted': '删除到期轨迹',
  'auditAction.patrolSettingsChanged': '修改巡逻设置',
} as const
