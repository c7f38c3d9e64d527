// The rules for a password that can be checked while it is typed. The service decides; these only spare a refusal.
//   length: at least ten characters · kinds: three of lower case, upper case, digits, other · username: does not contain it
export const passwordRules = ['length', 'kinds', 'username'] as const
export type PasswordRule = (typeof passwordRules)[number]

const leastCharacters = 10
const leastKinds = 3
const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u]

export function keepsRule(rule: PasswordRule, password: string, username: string): boolean {
  switch (rule) {
    case 'length':
      return [...password].length >= leastCharacters
    case 'kinds':
      return kinds.filter((kind) => kind.test(password)).length >= leastKinds
    case 'username':
      return password !== '' && !password.toLowerCase().includes(username.toLowerCase())
    default:
      return rule satisfies never
  }
}

/** What the service may find wrong with a new password. */
export const passwordProblems = ['tooShort', 'tooFewKinds', 'containsUsername', 'usedBefore', 'tooCommon', 'same'] as const
