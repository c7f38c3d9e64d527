// The page `/wall/remote`, for a phone: the alarms that wait, and the remote of a display once its code was typed in.
import './remote.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { WallStep } from '#contract/wall.ts'
import type { Ok } from '../../../api/client.ts'
import { hasCode } from '../../../api/errors.ts'
import { type PlaceAsked, pairMutation, steerMutation, wallPlaceQuery } from '../../../api/wall.ts'
import { AccountMenu } from '../../../app/AccountMenu.tsx'
import { AlarmList } from '../../../app/AlarmList.tsx'
import { LookTools } from '../../../app/LookTools.tsx'
import { useLook } from '../../../app/look.ts'
import { NoRights } from '../../../app/NoRights.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { askedOf } from '../PlacePanel.tsx'

type Held = Ok<'pairWall'>

export default function RemotePage() {
  const { theme, change, search } = useLook()
  const { say } = useTexts()
  const may = useMay()
  const [held, setHeld] = useHeld()
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
        <AlarmList from={window.matchMedia('(pointer: coarse)').matches ? 'phone' : 'desk'} />
        <h2>{say('remote.title')}</h2>
        {held === null ? <PairForm onHeld={setHeld} /> : <Remote held={held} onLeave={() => setHeld(null)} />}
      </main>
    </div>
  )
}

const heldKey = 'fangyuan.wall.remote'

/** What this phone holds, as long as it holds it: a page that is loaded anew has not let go. */
function useHeld(): readonly [Held | null, (held: Held | null) => void] {
  const [held, setHeld] = useState<Held | null>(() => {
    const kept = window.sessionStorage.getItem(heldKey)
    const before = kept === null ? null : (JSON.parse(kept) as Held)
    return before !== null && Date.parse(before.until) > Date.now() ? before : null
  })
  const hold = useCallback((next: Held | null): void => {
    if (next === null) window.sessionStorage.removeItem(heldKey)
    else window.sessionStorage.setItem(heldKey, JSON.stringify(next))
    setHeld(next)
  }, [])
  return [held, hold]
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
  const [parent, setParent] = useState<PlaceAsked | null>(null)
  const inside = useQuery({ ...wallPlaceQuery(parent ?? {}), enabled: parent !== null })
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
        {places.map((place) => {
          const asked = askedOf(place)
          return asked === null ? null : (
            <button
              key={`${place.kind} ${place.key}`}
              type="button"
              className="remote-button"
              onClick={() => {
                steer.mutate(asked)
                if (place.kind !== 'building') setParent(asked)
              }}
            >
              {name(place)}
            </button>
          )
        })}
      </div>
    </section>
  )
}
