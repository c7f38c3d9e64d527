// Who is appointed: somebody suggested, somebody the register knows, or somebody new.
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { type KnownPerson, knownPeopleQuery } from '../../api/people.ts'
import { useTexts } from '../../i18n/text.ts'

export type Person = { readonly known: KnownPerson } | { readonly name: string; readonly phone: string }

/** What the service is told. */
export const personOf = (person: Person) => ('known' in person ? { personId: person.known.personId } : person)
export const isNamed = (person: Person): boolean => 'known' in person || person.name.trim().length >= 2

export function PersonChoice({
  subdistrict,
  person,
  onPerson,
}: {
  subdistrict: string
  person: Person
  onPerson: (person: Person) => void
}) {
  const { say } = useTexts()
  const id = useId()
  const typed = 'known' in person ? '' : person.name.trim()
  // asked when somebody leaves the field, not with each letter
  const [asked, setAsked] = useState('')
  const found = useQuery({ ...knownPeopleQuery(subdistrict, asked), enabled: asked.length >= 2 })
  if ('known' in person)
    return (
      <p className="register-chosen" data-testid="chosen-person">
        <span>
          <strong>{person.known.name}</strong> {person.known.phone}
        </span>
        <button type="button" className="link" onClick={() => onPerson({ name: '', phone: '' })}>
          {say('register.person.other')}
        </button>
      </p>
    )
  return (
    <>
      <div className="field">
        <label className="field-label" htmlFor={`${id}-name`}>
          {say('register.person.name')}
        </label>
        <input
          id={`${id}-name`}
          className="field-input"
          required
          minLength={2}
          maxLength={40}
          autoComplete="off"
          value={person.name}
          data-testid="person-name"
          onChange={({ target }) => onPerson({ ...person, name: target.value })}
          onBlur={() => setAsked(typed)}
        />
        <p className="field-hint">{say('register.person.hint')}</p>
      </div>
      {found.data && found.data.people.length > 0 && asked === typed ? (
        <ul className="register-people" data-testid="known-people">
          {found.data.people.map((known) => (
            <li key={known.personId}>
              <span className="register-person">
                <strong>{known.name}</strong> {known.phone}
                <span className="register-why">{say('register.posts', { count: known.posts.length })}</span>
              </span>
              <button type="button" className="button-quiet" onClick={() => onPerson({ known })}>
                {say('register.person.this')}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="field">
        <label className="field-label" htmlFor={`${id}-phone`}>
          {say('register.person.phone')}
        </label>
        <input
          id={`${id}-phone`}
          className="field-input"
          type="tel"
          maxLength={30}
          pattern="[0-9+() \-]*"
          autoComplete="off"
          value={person.phone}
          data-testid="person-phone"
          onChange={({ target }) => onPerson({ ...person, phone: target.value })}
        />
      </div>
    </>
  )
}
