// What the operator decides about passwords, sign-in attempts and sessions, with the values that DOMAIN c.9 gives.
export type AccountPolicy = {
  readonly passwordLength: number
  /** How many former passwords may not be used again. */
  readonly passwordHistory: number
  /** Days until a password must be changed; 0: never. */
  readonly passwordDays: number
  /** Failed attempts in a row that lock an account. */
  readonly failures: number
  /** The first lock; each further one lasts twice as long, up to a day. */
  readonly lockMinutes: number
  /** Minutes without activity that end a session. Displays have none. */
  readonly idleMinutes: number
  /** Hours after which a session ends whatever happens. Displays have none. */
  readonly sessionHours: number
}

export const usualPolicy: AccountPolicy = {
  passwordLength: 10,
  passwordHistory: 5,
  passwordDays: 90,
  failures: 5,
  lockMinutes: 15,
  idleMinutes: 30,
  sessionHours: 12,
}
