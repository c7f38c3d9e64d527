import { KeyList, type Keys } from '../../app/KeyList.tsx'

const keys: Keys = [
  ['j k ↓ ↑', 'issues.keys.move'],
  ['Enter', 'issues.keys.open'],
  ['1 – 9', 'issues.keys.step'],
  ['x', 'issues.keys.select'],
  ['/', 'keys.search'],
  ['Esc', 'issues.keys.close'],
  ['?', 'keys.help'],
]

export const TriageKeys = ({ onClose }: { onClose: () => void }) => <KeyList keys={keys} onClose={onClose} />
