import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { askHidden, GivenUp } from '../../server/ask-password.ts'

class Terminal extends EventEmitter {
  readonly states: string[] = []
  setRawMode(raw: boolean) {
    this.states.push(raw ? 'silent' : 'echo')
  }
  resume() {}
  pause() {}
  type(text: string) {
    for (const byte of Buffer.from(text)) this.emit('data', Buffer.of(byte))
  }
}

const asked = (terminal: Terminal) => {
  const shown: string[] = []
  const answer = askHidden('password: ', terminal, (text) => {
    shown.push(text)
    terminal.states.push('asked')
  })
  return { shown, answer }
}

describe('a password asked for on a terminal', () => {
  it('is what was typed, corrections and all scripts included, and is never shown', async () => {
    const terminal = new Terminal()
    const { shown, answer } = asked(terminal)
    terminal.type('Lotus桥x\u007f-77\r')
    expect(await answer).toBe('Lotus桥-77')
    expect(shown).toEqual(['password: ', '\n'])
    expect(terminal.states).toEqual(['silent', 'asked', 'echo', 'asked'])
    expect(terminal.listenerCount('data')).toBe(0)
  })

  it('may be given up, and the terminal is as before', async () => {
    const terminal = new Terminal()
    const { answer } = asked(terminal)
    terminal.type('abc\u0003')
    await expect(answer).rejects.toThrow(GivenUp)
    expect(terminal.states).toContain('echo')
  })
})
