// One display's setting as a form. Nothing is sent until it is saved; until then every change shows in the preview and can be undone.
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { usualRules } from '#domain/wall/alarms.ts'
import { callProblems } from '#domain/wall/calls.ts'
import {
  rankingMeasures,
  reducedWhen,
  replayDays,
  settingProblems,
  type WallScene,
  type WallSetting,
  wallThemes,
} from '#domain/wall/scenes.ts'
import type { Ok } from '../../../api/client.ts'
import { CallError, hasCode } from '../../../api/errors.ts'
import { alarmRulesQuery, changeSettingMutation } from '../../../api/wall.ts'
import { languages } from '../../../i18n/language.ts'
import { useTexts } from '../../../i18n/text.ts'
import { DisplayCalls } from './DisplayCalls.tsx'
import { ScenePreview } from './ScenePreview.tsx'
import { SceneRow } from './SceneRow.tsx'

type Display = Ok<'wallDisplays'>['displays'][number]

export function DisplayForm({ display, onSaved }: { display: Display; onSaved: () => void }) {
  const { say } = useTexts()
  const [setting, setSetting] = useState<WallSetting>(display.setting)
  const [version, setVersion] = useState(display.version)
  const [saved, setSaved] = useState<WallSetting>(display.setting)
  const [shown, setShown] = useState<WallScene>(setting.scenes[0]?.scene ?? 'situation')
  const save = useMutation({
    ...changeSettingMutation(display.displayId),
    onSuccess: (answer) => {
      setVersion(answer.version)
      setSetting(answer.setting)
      setSaved(answer.setting)
      onSaved()
    },
    onError: (error) => {
      if (hasCode(error, 'conflict')) onSaved()
    },
  })
  // somebody else saved meanwhile: theirs is what the next change builds on
  const overtaken = display.version > version
  if (overtaken) {
    setVersion(display.version)
    setSaved(display.setting)
    setSetting(display.setting)
  }
  const change = (part: Partial<WallSetting>): void => setSetting((before) => ({ ...before, ...part }))
  const changeScene = (at: number, part: Partial<WallSetting['scenes'][number]>): void =>
    change({ scenes: setting.scenes.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  const move = (at: number, by: 1 | -1): void => {
    const scenes = [...setting.scenes]
    const [one] = scenes.splice(at, 1)
    if (one) scenes.splice(at + by, 0, one)
    change({ scenes })
  }
  const { rules } = useQuery({ ...alarmRulesQuery(), refetchInterval: false }).data ?? { rules: usualRules }
  const problems = [...settingProblems(setting, display.allowed), ...callProblems(setting.calls, rules)]
  const dirty = JSON.stringify(setting) !== JSON.stringify(saved)
  const { night, screens } = setting
  const select = <T extends string | number>(
    label: string,
    value: T,
    options: readonly (readonly [T, string])[],
    onChange: (value: T) => void,
  ) => (
    <label className="wall-settings-row">
      {label}
      <select value={value} onChange={({ target }) => onChange(options.find(([one]) => String(one) === target.value)?.[0] ?? value)}>
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
  const number = (label: string, value: number, least: number, most: number, onChange: (value: number) => void, step = 1) => (
    <label className="wall-settings-row">
      {label}
      <input
        type="number"
        value={value}
        min={least}
        max={most}
        step={step}
        onChange={({ target }) => {
          const wanted = Number(target.value)
          if (Number.isFinite(wanted)) onChange(Math.min(most, Math.max(least, wanted)))
        }}
      />
    </label>
  )
  return (
    <div className="wall-settings-form" data-testid="display-form">
      <div>
        <h2>{say('wallSettings.scenes')}</h2>
        <ol className="wall-settings-scenes">
          {setting.scenes.map((one, at) => (
            <SceneRow
              key={one.scene}
              setting={one}
              first={at === 0}
              last={at === setting.scenes.length - 1}
              previewed={one.scene === shown}
              onChange={(part) => changeScene(at, part)}
              onMove={(by) => move(at, by)}
              onPreview={() => setShown(one.scene)}
            />
          ))}
        </ol>
        <h2>{say('wallSettings.look')}</h2>
        {select(
          say('wallSettings.theme'),
          setting.theme,
          wallThemes.map((one) => [one, say(`wallSettings.theme.${one}`)] as const),
          (theme) => change({ theme }),
        )}
        {select(
          say('wallSettings.language'),
          setting.language,
          languages.map((one) => [one, say(`wallSettings.language.${one}`)] as const),
          (language) => change({ language }),
        )}
        {select(
          say('wallSettings.ranking'),
          setting.ranking,
          rankingMeasures.map((one) => [one, say(`wall.measure.${one}`)] as const),
          (ranking) => change({ ranking }),
        )}
        {select(
          say('wallSettings.replay'),
          setting.replayDays,
          replayDays.map((days) => [days, say('wallSettings.replay.days', { days })] as const),
          (days) => change({ replayDays: days }),
        )}
        {number(say('wallSettings.idle'), setting.idleSeconds, 15, 900, (idleSeconds) => change({ idleSeconds }))}
        {number(say('wallSettings.across'), screens.across, 1, 12, (across) => change({ screens: { ...screens, across } }))}
        {number(say('wallSettings.downward'), screens.down, 1, 6, (down) => change({ screens: { ...screens, down } }))}
        <label className="wall-settings-row">
          {say('wallSettings.night')}
          <input
            type="checkbox"
            checked={night !== null}
            onChange={({ target }) => change({ night: target.checked ? { from: '22:00', to: '06:30', dim: 0.35 } : null })}
          />
        </label>
        {night ? (
          <>
            {(['from', 'to'] as const).map((end) => (
              <label key={end} className="wall-settings-row">
                {say(`wallSettings.night.${end}`)}
                <input
                  type="time"
                  value={night[end]}
                  onChange={({ target }) => target.value && change({ night: { ...night, [end]: target.value } })}
                />
              </label>
            ))}
            {number(say('wallSettings.night.dim'), night.dim, 0.1, 1, (dim) => change({ night: { ...night, dim } }), 0.05)}
          </>
        ) : null}
        {select(
          say('wallSettings.reduced'),
          setting.reduced,
          reducedWhen.map((one) => [one, say(`wallSettings.reduced.${one}`)] as const),
          (reduced) => change({ reduced }),
        )}
        <label className="wall-settings-row">
          {say('wallSettings.sound')}
          <input type="checkbox" checked={setting.sound} onChange={({ target }) => change({ sound: target.checked })} />
        </label>
        <DisplayCalls calls={setting.calls} rules={rules} onChange={(calls) => change({ calls })} />
        <div className="wall-settings-save" role="status">
          {problems.length > 0 ? <p>{say('wallSettings.doesNotFit', { problem: problems[0]?.path ?? '' })}</p> : null}
          {hasCode(save.error, 'conflict') ? <p>{say('wallSettings.conflict')}</p> : null}
          {save.isError && !hasCode(save.error, 'conflict') ? (
            <p>
              {say('wallSettings.failed', {
                problem: save.error instanceof CallError ? (save.error.details[0]?.path ?? save.error.code) : '',
              })}
            </p>
          ) : null}
          {save.isSuccess && !dirty ? <p>{say('wallSettings.saved')}</p> : null}
          <button type="button" className="button-quiet" disabled={!dirty} onClick={() => setSetting(saved)}>
            {say('wallSettings.undo')}
          </button>
          <button
            type="button"
            className="button"
            disabled={!dirty || problems.length > 0 || save.isPending}
            onClick={() => save.mutate({ version, setting: bodyOf(setting) })}
          >
            {say('wallSettings.save')}
          </button>
        </div>
      </div>
      <ScenePreview setting={setting} scene={shown} display={display} />
    </div>
  )
}

/** The same as what may be sent: lists that may be written to. */
const bodyOf = (setting: WallSetting): Display['setting'] => structuredClone(setting) as Display['setting']
