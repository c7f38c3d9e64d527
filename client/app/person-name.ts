import type { Session } from '#contract/accounts.ts'
import type { Texts } from '../i18n/text.ts'

/** How a person is called: by name; the fictional people of the demo by their role, in the language of the page. */
export const personName = ({ demo, role, displayName }: Pick<Session, 'demo' | 'role' | 'displayName'>, { say }: Texts): string =>
  demo && role !== null ? say('account.demoPerson', { role: say(`role.${role}`) }) : displayName
