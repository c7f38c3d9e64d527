// Runs a TypeScript command of this project on a fresh clone: node server/run.mjs FILE [arguments].

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled, requireNode, root } from './bootstrap.mjs'

requireNode()
ensureInstalled()
const [file = ''] = process.argv.splice(2, 1)
const { register } = await import('tsx/esm/api')
register()
await import(pathToFileURL(join(root, file)).href)
