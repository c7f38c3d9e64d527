import { each } from '@mapbox/mvt-fixtures'
import { describe, expect, it } from 'vitest'
import { checkTile } from './tile-checker.ts'

// The fixtures call these two valid for a decoder that copes; our tiles must not be like them, and other fixtures with the same fault are invalid.
const strictlyRefused: Readonly<Record<string, string>> = {
  '016': 'no type in the bytes, the same as the invalid 003',
  '057': 'MoveTo counts more points than there are, the same fault as the invalid 052',
}

describe('the tile checker agrees with the published fixtures of the specification', () => {
  each(({ id, description, validity, buffer }) => {
    const check = () => checkTile(new Uint8Array(buffer))
    const title = `${id}: ${strictlyRefused[id] ?? description.slice(0, 90)}`
    if (validity.v2 && !(id in strictlyRefused)) it(`accepts ${title}`, () => expect(check).not.toThrow())
    else it(`refuses ${title}`, () => expect(check).toThrow())
  })
})
