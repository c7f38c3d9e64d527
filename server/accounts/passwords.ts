// Passwords at rest: argon2id with the values that OWASP gives as its first choice for it (Password Storage Cheat Sheet, 2024: 19 MiB of
// memory, two passes, one lane). The hash carries its own salt and values, so they may be raised later.
import { hash, verify } from '@node-rs/argon2'

// argon2id is what the library takes when no algorithm is named
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Of 32 random bytes that nobody kept: an unknown user costs as much time as a known one. */
const nobody = '$argon2id$v=19$m=19456,t=2,p=1$Y6qkXaL9bJFcKNJq+xYJBg$zXJLodNwa8DcURxIpU61ModjhB/ZzNMz7HCocO/U87U'

/** One form for what looks the same, such as full-width digits of a Chinese input method. */
const typed = (password: string) => password.normalize('NFKC')

export const hashPassword = (password: string): Promise<string> => hash(typed(password), cost)

/** Whether the password fits; null (no such user, or one without a password) fits none and takes as long. */
export async function verifyPassword(known: string | null, password: string): Promise<boolean> {
  const fits = await verify(known ?? nobody, typed(password))
  return fits && known !== null
}
