// Choosing a scope: a tree of grids with search, and beside it the same on a map. Either changes the other.
import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import { Alert, Input, Segmented, Skeleton, Spin, Tag, Tree } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { GridFeature } from '#contract/registers.ts'
import { gridsQuery, subdistrictsQuery } from '../../../api/queries.ts'
import { Failure } from '../../../app/Failure.tsx'
import { useLook } from '../../../app/look.ts'
import { useSession } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ancestorsOf, isIncluded, type ScopeTree, scopeTree, toggleNode } from './scope-tree.ts'

const ScopeMap = lazy(() => import('../../../map/ScopeMap.tsx').then((loaded) => ({ default: loaded.ScopeMap })))

const levels = [1, 2, 3] as const
type Level = (typeof levels)[number]

type Props = { value: ReadonlySet<string>; onChange: (value: ReadonlySet<string>) => void; readOnly?: boolean }

type Answers = readonly UseQueryResult<{ readonly features: readonly GridFeature[] }>[]

/** The levels as one list. Not made anew by every render: it is long. */
const joined = (answers: Answers) => ({
  features: answers.every((answer) => answer.data) ? answers.flatMap((answer) => answer.data?.features ?? []) : null,
  error: answers.find((answer) => answer.error)?.error ?? null,
  retry: () => {
    for (const answer of answers) void answer.refetch()
  },
})

/** The street and all its grids, level by level. */
function useGrids() {
  const { subdistrictCode } = useSession()
  const street = useQuery(subdistrictsQuery())
  const grids = useQueries({
    queries: levels.map((level) => gridsQuery({ subdistrict: subdistrictCode, version: 0 }, { level })),
    combine: joined,
  })
  return { street: street.data?.subdistricts[0], ...grids, error: grids.error ?? street.error }
}

export function ScopePicker(props: Props) {
  const { street, features, error, retry } = useGrids()
  const tree = useMemo(() => (street && features ? scopeTree(street, features) : null), [street, features])
  if (error) return <Failure error={error} retry={retry} />
  if (!street || !features || !tree) return <Skeleton active={false} paragraph={{ rows: 6 }} />
  return <Picker {...props} tree={tree} features={features} bounds={street.bbox} />
}

type PickerProps = Props & {
  tree: ScopeTree
  features: NonNullable<ReturnType<typeof useGrids>['features']>
  bounds: readonly [number, number, number, number]
}

type Branch = { key: string; title: string; disableCheckbox: boolean; children: Branch[] }

function Picker({ value, onChange, readOnly = false, tree, features, bounds }: PickerProps) {
  const { say, name, formats, language } = useTexts()
  const { theme } = useLook()
  const [text, setText] = useState('')
  const [opened, setOpened] = useState<readonly string[]>(() => [
    tree.root,
    ...[...value].flatMap((code) => ancestorsOf(tree, code)),
    ...(tree.children.get(tree.root) ?? []),
  ])
  const [level, setLevel] = useState<Level>(2)
  const wanted = text.trim().toLowerCase()

  const toggle = (code: string): void => {
    if (!readOnly) onChange(toggleNode(tree, value, code))
  }
  const branch = (code: string): Branch[] => {
    const node = tree.nodes.get(code)
    if (!node) return []
    const children = (tree.children.get(code) ?? []).flatMap(branch)
    const fits = wanted === '' || `${node.name} ${node.nameEn} ${node.code}`.toLowerCase().includes(wanted)
    if (!fits && children.length === 0) return []
    const included = isIncluded(tree, value, code)
    return [{ key: code, title: name(node), disableCheckbox: readOnly || included, children }]
  }
  const branches = branch(tree.root)
  const included = [...tree.nodes.keys()].filter((code) => isIncluded(tree, value, code))
  const checked = [...value, ...included]
  const gone = [...value].filter((code) => !tree.nodes.has(code))
  const everything = (list: readonly Branch[]): string[] => list.flatMap(({ key, children }) => [key, ...everything(children)])
  const expanded = wanted === '' ? [...opened] : everything(branches)

  return (
    <div className="scope-picker" data-testid="scope-picker">
      <div className="scope-list">
        <div className="scope-chosen" aria-live="polite">
          {value.size === 0 ? <span className="admin-note">{say('scopePicker.nothing')}</span> : null}
          {[...value].map((code) => {
            const node = tree.nodes.get(code)
            return (
              <Tag key={code} closable={!readOnly} onClose={() => onChange(new Set([...value].filter((one) => one !== code)))}>
                {node ? (code === tree.root ? say('scope.whole') : name(node)) : say('scopePicker.gone', { code })}
              </Tag>
            )
          })}
        </div>
        <Input.Search
          allowClear
          value={text}
          placeholder={say('scopePicker.search')}
          aria-label={say('scopePicker.search')}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="scope-tree">
          {branches.length === 0 ? (
            <p className="admin-note">{say('search.none', { query: text })}</p>
          ) : (
            <Tree
              checkable
              checkStrictly
              selectable={false}
              treeData={branches}
              checkedKeys={{ checked, halfChecked: [] }}
              expandedKeys={expanded}
              onExpand={(keys) => setOpened(keys.map(String))}
              onCheck={(_keys, { node }) => toggle(String(node.key))}
            />
          )}
        </div>
        {gone.length > 0 ? (
          <Alert type="warning" showIcon title={say('scopePicker.goneNote', { count: formats.number(gone.length) })} />
        ) : null}
      </div>
      <div className="scope-side">
        <Segmented<Level>
          block
          value={level}
          aria-label={say('scopePicker.level')}
          options={levels.map((one) => ({ value: one, label: say(`scopePicker.level.${one}`) }))}
          onChange={setLevel}
        />
        <div className="scope-map">
          <Suspense fallback={<Spin />}>
            <ScopeMap
              grids={features}
              bounds={bounds}
              level={level}
              chosen={checked}
              whole={value.has(tree.root)}
              theme={theme}
              language={language}
              label={say('scopePicker.map')}
              onToggle={toggle}
            />
          </Suspense>
        </div>
      </div>
    </div>
  )
}
