import { Link } from 'react-router'
import { useTexts } from '../i18n/text.ts'

export function NotFound() {
  const { say } = useTexts()
  return (
    <main className="message message-page">
      <h1 className="message-title">{say('app.notFound.title')}</h1>
      <p className="message-body">{say('app.notFound.body')}</p>
      <Link className="button" to="/">
        {say('app.notFound.home')}
      </Link>
    </main>
  )
}
