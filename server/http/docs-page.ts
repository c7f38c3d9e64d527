// The readable page of the interface: Swagger UI from its npm package, pointed at our own document.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import express, { type Express } from 'express'

// the package's own entry would load the whole page's script into this process to say where its files are
const files = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Fangyuan API</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/files/swagger-ui.css"></head>
<body><div id="api"></div><script src="/api/docs/files/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>`

// sections are closed at first: with more than 136 operations open at once the page stops after its first section
const start = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#api', docExpansion: 'none', filter: true, deepLinking: true, validatorUrl: null,
  supportedSubmitMethods: ['get'] })`

export function docsPage(app: Express): void {
  app.get('/api/docs', (_request, response) => {
    response.type('text/html').send(page)
  })
  app.get('/api/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start)
  })
  app.use('/api/docs/files', express.static(files, { index: false, maxAge: '1d' }))
}
