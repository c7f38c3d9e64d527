// The words around a password field.
import { useTexts } from '../i18n/text.ts'

export function usePasswordTexts() {
  const { say } = useTexts()
  return { show: say('password.show'), hide: say('password.hide'), capsLock: say('password.capsLock') }
}
