// `npm run bench`: measures what the README claims. Each figure stands beside something run in the same minutes; ratios are medians of pairs.
// npm run bench -- tiles | start | bytes | density | intake | imports | live | walk | register | upload | boundaries | planner | plans | soak   runs a part.
import { ensureBuilt, ensureInstalled, requireNode } from '../../server/bootstrap.mjs'

requireNode()
ensureInstalled()
ensureBuilt()
const { register } = await import('tsx/esm/api')
register()
const { bench } = await import('./bench.ts')
await bench(process.argv.slice(2))
