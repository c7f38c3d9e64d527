/**
 * A small seeded generator: the same seed gives the same sequence on every machine.
 * Source: sfc32 from PractRand (Chris Doty-Humphrey, public domain), seeded through the FNV-1a hash of a text.
 * `fork(label)` starts an independent sequence, so that drawing one more number in one part of a program
 * does not change every other part.
 */
export interface Random {
  /** uniform in [0, 1) */
  readonly next: () => number
  readonly between: (low: number, high: number) => number
  /** whole number in low..high, both included */
  readonly whole: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(items: readonly T[]) => T
  /** index drawn in proportion to the weights */
  readonly weighted: (weights: readonly number[]) => number
  /** mean 0, standard deviation 1 (sum of four uniforms: bounded tails) */
  readonly normal: () => number
  readonly fork: (label: string) => Random
}

const hash = (text: string, start: number): number => {
  let h = start >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  return h >>> 0
}

export function createRandom(seed: string): Random {
  let a = hash(seed, 2166136261)
  let b = hash(seed, a ^ 0x9e3779b9)
  let c = hash(seed, b ^ 0x85ebca6b)
  let counter = 1
  const next = () => {
    const t = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()

  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('cannot pick from an empty list')
      return item
    },
    weighted: (weights) => {
      let rest = next() * weights.reduce((sum, w) => sum + w, 0)
      for (const [i, w] of weights.entries()) {
        rest -= w
        if (rest < 0) return i
      }
      return weights.length - 1
    },
    normal: () => (next() + next() + next() + next() - 2) * Math.sqrt(3),
    fork: (label) => createRandom(`${seed}/${label}`),
  }
}
