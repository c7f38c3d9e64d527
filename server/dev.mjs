// `npm run dev`: the service restarts when its code changes, the client is served by Vite with hot reload and asks the service.
import { spawn } from 'node:child_process'
import { ensureInstalled, requireNode, root } from './bootstrap.mjs'

requireNode()
ensureInstalled()
const port = process.env.PORT ?? '8080'
const environment = { ...process.env, PORT: port }
const start = (args) => spawn('npx', ['--offline', ...args], { cwd: root, stdio: 'inherit', env: environment })
const children = [start(['tsx', 'watch', 'server/main.ts']), start(['vite'])]
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill('SIGTERM')
  })
}
for (const child of children) child.on('exit', (code) => process.exit(code ?? 0))
