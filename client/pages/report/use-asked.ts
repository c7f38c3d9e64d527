// Which grid and which days the report is of, as they stand in the address. What is not valid is left out.
import { useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { readable } from '../../app/readable-query.ts'

export type AskedReport = {
  readonly grid?: string
  readonly from?: string
  readonly to?: string
  readonly preset?: 'week' | 'month'
}
const names = ['grid', 'from', 'to', 'preset'] as const
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

function parse(search: string): AskedReport {
  const query = new URLSearchParams(search)
  const [grid, from, to, preset] = names.map((name) => query.get(name) ?? '')
  return {
    ...(grid && /^\d{15}$/.test(grid) && { grid }),
    ...(from && isDay(from) && { from }),
    ...(to && isDay(to) && from && isDay(from) && { to }),
    ...((preset === 'week' || preset === 'month') && !to && { preset }),
  }
}

export function useAsked(): readonly [AskedReport, (next: AskedReport) => void] {
  const { search, pathname } = useLocation()
  const navigate = useNavigate()
  const asked = useMemo(() => parse(search), [search])
  const change = (next: AskedReport): void => {
    const query = new URLSearchParams(search)
    for (const name of names) {
      const value = next[name]
      if (value === undefined) query.delete(name)
      else query.set(name, value)
    }
    void navigate({ pathname, search: readable([...query]) }, { replace: true })
  }
  return [asked, change]
}
