// The catalogues against the code: every error has words, and no words are left over.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { errorStatus } from '#contract/errors.ts'
import { auditActions, headRoles, issueClasses, renovationStages, roles, scenes } from '#contract/words.ts'
import { coverageKinds } from '#domain/coverage/coverage-kinds.ts'
import { zhCN } from '../../client/i18n/zh-CN.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'client'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file) && !/i18n\/(intake-)?(zh-CN|en)\.ts$/.test(file) && existsSync(join(root, file)))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')
const keys = Object.keys(zhCN)

it('every error code and every word of the closed sets has words', () => {
  for (const code of Object.keys(errorStatus)) expect(keys).toContain(`error.${code}`)
  for (const words of [coverageKinds, issueClasses, renovationStages, roles, scenes, headRoles, auditActions])
    for (const word of words) expect(keys.some((key) => key.endsWith(`.${word}`))).toBe(true)
})

it('every text is used: by its key, or by a key that is put together', () => {
  const unused = keys.filter(
    (key) =>
      !sources.includes(`'${key}'`) &&
      !key.split('.').some((_, i, parts) => i > 0 && sources.includes(`\`${parts.slice(0, i).join('.')}.$`)),
  )
  expect(unused).toEqual([])
})
