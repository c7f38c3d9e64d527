// What somebody answered about a file, kept on this device for files with the same fields: the office that sends them changes them rarely.
const most = 20

type Kept<T> = { readonly fields: string; readonly mapping: T }

const signature = (fields: readonly string[]): string => [...fields].sort().join('\n')
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

function all<T>(place: string, isAnswer: (value: unknown) => value is T): readonly Kept<T>[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept)
      ? kept.filter((one): one is Kept<T> => isObject(one) && typeof one.fields === 'string' && isAnswer(one.mapping))
      : []
  } catch {
    return []
  }
}

export const keptAnswer = <T>(place: string, fields: readonly string[], isAnswer: (value: unknown) => value is T): T | null =>
  all(place, isAnswer).find((one) => one.fields === signature(fields))?.mapping ?? null

export function keepAnswer<T>(place: string, fields: readonly string[], mapping: T, isAnswer: (value: unknown) => value is T): void {
  const others = all(place, isAnswer).filter((one) => one.fields !== signature(fields))
  try {
    window.localStorage.setItem(place, JSON.stringify([{ fields: signature(fields), mapping }, ...others].slice(0, most)))
  } catch {
    // a device that keeps nothing asks again next time
  }
}
