// A worker thread does not inherit the TypeScript loader on Node 20, so this plain entry registers it first.
import { register } from 'tsx/esm/api'

register()
await import('./read-worker.ts')
