// One scene among the others: whether and how long it stands, what it draws, where the camera goes.

import { useQueries, useQuery } from '@tanstack/react-query'
import { layersOf, panelsOf, type SceneSetting, sceneSeconds } from '#domain/wall/scenes.ts'
import { wallPlaceQuery } from '../../../api/wall.ts'
import { useTexts } from '../../../i18n/text.ts'

type Props = {
  readonly setting: SceneSetting
  readonly first: boolean
  readonly last: boolean
  readonly previewed: boolean
  readonly onChange: (part: Partial<SceneSetting>) => void
  readonly onMove: (by: 1 | -1) => void
  readonly onPreview: () => void
}

const mostStops = 12
const among = <T,>(all: readonly T[], chosen: readonly T[], one: T, wanted: boolean): readonly T[] =>
  wanted ? (chosen.includes(one) ? chosen : [...chosen, one]) : chosen.filter((other) => other !== one && all.includes(other))

export function SceneRow({ setting, first, last, previewed, onChange, onMove, onPreview }: Props) {
  const { say, name } = useTexts()
  const { scene, shown, seconds, layers, panels, camera } = setting
  const street = useQuery(wallPlaceQuery({}))
  const tops = street.data?.children ?? []
  const below = useQueries({ queries: tops.filter(({ kind }) => kind === 'grid').map(({ key }) => wallPlaceQuery({ grid: key })) })
  const places = [...tops, ...below.flatMap(({ data }) => data?.children ?? [])].filter(({ kind }) => kind === 'grid')
  const secondsField = (value: number, change: (value: number) => void, label: string) => (
    <input
      type="number"
      aria-label={label}
      min={sceneSeconds.least}
      max={sceneSeconds.most}
      value={value}
      onChange={({ target }) =>
        change(Math.min(sceneSeconds.most, Math.max(sceneSeconds.least, Math.round(Number(target.value)) || sceneSeconds.usual)))
      }
    />
  )
  return (
    <li data-previewed={previewed} data-testid={`scene-${scene}`}>
      <div className="wall-settings-line">
        <label>
          <input
            type="checkbox"
            checked={shown}
            aria-label={`${say('wallSettings.shown')} ${say(`scene.${scene}`)}`}
            onChange={({ target }) => onChange({ shown: target.checked })}
          />
        </label>
        <button type="button" className="wall-settings-name" aria-pressed={previewed} onClick={onPreview}>
          {say(`scene.${scene}`)}
        </button>
        {secondsField(seconds, (value) => onChange({ seconds: value }), `${say('wallSettings.seconds')} ${say(`scene.${scene}`)}`)}
        <button
          type="button"
          className="button-quiet"
          disabled={first}
          onClick={() => onMove(-1)}
          aria-label={`${say('wallSettings.up')} ${say(`scene.${scene}`)}`}
        >
          ↑
        </button>
        <button
          type="button"
          className="button-quiet"
          disabled={last}
          onClick={() => onMove(1)}
          aria-label={`${say('wallSettings.down')} ${say(`scene.${scene}`)}`}
        >
          ↓
        </button>
      </div>
      {previewed ? (
        <div className="wall-settings-more">
          <fieldset>
            <legend>{say('wallSettings.layers')}</legend>
            {layersOf[scene].map((layer) => (
              <label key={layer}>
                <input
                  type="checkbox"
                  checked={layers.includes(layer)}
                  onChange={({ target }) => onChange({ layers: among(layersOf[scene], layers, layer, target.checked) })}
                />
                {say(`layer.${layer}`)}
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend>{say('wallSettings.panels')}</legend>
            {panelsOf[scene].map((panel) => (
              <label key={panel}>
                <input
                  type="checkbox"
                  checked={panels.includes(panel)}
                  onChange={({ target }) => onChange({ panels: among(panelsOf[scene], panels, panel, target.checked) })}
                />
                {say(`wall.panel.${panel}`)}
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend>{say('wallSettings.camera')}</legend>
            {[...camera.entries()].map(([at, stop]) => (
              <div key={at} className="wall-settings-line">
                <select
                  aria-label={`${say('wallSettings.camera')} ${at + 1}`}
                  value={stop.at}
                  onChange={({ target }) =>
                    onChange({ camera: camera.map((one, index) => (index === at ? { ...one, at: target.value } : one)) })
                  }
                >
                  <option value="all">{say('wallSettings.camera.all')}</option>
                  {places.some(({ key }) => key === stop.at) || stop.at === 'all' ? null : <option value={stop.at}>{stop.at}</option>}
                  {places.map((place) => (
                    <option key={place.key} value={place.key}>
                      {name(place)}
                    </option>
                  ))}
                </select>
                {secondsField(
                  stop.seconds,
                  (value) => onChange({ camera: camera.map((one, index) => (index === at ? { ...one, seconds: value } : one)) }),
                  `${say('wallSettings.seconds')} ${at + 1}`,
                )}
                <button
                  type="button"
                  className="button-quiet"
                  disabled={camera.length === 1}
                  aria-label={`${say('wallSettings.camera.remove')} ${at + 1}`}
                  onClick={() => onChange({ camera: camera.filter((_, index) => index !== at) })}
                >
                  ×
                </button>
              </div>
            ))}
            <button
              type="button"
              className="button-quiet"
              disabled={camera.length >= mostStops}
              onClick={() => onChange({ camera: [...camera, { at: 'all', seconds: sceneSeconds.usual }] })}
            >
              {say('wallSettings.camera.add')}
            </button>
          </fieldset>
        </div>
      ) : null}
    </li>
  )
}
