// A count sheet says how many issues there are at each of many places, packed.
//
// Definition. A place is a pair of whole numbers x, y below 2^20, or the single number y · 2^20 + x; what it means is for whoever counts: a map cell,
// a grid (y = 0, x = its six digits), an hour of the day (y = 0, x = hour). A sheet lists the places that have a count, sorted by y, then x:
//   number of lines, then for each line: y less the y before, number of places, then for each place: x less the x before, count.
// Every number is written in groups of seven bits, lowest first, the eighth bit set on all but the last group (LEB128); "before" is 0 at first and
// x starts anew with each line. Example, two issues at (300, 7) and one at (301, 7): 01 07 02 ac02 02 01 01, eight bytes.
//
// A run of days is written as: number of the day, its sheet, and so on to the end of the bytes.

/** Places in rising order, each once, with counts that are not zero. */
export type Counts = { readonly places: Float64Array; readonly amounts: Int32Array }

export const placesAcross = 2 ** 20
export const placeOf = (x: number, y: number): number => y * placesAcross + x

export const noCounts: Counts = { places: new Float64Array(0), amounts: new Int32Array(0) }

/** Counts from places and amounts in any order; amounts of the same place are added up. */
export function countsOf(amounts: ReadonlyMap<number, number>): Counts {
  const places = Float64Array.from([...amounts].filter(([, amount]) => amount !== 0).map(([place]) => place)).sort()
  return { places, amounts: Int32Array.from(places, (place) => amounts.get(place) ?? 0) }
}

/** The sum of two, places whose sum is zero left out. */
export function sumOfCounts(a: Counts, b: Counts): Counts {
  if (a.places.length === 0) return b
  if (b.places.length === 0) return a
  const places = new Float64Array(a.places.length + b.places.length)
  const amounts = new Int32Array(places.length)
  let [i, j, n] = [0, 0, 0]
  while (i < a.places.length || j < b.places.length) {
    const left = a.places[i] ?? Number.POSITIVE_INFINITY
    const right = b.places[j] ?? Number.POSITIVE_INFINITY
    const place = Math.min(left, right)
    const amount = (left === place ? (a.amounts[i++] ?? 0) : 0) + (right === place ? (b.amounts[j++] ?? 0) : 0)
    if (amount === 0) continue
    places[n] = place
    amounts[n++] = amount
  }
  return { places: places.subarray(0, n), amounts: amounts.subarray(0, n) }
}

export const sameCounts = (a: Counts, b: Counts): boolean =>
  a.places.length === b.places.length &&
  a.places.every((place, index) => place === b.places[index] && a.amounts[index] === b.amounts[index])

/** Bytes that grow while numbers are written to them. */
export class SheetWriter {
  #bytes = new Uint8Array(1024)
  #length = 0

  number(value: number): void {
    if (!Number.isInteger(value) || value < 0) throw new Error(`a sheet cannot hold ${value}`)
    if (this.#length + 8 > this.#bytes.length) {
      const wider = new Uint8Array(this.#bytes.length * 2)
      wider.set(this.#bytes)
      this.#bytes = wider
    }
    let rest = value
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
  }

  sheet({ places, amounts }: Counts): void {
    const ends: number[] = []
    for (let i = 1; i <= places.length; i++) if (lineOf(places[i]) !== lineOf(places[i - 1])) ends.push(i)
    this.number(ends.length)
    let [start, yBefore] = [0, 0]
    for (const end of ends) {
      const y = lineOf(places[start])
      this.number(y - yBefore)
      this.number(end - start)
      yBefore = y
      let xBefore = 0
      for (; start < end; start++) {
        const x = (places[start] ?? 0) - y * placesAcross
        this.number(x - xBefore)
        this.number(amounts[start] ?? 0)
        xBefore = x
      }
    }
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}

const lineOf = (place: number | undefined): number => (place === undefined ? -1 : Math.floor(place / placesAcross))

export type Visit = (x: number, y: number, amount: number) => void

/** Reads numbers and sheets one after the other. Throws where the bytes end too early. */
export class SheetReader {
  #at = 0
  constructor(private readonly content: Uint8Array) {}

  get atEnd(): boolean {
    return this.#at >= this.content.length
  }

  number(): number {
    let [value, factor] = [0, 1]
    for (;;) {
      const byte = this.content[this.#at++]
      if (byte === undefined) throw new Error('a count sheet ends too early')
      value += (byte & 127) * factor
      if (byte < 128) return value
      factor *= 128
    }
  }

  sheet(visit: Visit): void {
    const lines = this.number()
    let y = 0
    for (let line = 0; line < lines; line++) {
      y += this.number()
      const count = this.number()
      let x = 0
      for (let i = 0; i < count; i++) {
        x += this.number()
        visit(x, y, this.number())
      }
    }
  }

  counts(): Counts {
    const places: number[] = []
    const amounts: number[] = []
    this.sheet((x, y, amount) => {
      places.push(placeOf(x, y))
      amounts.push(amount)
    })
    return { places: Float64Array.from(places), amounts: Int32Array.from(amounts) }
  }
}

export function packSheet(counts: Counts): Uint8Array {
  const writer = new SheetWriter()
  writer.sheet(counts)
  return writer.bytes()
}

export const unpackSheet = (bytes: Uint8Array): Counts => new SheetReader(bytes).counts()

/** Sheets by day, the day as a number of the writer's own, such as days since the first. */
export type CountsByDay = ReadonlyMap<number, Counts>

export function packDays(days: CountsByDay): Uint8Array {
  const writer = new SheetWriter()
  for (const day of [...days.keys()].sort((a, b) => a - b)) {
    const counts = days.get(day) ?? noCounts
    if (counts.places.length === 0) continue
    writer.number(day)
    writer.sheet(counts)
  }
  return writer.bytes()
}

export function unpackDays(bytes: Uint8Array): Map<number, Counts> {
  const reader = new SheetReader(bytes)
  const days = new Map<number, Counts>()
  while (!reader.atEnd) days.set(reader.number(), reader.counts())
  return days
}

/** What stands on each day of a run. */
export function visitDays(bytes: Uint8Array, visit: (day: number, x: number, y: number, amount: number) => void): void {
  const reader = new SheetReader(bytes)
  while (!reader.atEnd) {
    const day = reader.number()
    reader.sheet((x, y, amount) => visit(day, x, y, amount))
  }
}
