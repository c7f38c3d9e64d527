// Keys of other programs, which report and read through Open311 (GeoReport v2) under /open311/v2. Until a sub-district has a key in force it
// is not served there at all.
import { z } from 'zod'
import { Instant, RowId } from './fields.ts'
import { get, post, remove } from './route.ts'

export const ApiKey = z.object({
  apiKeyId: z.number().int(),
  name: z.string(),
  createdAt: Instant,
  createdBy: z.string(),
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

export const apiKeys = get({
  id: 'apiKeys',
  path: '/api/v1/api-keys',
  summary: 'The keys of other programs and when each was last used',
  tag: 'accounts',
  access: ['securityAdministrator', 'auditor'],
  reach: 'system',
  ok: z.object({ apiKeys: z.array(ApiKey) }),
})

export const createApiKey = post({
  id: 'createApiKey',
  path: '/api/v1/api-keys',
  summary: 'Make a key for another program; shown once, in force until revoked',
  tag: 'accounts',
  access: ['securityAdministrator'],
  reach: 'system',
  body: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^[^\p{C}]*$/u, 'no control characters'),
  }),
  ok: z.object({ apiKey: ApiKey, key: z.string() }),
})

export const revokeApiKey = remove({
  id: 'revokeApiKey',
  path: '/api/v1/api-keys/:id',
  summary: 'Revoke a key; what it asks from then on is refused',
  tag: 'accounts',
  access: ['securityAdministrator'],
  reach: 'system',
  params: z.object({ id: RowId }),
  ok: ApiKey,
  errors: ['not_found'],
})
