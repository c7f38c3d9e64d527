// What a password must be like (DOMAIN c.9), how a one-time password is made, how long an account stays locked.
// Whether a password was used before is decided where the former ones are kept.
import type { AccountPolicy } from './account-policy.ts'

export type PasswordProblem = 'tooShort' | 'tooFewKinds' | 'containsUsername' | 'tooCommon'

const kinds: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u]
const kindsWanted = 3
/** A fragment this long of the user name may not stand in the password. */
const fragmentLength = 4
/** What is left of a password beside common words, sequences, repeats and years must have at least this many characters. */
const ownCharacters = 4

/** Everything that is wrong with a new password, in the order in which it is told; empty: nothing. */
export function passwordProblems(
  password: string,
  { username, policy }: { readonly username: string; readonly policy: AccountPolicy },
): readonly PasswordProblem[] {
  const problems: PasswordProblem[] = []
  if ([...password].length < policy.passwordLength) problems.push('tooShort')
  if (kinds.filter((kind) => kind.test(password)).length < kindsWanted) problems.push('tooFewKinds')
  if (containsFragment(password.toLowerCase(), username.toLowerCase())) problems.push('containsUsername')
  if (isCommon(password)) problems.push('tooCommon')
  return problems
}

function containsFragment(password: string, username: string): boolean {
  for (let start = 0; start + fragmentLength <= username.length; start++) {
    if (password.includes(username.slice(start, start + fragmentLength))) return true
  }
  return false
}

/**
 * The stems of the passwords that lists of leaked ones begin with, Chinese habits included (woaini = I love you, 5201314 = the same in
 * digits, 88888888 = luck, taobao, names of places and of this product). Longer ones first: they are taken out one after another.
 */
const commonStems: readonly string[] = [
  'fangyuan',
  'administrator',
  'password',
  'passwort',
  'superman',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'letmein',
  'welcome',
  'chongqing',
  'shanghai',
  'beijing',
  'zhongguo',
  'woaini',
  'aini',
  'wodemima',
  'mima',
  'dragon',
  'monkey',
  'master',
  'shadow',
  'secret',
  'iloveyou',
  'taobao',
  'baidu',
  'jiedao',
  'wangge',
  'passw',
  'passwd',
  'admin',
  'guest',
  'hello',
  'login',
  'china',
  'root',
  'test',
  'user',
  'pass',
  '5201314',
  '1314',
  '520',
  'a1b2c3',
  '1q2w3e4r',
  '1q2w3e',
].sort((a, b) => b.length - a.length)

/** The alphabet, and the rows and columns of the keyboard along which fingers run; also backwards. */
const runs: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm,./',
  '!@#$%^&*()_+',
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '!qaz', '@wsx', '#edc', '$rfv', '%tgb', '^yhn', '&ujm'],
].flatMap((run) => [run, [...run].reverse().join('')])

/** Signs that stand for letters in the usual disguises: P@ssw0rd. */
const disguises: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'l',
  '!': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
  '7': 't',
}

function isCommon(password: string): boolean {
  const typed = password.normalize('NFKC').toLowerCase()
  // first as typed, because a year or a run of digits is no disguise
  const left = [...withoutPatterns(typed)].map((sign) => disguises[sign] ?? sign).join('')
  return [...withoutPatterns(left)].length < ownCharacters
}

function withoutPatterns(text: string): string {
  let left = text
  for (const stem of commonStems) left = left.replaceAll(stem, '')
  left = left.replace(/(?:19|20)\d{2}/g, '').replace(/(.)\1{2,}/gu, '')
  return withoutRuns(left)
}

/** Takes out every piece of three or more signs that follow each other on a row. */
function withoutRuns(text: string): string {
  let left = ''
  for (let at = 0; at < text.length; ) {
    const length = Math.max(...runs.map((run) => runLength(text, at, run)))
    if (length < 3) left += text[at++] ?? ''
    else at += length
  }
  return left
}

function runLength(text: string, at: number, run: string): number {
  const start = run.indexOf(text[at] ?? ' ')
  if (start < 0) return 0
  let length = 1
  while (start + length < run.length && text[at + length] === run[start + length]) length++
  return length
}

/** Letters and digits that cannot be taken for one another on paper: no I, O, l, o, 0, 1. */
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const lower = 'abcdefghijkmnpqrstuvwxyz'
const digit = '23456789'
const any = upper + lower + digit

/**
 * Twenty characters such as `Tq7+xM+4fR+kk+V2d+Wn`: 15 drawn ones, about 81 bits.
 * Every policy up to 20 characters is satisfied by construction: the first three are of different kinds and `+` is a fourth; no piece between
 * two `+` is long enough for a fragment of a user name, which has no `+`; and five `+` are left whatever pattern is taken out.
 */
export function oneTimePassword(randomBytes: (size: number) => Uint8Array): string {
  const draw = (alphabet: string): string => {
    // bytes above the last whole multiple are thrown away, or the first letters would be likelier
    const limit = 256 - (256 % alphabet.length)
    for (;;) for (const byte of randomBytes(16)) if (byte < limit) return alphabet[byte % alphabet.length] ?? ''
  }
  const drawMany = (count: number) => Array.from({ length: count }, () => draw(any)).join('')
  const first = draw(upper) + draw(lower) + draw(digit)
  return [first, ...[2, 3, 2, 3, 2].map(drawMany)].join('+')
}

const minutesOfDay = 1440

/** How long a lock lasts after `lockCount` earlier ones since the last success: the first as the policy says, each further one twice as long, up to a day. */
export function lockMinutes(lockCount: number, policy: AccountPolicy): number {
  return Math.min(policy.lockMinutes * 2 ** lockCount, minutesOfDay)
}
