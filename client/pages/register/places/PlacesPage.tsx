// The pages `/register/compounds`, `/register/buildings` and `/register/stations`.
import '../register.css'
import './places.css'
import { DeskPage } from '../../../app/DeskPage.tsx'
import { RegisterNav } from '../../../app/RegisterNav.tsx'
import { useTexts } from '../../../i18n/text.ts'
import { type Kind, titles } from './books.ts'
import { PlacesDesk } from './PlacesDesk.tsx'

function PlacesPage({ kind }: { kind: Kind }) {
  const { say } = useTexts()
  return (
    <DeskPage title={say(titles[kind])} needs="recordHistory" className="register-page" testId="places">
      {(subdistrict) => (
        <>
          <RegisterNav here={`${kind}s`} />
          <PlacesDesk key={kind} kind={kind} subdistrict={subdistrict} />
        </>
      )}
    </DeskPage>
  )
}

export const CompoundsPage = () => <PlacesPage kind="compound" />
export const BuildingsPage = () => <PlacesPage kind="building" />
export const StationsPage = () => <PlacesPage kind="station" />
