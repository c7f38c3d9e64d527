import { expect, it } from 'vitest'
import { openApiDocument } from '#contract/openapi.ts'
import { routes } from '#contract/routes.ts'

it('the description of the interface is the one that was looked at (npm run bless renews it)', async () => {
  await expect(`${JSON.stringify(openApiDocument('0'), null, 1)}\n`).toMatchFileSnapshot('../../golden/openapi.json')
})

it('every route is described once, with its errors, and every path parameter has a schema', () => {
  const { paths } = openApiDocument('0')
  expect(Object.values(paths).flatMap((methods) => Object.keys(methods)).length).toBe(Object.keys(routes).length)
  for (const route of Object.values(routes)) {
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    expect(Object.keys(route.params.shape)).toEqual(names)
    expect(route.errors).toContain('invalid_request')
  }
})
