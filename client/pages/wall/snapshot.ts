// The present scene as a picture: exactly what stands there, map and panels, with its time and legend.
import { pngOf } from '../../map/map-picture.ts'

const noControls = (node: HTMLElement): boolean => !(node instanceof HTMLElement && node.dataset.snapshot === 'without')

/** A PNG as a data address, in the pixels of the screen. */
export async function snapshotOf(element: HTMLElement): Promise<string> {
  const { toPng } = await import('html-to-image')
  const map = window.fangyuan?.map
  const canvas = map?.getCanvas()
  const picture = map ? await pngOf(map) : null
  const held = document.createElement('img')
  if (canvas && picture !== null) {
    held.src = picture
    held.className = 'wall-held'
    await held.decode()
    canvas.parentElement?.append(held)
  }
  try {
    return await toPng(element, { filter: noControls, pixelRatio: window.devicePixelRatio, skipFonts: true, cacheBust: false })
  } finally {
    held.remove()
  }
}

export function saveAs(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}

/** One page with the picture on it, handed to the browser's printing, which writes PDF. */
export function printPicture(address: string, title: string): void {
  const frame = document.createElement('iframe')
  frame.className = 'unseen'
  document.body.append(frame)
  const page = frame.contentDocument
  if (!page) {
    frame.remove()
    return
  }
  page.title = title
  const style = page.createElement('style')
  style.textContent =
    '@page{size:A4 landscape;margin:8mm}html,body{margin:0;height:100%}img{display:block;width:100%;max-height:100%;object-fit:contain}'
  const image = page.createElement('img')
  page.head.append(style)
  page.body.append(image)
  image.addEventListener('load', () => {
    const { contentWindow } = frame
    contentWindow?.addEventListener('afterprint', () => frame.remove())
    contentWindow?.print()
  })
  image.src = address
}
