// Play, pause, speed and place of the film. With less motion wanted, the button shows one picture after the other.
import type { HeatMeasure } from '#domain/density/heat-scale.ts'
import { type Film, filmSpeeds, wantsCalm } from '../../app/use-film.ts'
import { daysBefore } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/text.ts'
import type { HeatView } from '../../map/layer.ts'

type Props = { readonly film: Film; readonly from: string; readonly per: HeatMeasure; readonly view: HeatView }

export function FilmControls({ film, from, per, view }: Props) {
  const { say, formats } = useTexts()
  if (!film.possible) return per === 'raw' && view !== 'grids' ? null : <p className="scale-unit">{say('heat.film.countsOnly')}</p>
  const calm = wantsCalm()
  const last = Math.max(0, film.length - 1)
  const { frame } = film
  const step = (): void => (film.at === null ? film.play() : film.seek(film.at >= last ? 0 : film.at + 1))
  return (
    <fieldset className="film" aria-label={say('heat.film')}>
      <div className="film-line">
        <button
          type="button"
          className="choice-option"
          data-testid="film-play"
          onClick={calm ? step : film.playing ? film.pause : film.play}
        >
          {say(calm ? (film.at === null ? 'heat.film.show' : 'heat.film.next') : film.playing ? 'heat.film.pause' : 'heat.film.play')}
        </button>
        {calm
          ? null
          : filmSpeeds.map((speed) => (
              <button
                key={speed}
                type="button"
                className="choice-option"
                aria-pressed={film.speed === speed}
                aria-label={say('heat.film.speed', { speed })}
                onClick={() => film.setSpeed(speed)}
              >
                {`${speed}×`}
              </button>
            ))}
        {film.at === null ? null : (
          <button type="button" className="choice-option" data-testid="film-stop" onClick={film.stop}>
            {say('heat.film.stop')}
          </button>
        )}
      </div>
      {film.at === null ? null : (
        <>
          <input
            type="range"
            min={0}
            max={last}
            value={film.at}
            aria-label={say('heat.film.place')}
            aria-valuetext={frame ? formats.day(daysBefore(from, 1 - frame.endDay)) : ''}
            data-testid="film-place"
            onChange={(event) => film.seek(Number(event.target.value))}
          />
          <p className="scale-unit" data-testid="film-shown" aria-live={film.playing ? 'off' : 'polite'}>
            {film.failed
              ? say('layers.failed')
              : frame
                ? say('heat.film.shown', {
                    from: formats.day(daysBefore(from, frame.days - frame.endDay)),
                    to: formats.day(daysBefore(from, 1 - frame.endDay)),
                    count: formats.number(frame.issues),
                  })
                : say('state.loading')}
          </p>
        </>
      )}
    </fieldset>
  )
}
