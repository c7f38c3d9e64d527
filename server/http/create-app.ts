// The frame every request passes through: identity, log, security headers, routes, the client's files, errors.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import compression from 'compression'
import express, { type Express, type Response } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { openApiDocument } from '#contract/openapi.ts'
import { AppError } from './app-error.ts'
import { docsPage } from './docs-page.ts'
import { unknownPath, writeError } from './errors.ts'
import type { Metrics } from './metrics.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const clientFolder = join(root, 'dist', 'client')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** Nothing from outside: no script, style, font, image, frame or connection. Styles may be inline because the map library sets some. */
const contentSecurity = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    workerSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'"],
    fontSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'self'"],
  },
}

export type Frame = {
  readonly log: Logger
  readonly metrics: Metrics
  /** How many proxies in front are believed about the caller's address. */
  readonly trustProxy: number
  /** People reach the service by https: browsers are told to keep to it. */
  readonly https: boolean
  /** Whether the database is reachable and migrated; the reason when not. */
  readonly readiness: () => Promise<{ ready: true } | { ready: false; reason: string }>
  readonly mount: (app: Express) => void
}

export function createApp({ log, metrics, trustProxy, https, readiness, mount }: Frame): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('trust proxy', trustProxy)
  app.use(
    pinoHttp({
      logger: log,
      genReqId: () => randomUUID(),
      customLogLevel: logLevel,
      customErrorObject: withoutError,
      serializers: { req: briefRequest, res: briefResponse },
    }),
  )
  app.use((request, response, next) => {
    response.setHeader('X-Request-Id', String(request.id))
    metrics.observe(request, response)
    next()
  })
  app.use(
    helmet({
      contentSecurityPolicy: contentSecurity,
      strictTransportSecurity: https && { maxAge: 365 * 86_400, includeSubDomains: false },
      referrerPolicy: { policy: 'same-origin' },
    }),
  )
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' })
  })
  app.get('/readyz', async (_request, response) => {
    const state = await readiness()
    response.status(state.ready ? 200 : 503).json(state.ready ? { status: 'ready' } : { status: 'not ready', reason: state.reason })
  })
  app.get('/metrics', async (_request, response) => {
    response.type('text/plain').send(await metrics.text())
  })
  app.use(['/api', '/open311'], async (_request, _response, next) => {
    const state = await readiness()
    next(state.ready ? undefined : new AppError('unavailable', `${state.reason}; try again shortly`))
  })
  // the tables of coordinate systems have a type that does not say that they shrink to a fifth
  // the usual level 6 takes two and a half times as long for a large answer, and spares 4 % more of it
  app.use(compression({ level: 4, filter: (request, response) => request.path.endsWith('.data') || compression.filter(request, response) }))
  mount(app)
  const document = openApiDocument(version)
  app.get('/api/v1/openapi.json', (_request, response) => {
    response.json(document)
  })
  docsPage(app)
  serveClient(app)
  app.use(unknownPath)
  app.use(writeError)
  return app
}

/** The addresses that are pages of the client; every other path that is not a file does not exist. */
const pages = [
  '/',
  '/sign-in',
  '/account',
  '/issues',
  '/issues/report',
  '/issues/import',
  '/reports',
  '/circles',
  '/register',
  '/register/compounds',
  '/register/compounds/:id',
  '/register/buildings',
  '/register/visits',
  '/register/notice/:id',
  '/register/stations',
  '/register/renovations',
  '/register/patrols',
  '/planner',
  '/planner/history',
  '/planner/:id',
  '/wall',
  '/wall/settings',
  '/wall/remote',
  '/admin',
]

/** The built client: hashed files for a year, the page itself asked for anew each time. */
function serveClient(app: Express): void {
  const indexFile = join(clientFolder, 'index.html')
  app.use(
    '/assets',
    express.static(join(clientFolder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true, setHeaders: letReaderCompile }),
  )
  app.use(express.static(clientFolder, { index: false, maxAge: '1h', dotfiles: 'ignore' }))
  app.get(pages, (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache')
    if (existsSync(indexFile)) response.sendFile(indexFile, { dotfiles: 'allow' })
    else
      response
        .status(503)
        .type('text/plain')
        .send(`The client is not built yet (${dirname(indexFile)}). Run: npm start`)
  })
}

/**
 * The worker that reads geographic files compiles WebAssembly, from a file of ours; it, and no page, may. A worker's own policy is the one
 * that its script came with. `wasm-unsafe-eval` opens no way to `eval`.
 */
function letReaderCompile(response: Response, path: string): void {
  const policy = response.getHeader('Content-Security-Policy')
  if (/[\\/]geo-reader-[\w-]+\.js$/.test(path) && typeof policy === 'string')
    response.setHeader('Content-Security-Policy', policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"))
}

/** Query strings may hold what people typed, so the log keeps the path alone. */
const briefRequest = ({ id, method, url }: { id: unknown; method: string; url: string }) => ({ id, method, path: url.split('?')[0] })
const briefResponse = ({ statusCode }: { statusCode: number }) => ({ statusCode })

/** The failure itself is logged once, where it is turned into an answer. */
const withoutError = (_request: unknown, _response: unknown, _error: unknown, entry: Record<string, unknown>) => ({
  ...entry,
  err: undefined,
})

function logLevel(_request: unknown, response: { statusCode: number }, error?: Error) {
  if (error || response.statusCode >= 500) return 'warn'
  return response.statusCode >= 400 ? 'info' : 'debug'
}
