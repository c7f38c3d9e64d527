// The scene as the wall will show it: the same wall on a small canvas, in the language of the display, over its ground, with what it may ask.
// Nothing is shrunk; it is laid out for its size like any other.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { WallScene, WallSetting } from '#domain/wall/scenes.ts'
import type { Ok } from '../../../api/client.ts'
import { subdistrictsQuery } from '../../../api/queries.ts'
import { SpokenIn } from '../../../app/SpokenIn.tsx'
import { scopeWords } from '../../../app/scope-words.ts'
import { SessionProvider, useSession } from '../../../app/session.ts'
import { useLayerStates } from '../../../app/use-map-data.ts'
import { useTexts } from '../../../i18n/text.ts'
import { themeAt } from '../theme-at.ts'
import { clockText } from '../use-unattended.ts'
import { Wall } from '../Wall.tsx'

const shapes = { '16:9': 16 / 9, '32:9': 32 / 9, '48:9': 48 / 9 } as const
type Shape = keyof typeof shapes

type Props = {
  readonly setting: WallSetting
  readonly scene: WallScene
  readonly display: Ok<'wallDisplays'>['displays'][number]
}

export function ScenePreview({ setting, scene, display }: Props) {
  const texts = useTexts()
  const { say } = texts
  const session = useSession()
  const { allowed, scope } = display
  const seen = useMemo(() => ({ ...session, role: 'wall' as const, scenes: allowed, scope }), [session, allowed, scope])
  const whole = scope.some(({ level }) => level === 0)
  const [shape, setShape] = useState<Shape>('16:9')
  const holder = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = holder.current
    if (!element) return
    const watch = new ResizeObserver(() => setWidth(element.clientWidth))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  const subdistrict = useQuery(subdistrictsQuery()).data?.subdistricts[0]
  const height = Math.round(width / shapes[shape])
  const theme = themeAt(setting.theme, clockText(Date.now()))
  return (
    <section className="wall-settings-preview" aria-label={say('wallSettings.preview')}>
      <label className="wall-settings-row">
        {say('wallSettings.aspect')}
        <select value={shape} onChange={({ target }) => setShape(target.value as Shape)}>
          {Object.keys(shapes).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <div ref={holder} style={{ minHeight: height }} data-theme={theme}>
        {subdistrict && width > 0 ? (
          <SessionProvider value={seen}>
            <SpokenIn language={setting.language}>
              <Preview
                subdistrict={subdistrict}
                setting={setting}
                scene={scene}
                allowed={allowed}
                theme={theme}
                width={width}
                height={height}
              />
            </SpokenIn>
          </SessionProvider>
        ) : null}
      </div>
      {whole ? null : <p className="wall-settings-note">{say('wallSettings.preview.ground', { ground: scopeWords(scope, texts) })}</p>}
    </section>
  )
}

type PreviewProps = Omit<Parameters<typeof Wall>[0], 'scope' | 'states' | 'still'> & { readonly scene: WallScene }

function Preview({ scene, ...props }: PreviewProps) {
  const { states, scope } = useLayerStates(props.subdistrict.subdistrictCode)
  return states && scope ? <Wall {...props} key={scene} states={states} scope={scope} still={scene} /> : null
}
