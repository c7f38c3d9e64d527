// Actors, subjects, fields and values of audit entries in words. What has no word is shown as it was written.
import type { AuditEntry } from '#contract/audit.ts'
import type { Texts } from '../../../i18n/text.ts'
import { type TextKey, zhCN } from '../../../i18n/zh-CN.ts'

const isText = (key: string): key is TextKey => Object.hasOwn(zhCN, key)

const wordOr = (key: string, plain: string, { say }: Texts): string => (isText(key) ? say(key) : plain)

export function actorWords({ actor, role }: Pick<AuditEntry, 'actor' | 'role'>, texts: Texts): string {
  const { say } = texts
  const who = actor === 'system' ? say('audit.actor.system') : actor === '' ? say('audit.actor.unknown') : actor
  return role === null ? who : `${who} · ${say(`role.${role}`)}`
}

/** `account:12` → Account 12; `dictionary:issueItem:garbage` → Dictionary issueItem:garbage */
export function subjectWords(subject: string, texts: Texts): string {
  const [kind = '', ...rest] = subject.split(':')
  if (subject === '') return texts.say('state.unknown')
  const key = `auditSubject.${kind}`
  const of = rest.join(':') === 'unknown' ? texts.say('audit.actor.unknown') : rest.join(':')
  return isText(key) ? `${texts.say(key)} ${of}`.trim() : subject
}

export const fieldWords = (field: string, texts: Texts): string => wordOr(`auditField.${field}`, field, texts)

/** A reason is what a person wrote, or one of the few words of the program. */
export const reasonWords = (reason: string, texts: Texts): string => wordOr(`auditReason.${reason.replaceAll(' ', '_')}`, reason, texts)

/** Fields whose values are words of a closed set, and the catalogue of that set. */
const catalogues: Readonly<Record<string, string>> = {
  role: 'role',
  state: 'accountState',
  scenes: 'scene',
  limitUnit: 'limitUnit',
  handlerLevel: 'handlerLevel',
  action: 'auditAction',
  result: 'auditResult',
  shown: 'auditField',
}

export function valueWords(field: string, value: unknown, texts: Texts): string {
  const { say } = texts
  if (value === null || value === undefined || value === '') return say('state.unknown')
  if (typeof value === 'boolean') return say(value ? 'audit.yes' : 'audit.no')
  if (typeof value === 'number') return /Id$/.test(field) ? String(value) : texts.formats.decimal(value)
  if (Array.isArray(value)) {
    return value.length === 0 ? say('audit.emptyList') : value.map((one) => valueWords(field, one, texts)).join(say('scope.separator'))
  }
  if (typeof value !== 'string') return JSON.stringify(value)
  const catalogue = catalogues[field]
  if (catalogue !== undefined) return wordOr(`${catalogue}.${value}`, value, texts)
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value) ? texts.formats.stamp(value) : value
}
