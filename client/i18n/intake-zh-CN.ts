// The Chinese texts of taking in: files, other programs' reports, period reports.
export const intakeZh = {
  'auditAction.fileSent': '上传表格',
  'auditAction.importMapped': '确定导入列',
  'auditAction.importPlaceChosen': '确认导入地点',
  'auditAction.importRowsChosen': '选择导入行',
  'auditAction.importConfirmed': '确认导入',
  'auditAction.importDiscarded': '放弃导入',
  'auditAction.apiKeyCreated': '发放接口密钥',
  'auditAction.apiKeyRevoked': '撤销接口密钥',
  'auditSubject.import': '导入',
  'auditSubject.apiKey': '接口密钥',
} as const
