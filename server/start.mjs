// `npm start`: on a fresh clone it installs and builds first, then becomes the service, in this same process.
import { ensureBuilt, ensureInstalled, requireNode } from './bootstrap.mjs'

requireNode()
ensureInstalled()
if (!process.argv.includes('--help') && !process.argv.includes('-h')) ensureBuilt()
const { register } = await import('tsx/esm/api')
register()
await import('./main.ts')
