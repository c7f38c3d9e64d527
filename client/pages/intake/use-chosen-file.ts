// Which file is open stands in the address, so that a reload or a colleague's link to oneself comes back to it.
import { useLocation, useNavigate } from 'react-router'
import { readable } from '../../app/readable-query.ts'

export function useChosenFile(): readonly [number | null, (id: number | null) => void] {
  const { search, pathname } = useLocation()
  const navigate = useNavigate()
  const query = new URLSearchParams(search)
  const text = query.get('file') ?? ''
  const choose = (id: number | null) => {
    if (id === null) query.delete('file')
    else query.set('file', String(id))
    void navigate({ pathname, search: readable([...query]) })
  }
  return [/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null, choose]
}
