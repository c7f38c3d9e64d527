// A bug in a page, or its script gone after an update: said plainly, with the way out.
import { useEffect } from 'react'
import { useRouteError } from 'react-router'
import { useTexts } from '../i18n/text.ts'

export function Broken() {
  const { say } = useTexts()
  const error = useRouteError()
  useEffect(() => console.error(error), [error])
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
