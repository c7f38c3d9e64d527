// A bug in a page, or its script gone after an update: said plainly, with the way out. On a wall there is nobody to take it, so it loads itself anew,
// not at once and not all walls together.
import { useEffect } from 'react'
import { useRouteError } from 'react-router'
import { reloadWhenServed } from '../api/served-scripts.ts'
import { useTexts } from '../i18n/text.ts'

const soonestMs = 15_000

export function Broken() {
  const { say } = useTexts()
  const error = useRouteError()
  useEffect(() => console.error(error), [error])
  useEffect(() => {
    if (window.location.pathname !== '/wall') return
    const ending = new AbortController()
    const timer = setTimeout(() => void reloadWhenServed(ending.signal), soonestMs + Math.random() * soonestMs)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [])
  return (
    <main className="message message-page" role="alert">
      <h1 className="message-title">{say('app.broken.title')}</h1>
      <p className="message-body">{say('app.broken.body')}</p>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        {say('app.broken.reload')}
      </button>
    </main>
  )
}
