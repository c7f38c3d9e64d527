// Wall displays: an account of its own with the role `wall`, no password, and a token that the browser of the wall keeps.
import type { Display } from '#contract/accounts.ts'
import type { GridTree } from '../db/grid-tree.ts'
import { endSessions, newToken, tokenHash } from '../db/sessions.ts'
import { AppError, found } from '../http/app-error.ts'
import type { SystemHandlers } from '../http/handler.ts'
import { type DisplayRow, displayById, displayList, insertDisplay, revokeDisplayRow } from './display-queries.ts'
import { knownScope } from './scope-codes.ts'

export const displayHandlers: Pick<SystemHandlers, 'displays' | 'createDisplay' | 'revokeDisplay'> = {
  displays: async ({ db, who, tree }) => ({ displays: (await displayList(db, who.subdistrict)).map((row) => toDisplay(row, tree)) }),

  createDisplay: async ({ db, now, who, body, tree, audit }) => {
    const token = newToken()
    const scope = knownScope(tree, body.scope)
    const scenes = [...new Set(body.scenes)]
    const made = { name: body.name, scenes, scope, tokenHash: tokenHash(token), createdBy: who.username, demo: who.demo }
    const displayId = await insertDisplay(db, who.subdistrict, made, now)
    if (displayId === undefined) throw new AppError('conflict', 'the username of the display is taken; try again')
    await audit({ action: 'displayCreated', subject: `display:${displayId}`, after: { title: body.name, scenes, scope } })
    const row = found(await displayById(db, who.subdistrict, displayId), `display ${displayId}`)
    return { display: toDisplay(row, tree), token }
  },

  revokeDisplay: async ({ db, now, who, params, tree, audit }) => {
    const row = found(await displayById(db, who.subdistrict, params.id), `display ${params.id}`)
    await revokeDisplayRow(db, who.subdistrict, row, now)
    const ended = await endSessions(db, who.subdistrict, row.accountId)
    await audit({
      action: 'displayRevoked',
      subject: `display:${row.displayId}`,
      before: { title: row.name, revokedAt: row.revokedAt },
      after: { ended },
    })
    return toDisplay(found(await displayById(db, who.subdistrict, params.id), `display ${params.id}`), tree)
  },
}

const toDisplay = ({ nodes, accountId: _, ...row }: DisplayRow, tree: GridTree): Display => ({ ...row, scope: tree.describe(nodes) })
