// One file, or the way to a new one with the files before it.
import { AntdFrame } from '../../app/AntdFrame.tsx'
import { FileView } from './FileView.tsx'
import { RecentFiles } from './RecentFiles.tsx'
import { UploadBox } from './UploadBox.tsx'
import { useChosenFile } from './use-chosen-file.ts'

export function ImportDesk() {
  const [chosen, choose] = useChosenFile()
  return (
    <AntdFrame>
      {chosen === null ? (
        <>
          <UploadBox onSent={choose} />
          <RecentFiles onOpen={choose} />
        </>
      ) : (
        <FileView key={chosen} id={chosen} onBack={() => choose(null)} />
      )}
    </AntdFrame>
  )
}
