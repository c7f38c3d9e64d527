// The entry of the browser client.
import '../ui/tokens.css'
import '../ui/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { takeDisplayToken } from '../api/display-token.ts'
import { makeQueryClient } from '../api/query-client.ts'
import { watchForDisplayToken } from '../api/session.ts'
import { changeLanguage, startTexts } from '../i18n/text.ts'
import { parseAddress } from './address.ts'
import { makeRouter } from './routes.tsx'

async function start(): Promise<void> {
  const root = document.getElementById('root')
  if (!root) return
  takeDisplayToken()
  const { language } = parseAddress(window.location.search)
  await startTexts()
  await changeLanguage(language)
  const client = makeQueryClient()
  watchForDisplayToken(client)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={makeRouter()} />
      </QueryClientProvider>
    </StrictMode>,
  )
}

void start()
