// A share as a thin bar: how much is covered, and warm what lacks. Decoration beside the figures, so hidden from readers of the screen.
export function ShareBar({ numerator, denominator }: { numerator: number; denominator: number }) {
  const covered = denominator > 0 ? (100 * numerator) / denominator : 0
  return (
    <span className="share-bar" aria-hidden="true">
      {denominator > 0 && <span className="share-bar-have" style={{ width: `${covered}%` }} />}
      {denominator > numerator && <span className="share-bar-lack" style={{ width: `${100 - covered}%` }} />}
    </span>
  )
}
