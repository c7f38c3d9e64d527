import type { TextKey } from '../../i18n/zh-CN.ts'

export const wallKeys: readonly (readonly [string, TextKey])[] = [
  ['← →', 'wall.key.scene'],
  ['1–9', 'wall.key.digit'],
  ['↑ ↓', 'wall.key.move'],
  ['Esc', 'wall.key.back'],
  ['0', 'wall.key.home'],
  ['␣', 'wall.key.pause'],
  ['A', 'wall.key.answer'],
  ['M', 'wall.key.meeting'],
  ['P', 'wall.key.picture'],
]
