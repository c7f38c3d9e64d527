// A bug in a page, or its script gone after an update: said plainly, with the way out. On a wall there is nobody to take it, so it loads itself anew,
// not at once, ever more seldom, and not all walls together.
import { useEffect, useState } from 'react'
import { useRouteError } from 'react-router'
import { reloadWhenServed } from '../api/served-scripts.ts'
import { useTexts } from '../i18n/text.ts'
import { pauseBefore, triedBefore } from './try-again.ts'

const triedKey = 'fangyuan.wall.tried'

export function Broken() {
  const { say, formats } = useTexts()
  const error = useRouteError()
  const [tried] = useState(() => triedBefore(window.sessionStorage.getItem(triedKey), Date.now()))
  useEffect(() => console.error(error), [error])
  useEffect(() => {
    if (window.location.pathname !== '/wall') return
    const ending = new AbortController()
    const again = (): void => {
      window.sessionStorage.setItem(triedKey, `${(tried?.times ?? 0) + 1} ${Date.now()}`)
      void reloadWhenServed(ending.signal)
    }
    const timer = setTimeout(again, pauseBefore(tried, Math.random()))
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [tried])
  return (
    <main className="message message-page" role="alert">
      <h1 className="message-title">{say('app.broken.title')}</h1>
      <p className="message-body">{say('app.broken.body')}</p>
      {tried === null ? null : (
        <p className="message-body">{say('app.broken.tried', { count: formats.number(tried.times), time: formats.moment(tried.at) })}</p>
      )}
      <button type="button" className="button" onClick={() => window.location.reload()}>
        {say('app.broken.reload')}
      </button>
    </main>
  )
}
