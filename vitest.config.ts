import { defineConfig } from 'vitest/config'

// unit: no database, no browser. Files that share one module graph save reading the product again for each: a third of the time of these kinds.
// sql-*: the same files on each engine. process: the service as its own process. browser: Chromium.
const sql = (engine: 'embedded' | 'server') => ({
  test: {
    name: `sql-${engine}`,
    include: ['tests/sql/**/*.test.ts'],
    globalSetup: [`tests/engines/prepare-${engine}.ts`],
    fileParallelism: false,
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})

// in two halves, so that both engines are met: the pages that ask most of the database meet a PostgreSQL server, where there is one
const ofServer = ['tests/browser/wall/*.test.ts', 'tests/browser/planner*.test.ts', 'tests/browser/register.test.ts']
const browser = (name: string, include: string[], exclude: string[]) => ({
  test: {
    name,
    include,
    exclude,
    // a browser that draws in software beside a database on the same cores answers late, not wrongly
    expect: { poll: { timeout: 10_000 } },
    globalSetup: ['tests/engines/prepare-browser.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 240_000,
  },
})

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/{domain,data,client,server,tiles}/**/*.test.ts', 'tests/*.test.ts'],
          isolate: false,
          testTimeout: 120_000,
        },
      },
      sql('embedded'),
      sql('server'),
      {
        test: {
          name: 'process',
          include: ['tests/process/**/*.test.ts'],
          globalSetup: ['tests/engines/prepare-process.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      browser('browser', ['tests/browser/*.test.ts'], ofServer),
      browser('browser-server', ofServer, []),
    ],
  },
})
