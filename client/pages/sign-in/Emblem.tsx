/** The sign of the product: a square of grids with a circle in it, as its name says. Decoration. */
export function Emblem() {
  return (
    <svg className="emblem" width="56" height="56" viewBox="0 0 56 56" fill="none" aria-hidden="true">
      <rect x="2" y="2" width="52" height="52" rx="10" stroke="var(--accent)" strokeWidth="2.5" />
      <path
        d="M2 21l17-4 18 6 17-5M19 17l3 20-5 17M22 37l17-3 15 4M37 23l2 11-3 20"
        stroke="var(--accent)"
        strokeWidth="1.2"
        opacity="0.45"
      />
      <circle cx="28" cy="28" r="13" fill="var(--accent-soft)" stroke="var(--accent)" strokeWidth="2.5" />
      <circle cx="28" cy="28" r="3.500" fill="var(--accent)" />
    </svg>
  )
}
