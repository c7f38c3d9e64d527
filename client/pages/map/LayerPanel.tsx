// The layers in drawing order, each with its switch, and when on its legend, data time and filters.

import type { LayerStates } from '../../app/use-map-data.ts'
import { useTexts } from '../../i18n/text.ts'
import type { LayerDescriptor } from '../../map/layer.ts'
import type { LayerKey } from '../../map/layer-keys.ts'
import type { Theme } from '../../map/palette.ts'
import { registry } from '../../map/registry.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { Legend, type LegendProps } from './Legend.tsx'

type Props = Omit<LegendProps, 'layer'> & {
  readonly on: ReadonlySet<LayerKey>
  readonly offered: ReadonlySet<LayerKey>
  readonly states: LayerStates | null
  readonly hasRegister: boolean
  readonly failed: ReadonlySet<string>
  readonly theme: Theme
  readonly zoom: number
  readonly onToggle: (key: LayerKey, on: boolean) => void
}

const groups = ['area', 'register', 'issue'] as const

export function LayerPanel(props: Props) {
  const { say } = useTexts()
  return (
    <div className="layers" data-testid="layers">
      {groups.map((group) => {
        const layers = registry.filter((layer) => layer.group === group && props.offered.has(layer.key))
        return layers.length === 0 ? null : (
          <section key={group} className="layer-group" aria-label={say(`layers.group.${group}`)}>
            <ul>
              {layers.map((layer) => (
                <LayerEntry key={layer.key} layer={layer} shortcut={String(registry.indexOf(layer) + 1)} props={props} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

function LayerEntry({ layer, shortcut, props }: { layer: LayerDescriptor; shortcut: string; props: Props }) {
  const { say, formats } = useTexts()
  const on = props.on.has(layer.key)
  const state = props.states?.get(layer.dataOf)
  const empty = (state !== undefined && state.features === 0) || (layer.key === 'heads' && !props.hasRegister)
  const failed = props.failed.has(layer.key) || layer.sources.some((source) => props.failed.has(source))
  return (
    <li className="layer" data-testid={`layer-${layer.key}`}>
      <div className="layer-line">
        <Switch checked={on} onChange={(checked) => props.onToggle(layer.key, checked)} testId={`switch-${layer.key}`} shortcut={shortcut}>
          <span className="layer-name">{say(`layer.${layer.key}`)}</span>
        </Switch>
        {failed && on ? (
          <span className="layer-warning">
            <Icon name="alert" size={14} /> {say('layers.failed')}
          </span>
        ) : empty ? (
          <span className="layer-note">{say('layers.noData')}</span>
        ) : on && props.zoom < layer.minZoom ? (
          <span className="layer-note">{say('layers.zoomIn')}</span>
        ) : null}
      </div>
      {on && !empty && (
        <div className="layer-body">
          <Legend {...props} layer={layer} />
          {state?.dataTime ? <p className="layer-time">{say('layers.dataTime', { time: formats.moment(state.dataTime) })}</p> : null}
        </div>
      )}
      {on && empty ? <p className="layer-body layer-time">{say('layers.noData.hint')}</p> : null}
    </li>
  )
}
