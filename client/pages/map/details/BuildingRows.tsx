// Buildings as rows, those without a head first, the longest vacancy on top.
import type { BuildingFeature } from '#contract/registers.ts'
import { daysBetween } from '../../../i18n/formats.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { useDetails } from './context.ts'
import { RowList } from './parts.tsx'

type Properties = BuildingFeature['properties']

const rank = { missing: 0, present: 1, notNeeded: 2 } as const

/** Missing before present before not needed; never had one, then the longest without, then the most households. */
export const byNeed = (features: readonly BuildingFeature[]): readonly BuildingFeature[] =>
  [...features].sort(
    ({ properties: a }, { properties: b }) =>
      rank[a.head] - rank[b.head] ||
      (a.vacantSince ?? '').localeCompare(b.vacantSince ?? '') ||
      b.households - a.households ||
      a.buildingId - b.buildingId,
  )

type NamedBuilding = Pick<Properties, 'name' | 'nameEn' | 'address' | 'compoundName' | 'compoundNameEn'>

/** A name that can be told from others: “No. 7” alone says nothing, with its street it does; without addresses in English, the compound helps. */
export function buildingName(properties: NamedBuilding, { say, name, language }: Texts): string {
  const own = name(properties)
  const { address, compoundName, compoundNameEn } = properties
  if (language === 'zh-CN') return (address.endsWith(own) ? address : own) || say('building.unnamed')
  const compound = compoundName === null ? '' : name({ name: compoundName, nameEn: compoundNameEn })
  return [own, compound].filter((part) => part !== '').join(', ') || say('building.unnamed')
}

export function headSentence(
  { head, vacantSince }: Pick<Properties, 'head' | 'vacantSince'>,
  today: string,
  { say, formats }: Texts,
): string {
  switch (head) {
    case 'present':
      return say('building.head.present')
    case 'notNeeded':
      return say('building.head.notNeeded')
    case 'missing':
      return vacantSince === null
        ? say('building.head.never')
        : say('building.head.vacantSince', { date: formats.day(vacantSince), days: formats.number(daysBetween(vacantSince, today)) })
    default:
      return head satisfies never
  }
}

export function BuildingRows({ features }: { features: readonly BuildingFeature[] }) {
  const texts = useTexts()
  const { say, formats } = texts
  return (
    <RowList
      title={say('details.buildings.title')}
      order={say('details.buildings.sort')}
      count={say('details.buildings.count', { count: formats.number(features.length) })}
      empty={say('details.buildings.empty')}
      items={byNeed(features)}
      row={({ properties }) => <BuildingRow key={properties.buildingId} properties={properties} texts={texts} />}
    />
  )
}

function BuildingRow({ properties, texts }: { properties: Properties; texts: Texts }) {
  const { go, today } = useDetails()
  return (
    <li>
      <button
        type="button"
        className="row row-building"
        data-testid="building-row"
        data-head={properties.head}
        onClick={() => go({ kind: 'building', id: properties.buildingId })}
      >
        <span className={`row-mark row-mark-${properties.head}`} aria-hidden="true" />
        <span className="row-name">{buildingName(properties, texts)}</span>
        <span className="row-figure">
          {properties.households > 0
            ? texts.say('building.households.value', { count: texts.formats.number(properties.households) })
            : null}
        </span>
        <span className={properties.head === 'missing' ? 'row-lack' : 'row-full'}>{headSentence(properties, today, texts)}</span>
        <Icon name="chevron" size={16} />
      </button>
    </li>
  )
}
