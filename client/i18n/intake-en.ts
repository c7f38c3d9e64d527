// The English texts of taking in: the same keys as intake-zh-CN.ts, checked by the compiler.
import type { intakeZh } from './intake-zh-CN.ts'

export const intakeEn = {
  'auditAction.fileSent': 'File sent',
  'auditAction.importMapped': 'Columns of an import named',
  'auditAction.importPlaceChosen': 'Place of an import confirmed',
  'auditAction.importRowsChosen': 'Rows of an import chosen',
  'auditAction.importConfirmed': 'Import confirmed',
  'auditAction.importDiscarded': 'Import thrown away',
  'auditAction.apiKeyCreated': 'API key made',
  'auditAction.apiKeyRevoked': 'API key revoked',
  'auditSubject.import': 'Import',
  'auditSubject.apiKey': 'API key',
} as const satisfies Record<keyof typeof intakeZh, string>
