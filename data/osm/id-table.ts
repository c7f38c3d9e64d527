// Node ids by the million in plain number arrays: 8 bytes an id and 8 for its place, instead of a hundred in a Map.

export type IdCollector = { add(id: number): void; finish(): { ids: Float64Array; repeated: Float64Array } }

/** Collects ids in any order; `finish` gives them sorted and once each, and those that came more than once. */
export function idCollector(): IdCollector {
  let held = new Float64Array(1 << 16)
  let length = 0
  return {
    add(id) {
      if (length === held.length) {
        const larger = new Float64Array(held.length * 2)
        larger.set(held)
        held = larger
      }
      held[length++] = id
    },
    finish() {
      const sorted = held.subarray(0, length).sort()
      let once = 0
      const repeated: number[] = []
      for (let i = 0; i < length; i++) {
        const id = sorted[i] ?? 0
        if (i > 0 && sorted[i - 1] === id) {
          if (repeated[repeated.length - 1] !== id) repeated.push(id)
        } else sorted[once++] = id
      }
      return { ids: sorted.slice(0, once), repeated: Float64Array.from(repeated) }
    },
  }
}

/** Index of an id in a sorted array, or -1. */
export function indexOfId(ids: Float64Array, id: number): number {
  let low = 0
  let high = ids.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const value = ids[middle] ?? 0
    if (value === id) return middle
    if (value < id) low = middle + 1
    else high = middle - 1
  }
  return -1
}

export type PlaceTable = {
  set(id: number, lon: number, lat: number): void
  /** [lon, lat] on the 1e-7 lattice, or undefined for a node that the file does not hold. */
  get(id: number): [number, number] | undefined
}

const lattice = 1e7
const absent = -2_147_483_648

/** Coordinates of the given sorted ids, as whole steps of 1e-7 degree. */
export function placeTable(ids: Float64Array): PlaceTable {
  const places = new Int32Array(ids.length * 2).fill(absent)
  return {
    set(id, lon, lat) {
      const index = indexOfId(ids, id)
      if (index < 0) return
      places[2 * index] = Math.round(lon * lattice)
      places[2 * index + 1] = Math.round(lat * lattice)
    },
    get(id) {
      const index = indexOfId(ids, id)
      const lon = places[2 * index] ?? absent
      return index < 0 || lon === absent ? undefined : [lon / lattice, (places[2 * index + 1] ?? 0) / lattice]
    },
  }
}
