// Where it is: a press on the map, the place of this device, or a building by name. The pin can be moved afterwards.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useMemo, useState } from 'react'
import type { SearchHit, Subdistrict } from '#contract/registers.ts'
import { gridsQuery, searchQuery } from '../../api/queries.ts'
import { useLook } from '../../app/look.ts'
import { useGroundTiles } from '../../app/use-ground-tiles.ts'
import { useTexts } from '../../i18n/text.ts'
import { type Box, boxOf } from '../../map/camera.ts'
import { boxOfPoints, IssueMap, type Place } from '../../map/IssueMap.tsx'
import { Icon } from '../../ui/Icon.tsx'

export type PickedPlace = Place & { readonly buildingId: number | null; readonly address: string }

const pauseMs = 200
const noPoints = [] as const

type Props = { subdistrict: Subdistrict; place: PickedPlace | null; onPlace: (place: PickedPlace) => void }

export function PlacePicker({ subdistrict, place, onPlace }: Props) {
  const { say, language } = useTexts()
  const { theme } = useLook()
  const tiles = useGroundTiles(subdistrict.subdistrictCode)
  const [fit, setFit] = useState<{ box: Box } | null>(null)
  // the map starts with the communities of this account
  const { data: grids } = useQuery(gridsQuery({ subdistrict: subdistrict.subdistrictCode, version: 0 }, { level: 2 }))
  const home = useMemo(() => boxOf((grids?.features ?? []).map(({ geometry }) => geometry.coordinates)), [grids])
  useEffect(() => {
    if (home !== null) setFit((before) => before ?? { box: home })
  }, [home])
  const choose = (next: PickedPlace, fly: boolean): void => {
    onPlace(next)
    const box = boxOfPoints([next])
    if (fly && box) setFit({ box })
  }
  const { position, locate } = useDevicePlace((at) => choose({ ...at, buildingId: null, address: '' }, true))
  return (
    <div className="place-picker">
      <BuildingSearch subdistrict={subdistrict.subdistrictCode} onChoose={(next) => choose(next, true)} />
      <button type="button" className="button-quiet place-here" onClick={locate} disabled={position === 'asking'} data-testid="place-here">
        <Icon name="fit" />
        {say(position === 'asking' ? 'reporting.here.asking' : 'reporting.here')}
      </button>
      {position === 'refused' ? (
        <p className="field-warning" role="alert">
          {say('reporting.here.refused')}
        </p>
      ) : null}
      <div className="place-map">
        <IssueMap
          bounds={subdistrict.bbox}
          tiles={tiles}
          theme={theme}
          language={language}
          points={noPoints}
          chosen={null}
          hovered={null}
          place={place}
          fit={fit}
          label={say('reporting.map')}
          onPlace={(at) => choose({ ...at, buildingId: null, address: '' }, false)}
        />
      </div>
      <p className="field-hint" data-testid="place-words" data-chosen={place !== null}>
        {place === null
          ? say('reporting.map.hint')
          : place.address === ''
            ? say('reporting.place.point', { latitude: place.lat.toFixed(5), longitude: place.lng.toFixed(5) })
            : say('reporting.place.at', { address: place.address })}
      </p>
    </div>
  )
}

/** Asked for only when somebody wants it. */
function useDevicePlace(onPlace: (place: Place) => void) {
  const [position, setPosition] = useState<'idle' | 'asking' | 'refused'>('idle')
  const locate = (): void => {
    setPosition('geolocation' in navigator ? 'asking' : 'refused')
    if (!('geolocation' in navigator)) return
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setPosition('idle')
        onPlace({ lng: coords.longitude, lat: coords.latitude })
      },
      () => setPosition('refused'),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    )
  }
  return { position, locate }
}

function placeOf({ kind, id, bbox: [west, south, east, north], name, detail }: SearchHit): PickedPlace {
  return {
    lng: (west + east) / 2,
    lat: (south + north) / 2,
    buildingId: kind === 'building' ? Number(id) : null,
    address: [detail, name]
      .filter((text) => text !== '')
      .join(' ')
      .slice(0, 200),
  }
}

function BuildingSearch({ subdistrict, onChoose }: { subdistrict: string; onChoose: (place: PickedPlace) => void }) {
  const { say, name, language } = useTexts()
  const id = useId()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const query = useQuery({ ...searchQuery(subdistrict, asked), enabled: asked !== '' })
  const hits = asked === '' ? [] : (query.data?.hits ?? []).filter(({ kind }) => kind === 'building' || kind === 'compound')
  return (
    <div className="place-search">
      <label className="unseen" htmlFor={id}>
        {say('reporting.building')}
      </label>
      <input
        id={id}
        type="search"
        className="field-input"
        placeholder={say('reporting.building')}
        maxLength={60}
        value={text}
        data-testid="place-search"
        onChange={({ target }) => setText(target.value)}
      />
      {hits.length > 0 ? (
        <ul className="place-hits">
          {hits.map((hit) => (
            <li key={`${hit.kind}-${hit.id}`}>
              <button
                type="button"
                data-testid="place-hit"
                onClick={() => {
                  onChoose(placeOf(hit))
                  setText('')
                  setAsked('')
                }}
              >
                <span>{name(hit)}</span>
                <span className="place-detail">{language === 'en' ? hit.detailEn || hit.detail : hit.detail}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : asked !== '' && query.isSuccess ? (
        <p className="field-hint">{say('reporting.building.none')}</p>
      ) : null}
    </div>
  )
}
