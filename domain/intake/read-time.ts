// Times as people's tables write them. Without a zone they are the sub-district's own, UTC+8.
//   2023-12-10 12:05    2023/12/10 12:05:30    2023-12-10T12:05:30.000    2023年12月10日 12时05分    20231210120530    2023-12-10
// What could be read in two ways (03/04/2023) is not read at all.

const parts =
  /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?(?:[T\s]\s*(\d{1,2})(?::|时|點|点)(\d{1,2})(?:(?::|分)(\d{1,2})(?:[.,]\d{1,9})?)?(?:分|秒)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/
const packed = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/

const two = (number: string) => number.padStart(2, '0')

/** The instant as ISO text, or null when it cannot be read for certain or is no time at all (31 February). */
export function readTime(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/日(?=\d)/, '日 ')
  const match = parts.exec(plain) ?? packed.exec(plain)
  if (match === null) return null
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', zone] = match
  const date = `${year}-${two(month)}-${two(day)}`
  const real = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date) return null
  if (year < '1990' || year > '2199' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const offset = zone === undefined ? '+08:00' : zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const instant = new Date(`${date}T${two(hour)}:${two(minute)}:${two(second)}${offset}`)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}
