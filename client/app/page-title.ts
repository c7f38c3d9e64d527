// What a window or tab is called: what is open in it, then whose it is.
import { useEffect } from 'react'
import { useTexts } from '../i18n/text.ts'

export function usePageTitle(title: string): void {
  const { say } = useTexts()
  const whole = `${title} · ${say('app.name')}`
  useEffect(() => {
    document.title = whole
  }, [whole])
}
