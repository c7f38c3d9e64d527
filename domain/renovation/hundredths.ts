// Cents, and hundredths of a square metre: whole numbers that people write and read with a point in them. No fraction is ever computed with.
// Example: "1,234.5" ↔ 123450; "12.345" is no amount.

/** A text as whole hundredths; null where it is none, has more than two digits behind the point, or is larger than `most`. */
export function hundredthsOf(text: string, most: number): number | null {
  const found = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/[,，\s]/g, ''))
  if (found === null) return null
  const value = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return value <= most ? value : null
}

/** Always with two digits behind the point. */
export const hundredthsText = (value: number): string => `${Math.trunc(value / 100)}.${String(value % 100).padStart(2, '0')}`
