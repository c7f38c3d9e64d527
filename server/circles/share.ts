type Columns = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float32Array | Float64Array
const isColumns = (value: unknown): value is Columns => ArrayBuffer.isView(value) && !(value instanceof DataView)

/** The same with its columns of numbers on memory that threads share: handing it to one copies nothing. */
export function share<T>(value: T): T {
  if (value instanceof SharedArrayBuffer) return value
  if (isColumns(value)) {
    if (value.buffer instanceof SharedArrayBuffer) return value
    const made = new (value.constructor as new (buffer: SharedArrayBuffer) => Columns)(new SharedArrayBuffer(value.byteLength))
    made.set(value)
    return made as T
  }
  if (value instanceof ArrayBuffer) return share(new Uint8Array(value)).buffer as T
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, share(one)])) as T
}
