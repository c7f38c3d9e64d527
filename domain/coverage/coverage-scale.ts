// The scale of the coverage choropleth: five classes of one hue with round breaks. What lacks most is strongest, what is covered is quiet.
// Example: 12 of 31 buildings have a head → share 0.387 → class 0.2–0.4. No residential building → no class, drawn grey, shown as “—”.

export type CoverageClass = { readonly from: number; readonly to: number; readonly light: string; readonly dark: string }

export const coverageClasses: readonly CoverageClass[] = [
  { from: 0, to: 0.2, light: '#0B5A5E', dark: '#7FE3DB' },
  { from: 0.2, to: 0.4, light: '#2F8587', dark: '#48B3AE' },
  { from: 0.4, to: 0.6, light: '#6DAFAD', dark: '#2B8583' },
  { from: 0.6, to: 0.8, light: '#A9D2CE', dark: '#1D5B5D' },
  { from: 0.8, to: 1, light: '#DCEDEA', dark: '#17393D' },
]

/** Where there is nothing to cover. */
export const coverageNone = { light: '#E4E6E3', dark: '#1A2229' } as const

/** The class of a share; null where the denominator is 0. A break belongs to the class above it. */
export function coverageClassOf(numerator: number, denominator: number): CoverageClass | null {
  if (denominator <= 0) return null
  const share = numerator / denominator
  return coverageClasses.find((one) => share < one.to) ?? coverageClasses.at(-1) ?? null
}
