import { newToken, tokenHash } from '../db/sessions.ts'
import { found } from '../http/app-error.ts'
import type { SystemHandlers } from '../http/handler.ts'
import { insertKey, keyList, revokeKey } from './key-queries.ts'

export const apiKeyHandlers: Pick<SystemHandlers, 'apiKeys' | 'createApiKey' | 'revokeApiKey'> = {
  apiKeys: async ({ db, who }) => ({ apiKeys: await keyList(db, who.subdistrict) }),

  createApiKey: async ({ db, now, who, body, audit }) => {
    const key = newToken()
    const made = await insertKey(db, who.subdistrict, { name: body.name, hash: tokenHash(key), at: now.toISOString(), by: who.username })
    const apiKey = found(made, 'key that was made')
    await audit({ action: 'apiKeyCreated', subject: `apiKey:${apiKey.apiKeyId}`, after: { title: body.name } })
    return { apiKey, key }
  },

  revokeApiKey: async ({ db, now, who, params, audit }) => {
    const apiKey = found(await revokeKey(db, who.subdistrict, params.id, now.toISOString()), `key ${params.id}`)
    await audit({ action: 'apiKeyRevoked', subject: `apiKey:${apiKey.apiKeyId}`, before: { title: apiKey.name } })
    return apiKey
  },
}
