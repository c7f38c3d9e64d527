// Asks on a terminal for something that must not appear there.
import { StringDecoder } from 'node:string_decoder'

/** What is needed of a terminal's input; process.stdin is one. */
export type TerminalInput = {
  setRawMode(raw: boolean): unknown
  resume(): unknown
  pause(): unknown
  on(event: 'data', listener: (chunk: Buffer) => void): unknown
  off(event: 'data', listener: (chunk: Buffer) => void): unknown
}

/** The person pressed Ctrl-C or Ctrl-D. */
export class GivenUp extends Error {}

const enter = new Set(['\r', '\n'])
const giveUp = new Set(['\u0003', '\u0004'])
const backspace = new Set(['\u007f', '\b'])

/** One line, without echo. */
export function askHidden(question: string, input: TerminalInput, write: (text: string) => void): Promise<string> {
  // silent first: who types at once must not be shown
  input.setRawMode(true)
  input.resume()
  write(question)
  const decoder = new StringDecoder('utf8')
  return new Promise((resolve, reject) => {
    let typed: string[] = []
    const end = (act: () => void) => {
      input.off('data', take)
      input.setRawMode(false)
      input.pause()
      write('\n')
      act()
    }
    const take = (chunk: Buffer) => {
      for (const sign of decoder.write(chunk)) {
        if (enter.has(sign)) return end(() => resolve(typed.join('')))
        if (giveUp.has(sign)) return end(() => reject(new GivenUp('given up')))
        if (backspace.has(sign)) typed = typed.slice(0, -1)
        else typed.push(sign)
      }
    }
    input.on('data', take)
  })
}
