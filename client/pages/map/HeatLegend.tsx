// The legend of the heat map: the fixed domain, what is counted just now, the controls, and the times, which are loaded when they are first needed.
import { lazy, Suspense } from 'react'
import { heatScales, kernelRadiusMetres } from '#domain/density/heat-scale.ts'
import { basisWords } from '../../app/borders-basis.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { HeatControls } from './HeatControls.tsx'
import type { LegendProps } from './Legend.tsx'

const HeatTimes = lazy(() => import('./HeatTimes.tsx'))

export function HeatLegend({ theme, address, heat, zoom, scope, onFilter, onGo }: LegendProps) {
  const texts = useTexts()
  const { say, formats } = texts
  const basis = basisWords(heat.borders, texts)
  const may = useMay()
  const scale = heatScales[address.per]
  const { heat: shown, filter } = heat
  const { heatView: view, per } = address
  return (
    <>
      <div className="scale" data-testid="heat-legend">
        <div className="scale-classes">
          {scale.classes.map((one) => (
            <span key={one.from} style={{ background: one[theme] }} />
          ))}
        </div>
        <div className="scale-ticks scale-ticks-from">
          {scale.classes.map((one, index) => (
            <span key={one.from}>{`${formats.decimal(one.from)}${index === scale.classes.length - 1 ? '+' : ''}`}</span>
          ))}
        </div>
        <p className="scale-unit">{say(per === 'raw' ? 'legend.heat.unit' : 'legend.heat.unitHouseholds')}</p>
        <p className="scale-unit">
          {view === 'grids'
            ? say('legend.heat.grids')
            : view === 'cells' && per === 'raw'
              ? say('legend.heat.squares')
              : per === 'raw'
                ? say('legend.heat.kernel', { metres: kernelRadiusMetres })
                : shown
                  ? say('legend.heat.cells', { metres: formats.number(shown.cellMetres) })
                  : null}
        </p>
        <p className="scale-unit" aria-live="polite" data-testid="heat-total">
          {heat.pending
            ? say('state.loading')
            : heat.failed
              ? say('layers.failed')
              : heat.total === 0
                ? say('legend.heat.empty')
                : say('legend.heat.total', {
                    from: formats.day(filter.from),
                    to: formats.day(filter.to),
                    total: formats.number(heat.total),
                  })}
        </p>
        {basis && (
          <p className="scale-unit" data-testid="borders-basis">
            {basis}
          </p>
        )}
        {heat.suppressed > 0 && <p className="scale-unit">{say('legend.heat.suppressed', { count: formats.number(heat.suppressed) })}</p>}
        {zoom < 15 && <p className="scale-unit">{say('legend.heat.dots')}</p>}
      </div>
      <HeatControls address={address} onFilter={onFilter} />
      {scope && may('issueTimes') ? (
        <Suspense fallback={<Skeleton height={64} />}>
          <HeatTimes scope={scope} address={address} heat={heat} onFilter={onFilter} onGo={onGo} />
        </Suspense>
      ) : null}
    </>
  )
}
