// The page `/wall/remote`, for a phone: the alarms that wait, and the remote of a display once its code was typed in.
import './remote.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import type { WallStep } from '#contract/wall.ts'
import type { Ok } from '../../../api/client.ts'
import { hasCode } from '../../../api/errors.ts'
import { pairMutation, steerMutation, wallPlaceQuery } from '../../../api/wall.ts'
import { AccountMenu } from '../../../app/AccountMenu.tsx'
import { AlarmList } from '../../../app/AlarmList.tsx'
import { LookTools } from '../../../app/LookTools.tsx'
import { useLook } from '../../../app/look.ts'
import { NoRights } from '../../../app/NoRights.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'

type Held = Ok<'pairWall'>

export default function RemotePage() {
  const { theme, change, search } = useLook()
  const { say } = useTexts()
  const may = useMay()
  const [held, setHeld] = useState<Held | null>(null)
  useEffect(() => {
    document.title = say('remote.title')
  }, [say])
  if (!may('steerWall')) return <NoRights missing="scope" />
  return (
    <div className="remote">
      <header className="remote-head">
        <h1>{say('remote.title')}</h1>
        <LookTools theme={theme} onChange={change} />
        <AccountMenu search={search} />
      </header>
      <main>
        <h2>{say('alarm.title')}</h2>
        <AlarmList from="phone" />
        <h2>{say('remote.title')}</h2>
        {held === null ? <PairForm onHeld={setHeld} /> : <Remote held={held} onLeave={() => setHeld(null)} />}
      </main>
    </div>
  )
}

function PairForm({ onHeld }: { onHeld: (held: Held) => void }) {
  const { say } = useTexts()
  const [code, setCode] = useState('')
  const pair = useMutation({ ...pairMutation(), onSuccess: onHeld })
  const digits = code.replace(/\D/g, '').slice(0, 6)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (digits.length === 6) pair.mutate(digits)
  }
  return (
    <form className="remote-code" onSubmit={submit}>
      <label htmlFor="remote-code">{say('remote.code')}</label>
      <input
        id="remote-code"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        maxLength={7}
        onChange={({ target }) => setCode(target.value)}
      />
      <p>{say('remote.code.where')}</p>
      {pair.isError ? <p role="alert">{say(hasCode(pair.error, 'not_found') ? 'remote.code.wrong' : 'remote.failed')}</p> : null}
      <button type="submit" className="button" disabled={digits.length !== 6 || pair.isPending}>
        {say('remote.connect')}
      </button>
    </form>
  )
}

function Remote({ held, onLeave }: { held: Held; onLeave: () => void }) {
  const { say, name, formats } = useTexts()
  const steer = useMutation(steerMutation(held.displayId))
  const street = useQuery(wallPlaceQuery({}))
  const [parent, setParent] = useState<string | null>(null)
  const inside = useQuery({ ...wallPlaceQuery(parent === null ? {} : { grid: parent }), enabled: parent !== null })
  const places = (parent === null ? street.data : inside.data)?.children ?? []
  const press = (step: WallStep) => () => steer.mutate(step)
  const lost = hasCode(steer.error, 'not_found')
  const button = (words: string, step: WallStep, strong = false) => (
    <button type="button" className={strong ? 'button' : 'remote-button'} onClick={press(step)}>
      {words}
    </button>
  )
  return (
    <section className="remote-hand" data-testid="remote">
      <p className="remote-until">
        {say('remote.until', { name: held.name, time: formats.moment(held.until) })}
        <button type="button" className="button-quiet" onClick={onLeave}>
          {say('remote.leave')}
        </button>
      </p>
      {steer.isError ? <p role="alert">{say(lost ? 'remote.lost' : 'remote.failed')}</p> : null}
      <div className="remote-grid">
        {button(say('remote.previous'), { step: 'previous' })}
        {button(say('remote.next'), { step: 'next' }, true)}
        {button(say('remote.pause'), { step: 'pause' })}
        {button(say('remote.resume'), { step: 'resume' })}
        {button(say('remote.back'), { step: 'back' })}
        {button(say('remote.home'), { step: 'home' })}
        {button(say('remote.meeting'), { step: 'meeting' })}
        {button(say('remote.meetingEnd'), { step: 'meetingEnd' })}
      </div>
      <h3>{say('remote.scenes')}</h3>
      <div className="remote-grid">
        {held.allowed.map((scene) => (
          <button key={scene} type="button" className="remote-button" onClick={press({ scene })}>
            {say(`scene.${scene}`)}
          </button>
        ))}
      </div>
      <h3>{say('remote.communities')}</h3>
      <div className="remote-grid">
        {parent === null ? null : (
          <button type="button" className="remote-button" onClick={() => setParent(null)}>
            {say('remote.home')}
          </button>
        )}
        {places
          .filter(({ kind }) => kind === 'grid')
          .map((place) => (
            <button
              key={place.key}
              type="button"
              className="remote-button"
              onClick={() => {
                steer.mutate({ grid: place.key })
                if (place.level !== 3) setParent(place.key)
              }}
            >
              {name(place)}
            </button>
          ))}
      </div>
    </section>
  )
}
