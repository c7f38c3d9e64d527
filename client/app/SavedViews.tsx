// Names for what narrows a page, kept with one's own account: chosen from a menu, kept and forgotten there.
import './saved-views.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { hasCode } from '../api/errors.ts'
import { keepViewMutation, removeViewMutation, savedViewsQuery, type ViewPage } from '../api/views.ts'
import { useTexts } from '../i18n/text.ts'
import { readable } from './readable-query.ts'
import { useMay } from './session.ts'

/** How a page looks and what is open on it is no part of a view. */
const look = new Set(['lang', 'theme'])
const most = 30
/** Of the menu; where there is less room beside its button it opens to the other side. */
const panelPixels = 280

const lookOf = (search: string) => [...new URLSearchParams(search)].filter(([name]) => look.has(name))
const viewOf = (search: string) => [...new URLSearchParams(search)].filter(([name]) => !look.has(name) && name !== 'pick')

export function SavedViews({ page }: { page: ViewPage }) {
  const { say } = useTexts()
  const may = useMay()
  const { pathname, search } = useLocation()
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [toLeft, setToLeft] = useState(false)
  const [name, setName] = useState('')
  const { data } = useQuery({ ...savedViewsQuery(page), enabled: open && may('savedViews') })
  const keep = useMutation({ ...keepViewMutation(), onSuccess: () => setName('') })
  const remove = useMutation(removeViewMutation(page))
  useEffect(() => {
    if (!open) return
    const closing = new AbortController()
    const { signal } = closing
    document.addEventListener(
      'pointerdown',
      ({ target }) => {
        if (target instanceof Node && !root.current?.contains(target)) setOpen(false)
      },
      { signal },
    )
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        setOpen(false)
      },
      { signal, capture: true },
    )
    return () => closing.abort()
  }, [open])
  if (!may('savedViews')) return null
  const query = new URLSearchParams(viewOf(search)).toString()
  const address = (view: string): string => `${pathname}${readable([...lookOf(search), ...new URLSearchParams(view)])}`
  const toggle = (): void => {
    const [own, bar] = [root.current?.getBoundingClientRect(), root.current?.parentElement?.getBoundingClientRect()]
    setToLeft(own !== undefined && bar !== undefined && bar.right - own.left < panelPixels)
    setOpen(!open)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!keep.isPending && name.trim() !== '') keep.mutate({ page, name: name.trim(), query })
  }
  return (
    <div ref={root} className="saved-views">
      <button type="button" className="button-quiet" aria-expanded={open} aria-controls={id} onClick={toggle} data-testid="saved-views">
        {say('views.menu')}
      </button>
      {open ? (
        <div id={id} className={toLeft ? 'saved-views-panel saved-views-left' : 'saved-views-panel'} data-testid="saved-views-panel">
          {data?.views.length === 0 ? <p className="saved-views-none">{say('views.none')}</p> : null}
          <ul>
            {(data?.views ?? []).map((view) => (
              <li key={view.viewId}>
                <Link to={address(view.query)} onClick={() => setOpen(false)} data-testid="saved-view">
                  {view.name}
                </Link>
                <button
                  type="button"
                  className="button-quiet"
                  aria-label={say('views.remove', { name: view.name })}
                  onClick={() => remove.mutate(view.viewId)}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
          <form onSubmit={submit}>
            <input
              className="field-input"
              maxLength={40}
              placeholder={say('views.name')}
              aria-label={say('views.name')}
              value={name}
              data-testid="view-name"
              onChange={({ target }) => setName(target.value)}
            />
            <button type="submit" className="button" aria-busy={keep.isPending} disabled={name.trim() === ''} data-testid="view-keep">
              {say('views.keep')}
            </button>
          </form>
          {keep.error ? (
            <p className="form-error" role="alert">
              {hasCode(keep.error, 'conflict') ? say('views.tooMany', { most }) : say('views.failed')}
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
