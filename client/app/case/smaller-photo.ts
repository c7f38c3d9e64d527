// A photo as it is sent: no larger than is kept, and already without what the camera wrote into it. Saves most of the way over a slow line.
import { photoPixels, photoSize } from '#domain/issues/photo-rules.ts'

const quality = 0.82

/** The picture made smaller; the file as it is where this browser cannot read it: the service decides then. */
export async function smallerPhoto(file: Blob): Promise<Blob> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return file
  }
  const { width, height } = photoSize(bitmap.width, bitmap.height, photoPixels)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  context?.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  const made = context === null ? null : await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  return made ?? file
}
