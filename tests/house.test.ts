// The house rules of the project: who may import whom, how long a file may be, which names are banned, what a page may say by itself.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
const files = listed.split('\n').filter((file) => file !== '' && existsSync(join(root, file)))
const source = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file))
const product = source.filter((file) => /^(client|domain|server|data)\//.test(file))
const text = (file: string) => readFileSync(join(root, file), 'utf8')

type Import = { readonly from: string; readonly target: string }

/** Every import of a file, type imports and dynamic ones included; paths of ours are relative to the root. */
function importsOf(file: string): Import[] {
  const specifiers = [...text(file).matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)['"]([^'"]+)['"]/g)].map(
    ([, specifier = '']) => specifier,
  )
  return specifiers.map((specifier) => ({ from: file, target: resolve(file, specifier) }))
}

function resolve(file: string, specifier: string): string {
  const plain = specifier.split('?')[0] ?? specifier
  if (plain.startsWith('#contract/')) return `domain/contract/${plain.slice('#contract/'.length)}`
  if (plain.startsWith('#domain/')) return `domain/${plain.slice('#domain/'.length)}`
  return plain.startsWith('.') ? normalize(join(dirname(file), plain)) : plain
}

const ours = /^(client|domain|server|data|tests)\//
const pureLibraries = new Set(['immutable', 'gcoord', 'polyclip-ts', 'flatqueue', 'flatbush', 'kdbush', 'robust-predicates', 'geojson'])

/** What a module may import; anything else is an offence. The first rule whose `of` matches the importing file decides. */
const rules: readonly { readonly of: RegExp; readonly may: (target: string, file: string) => boolean }[] = [
  { of: /^domain\/contract\//, may: (t) => t.startsWith('domain/') || t === 'zod' },
  { of: /^domain\//, may: (t) => (t.startsWith('domain/') && !t.startsWith('domain/contract/')) || pureLibraries.has(t) },
  {
    of: /^server\/[^/]+$/,
    may: (t, file) =>
      (/^server\/(main|service|admin|audit)\.ts$/.test(file) || !/^server\/[^/]+\//.test(t) || t.startsWith('server/db/')) &&
      !t.startsWith('client/'),
  },
  { of: /^server\/db\//, may: (t) => /^(domain|server\/db)\//.test(t) || !ours.test(t) },
  { of: /^server\/http\//, may: (t) => /^(domain|server\/db|server\/http)\//.test(t) || !ours.test(t) },
  {
    of: /^server\/[^/]+\//,
    may: (t, file) =>
      /^(domain|server\/db|server\/http|server\/live)\//.test(t) ||
      t.startsWith(`${file.split('/').slice(0, 2).join('/')}/`) ||
      !ours.test(t),
  },
  { of: /^data\//, may: (t) => /^(domain|data|server\/db)\//.test(t) || t === 'server/env.ts' || !ours.test(t) },
  { of: /^client\/ui\//, may: (t) => t.startsWith('client/ui/') || /^react(-dom)?(\/|$)/.test(t) },
  { of: /^client\/i18n\//, may: (t) => t.startsWith('client/i18n/') || /^(i18next|react-i18next)$/.test(t) },
  { of: /^client\/editor\//, may: (t) => /^(domain|client\/editor)\//.test(t) || pureLibraries.has(t) },
  { of: /^client\/map\//, may: (t) => /^(domain|client\/map|client\/ui|client\/i18n)\//.test(t) || !ours.test(t) },
  {
    of: /^client\/api\//,
    may: (t) => /^(domain\/contract|client\/api)\//.test(t) || /^(react|@tanstack\/react-query|idb-keyval)$/.test(t),
  },
  { of: /^client\/pages\//, may: (t, file) => !t.startsWith('client/pages/') || t.startsWith(`${file.split('/').slice(0, 3).join('/')}/`) },
  { of: /^client\//, may: (t) => !/^(server|data|tests)\//.test(t) },
]

/** Libraries that only one place may know. */
const soleImporters: readonly { readonly library: RegExp; readonly where: RegExp }[] = [
  { library: /^pg$/, where: /^(server\/db\/|data\/load-demo\.ts|tests\/)/ },
  { library: /^express$/, where: /^(server\/http\/|server\/[^/]+\/routes\.ts|tests\/)/ },
  { library: /^(maplibre-gl|@deck\.gl\/)/, where: /^(client\/map\/|tests\/)/ },
]

describe('who may import whom', () => {
  const all = product.flatMap(importsOf)

  it('keeps to the table of STYLE', () => {
    const offences = all.filter(({ from, target }) => {
      const rule = rules.find(({ of }) => of.test(from))
      return rule !== undefined && !rule.may(target, from)
    })
    expect(offences.map(({ from, target }) => `${from} → ${target}`)).toEqual([])
  })

  it('keeps a library to the one place that knows it', () => {
    const offences = soleImporters.flatMap(({ library, where }) =>
      all.filter(({ from, target }) => library.test(target) && !where.test(from)),
    )
    expect(offences.map(({ from, target }) => `${from} → ${target}`)).toEqual([])
  })

  it('never imports tests', () => {
    expect(all.filter(({ target }) => target.startsWith('tests/'))).toEqual([])
  })

  it('lets only client/api fetch or open an event stream', () => {
    const offences = product.filter(
      (file) => file.startsWith('client/') && !file.startsWith('client/api/') && /\b(fetch|EventSource|XMLHttpRequest)\(/.test(text(file)),
    )
    expect(offences).toEqual([])
  })

  it('sees an offence when there is one', () => {
    const rule = rules.find(({ of }) => of.test('domain/topology/dissolve.ts'))
    expect(rule?.may('server/db/queryable.ts', 'domain/topology/dissolve.ts')).toBe(false)
    expect(resolve('server/grids/routes.ts', '../issues/queries.ts')).toBe('server/issues/queries.ts')
  })
})

describe('files', () => {
  it('have at most 400 lines, texts of people excepted', () => {
    const long = product.filter((file) => !file.startsWith('client/i18n/') && text(file).split('\n').length > 400)
    expect(long).toEqual([])
  })

  it('are not junk drawers', () => {
    expect(source.filter((file) => /(^|\/)(utils?|helpers?|common|misc|manager)(\.|\/)/i.test(file))).toEqual([])
  })

  it('export by name; defaults only in pages and configuration', () => {
    const offences = product.filter((file) => !file.startsWith('client/pages/') && /^export default /m.test(text(file)))
    expect(offences).toEqual([])
  })

  it('hold no escape from the type checker or the linter', () => {
    expect(product.filter((file) => /@ts-(ignore|expect-error|nocheck)|biome-ignore|\bas any\b|: any\b/.test(text(file)))).toEqual([])
  })

  it('lie in the layout of DESIGN 2 and nowhere else', () => {
    const allowed =
      /^(client|domain|server|data|tests|docs|\.ci)\/|^(package(-lock)?\.json|tsconfig\.json|README(\.zh-CN)?\.md|LICENSE|CHANGELOG\.md|Dockerfile|compose\.yaml|index\.html|biome\.json|knip\.json|\.[a-z]+|[a-z-]+\.config\.ts)$/
    expect(files.filter((file) => !allowed.test(file))).toEqual([])
  })

  it('name no path of one machine', () => {
    expect(
      source
        .concat(files.filter((file) => /\.(md|sql|ya?ml|json)$/.test(file) && file !== 'package-lock.json'))
        .filter((file) => /\/(work|root|home)\/[a-z.]/.test(text(file)) && file !== 'tests/house.test.ts'),
    ).toEqual([])
  })
})

describe('texts', () => {
  it('for people stand in the catalogues: no Han characters in a component', () => {
    expect(product.filter((file) => file.endsWith('.tsx') && /\p{Script=Han}/u.test(text(file)))).toEqual([])
  })

  it('of the documents name only paths and commands that exist', () => {
    const scripts = Object.keys((JSON.parse(text('package.json')) as { scripts: Record<string, string> }).scripts)
    for (const document of files.filter((file) => /^(README(\.zh-CN)?\.md|docs\/.*\.md)$/.test(file))) {
      const words = [...text(document).matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word)
      const paths = words.filter((word) => /^(client|domain|server|data|tests|docs|\.ci)\/[\w./-]*$/.test(word))
      expect({ document, missing: paths.filter((path) => !existsSync(join(root, path))) }).toEqual({ document, missing: [] })
      const commands = [...text(document).matchAll(/(?:`|^)npm (?:run )?([a-z]+)/gm)]
        .map(([, name = '']) => name)
        .filter((name) => !['ci', 'install'].includes(name))
      expect({ document, unknown: commands.filter((name) => !scripts.includes(name)) }).toEqual({ document, unknown: [] })
    }
  })
})
