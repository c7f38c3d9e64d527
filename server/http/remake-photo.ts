// A picture is made anew when it comes in: turned the right way up, no larger than needed, and without whatever else the file held (place, device,
// owner, the preview of what was cut away). What cannot be read as a picture is refused.
import sharp from 'sharp'
import { photoPixels, photoSize, thumbnailPixels } from '#domain/issues/photo-rules.ts'
import { refusedAt } from './app-error.ts'

/** A picture of 100 million pixels in a small file is there to fill the memory. */
const mostPixels = 60_000_000
// two at a time, one thread each: pictures must not keep the service from its other work
sharp.concurrency(1)
sharp.cache(false)

/** How files of the kinds that are taken begin; sharp itself would read drawings and documents too. */
const beginnings: readonly ((bytes: Buffer) => boolean)[] = [
  (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
]

/** Whether a file begins like a picture that is taken. */
export const isPicture = (file: Buffer): boolean => beginnings.some((isOne) => isOne(file))

type Remade = { readonly width: number; readonly height: number; readonly content: Uint8Array }
export type RemadePhoto = Remade & { readonly thumbnail: Uint8Array }

/** A photo as it is kept, and a small one of it. */
export async function remakePhoto(sent: Uint8Array): Promise<RemadePhoto> {
  const photo = await remakePicture(sent, photoPixels)
  return { ...photo, thumbnail: (await remakePicture(sent, thumbnailPixels, 72)).content }
}

/** The longer side becomes `longest` pixels at most. */
export async function remakePicture(sent: Uint8Array, longest: number, quality = 80): Promise<Remade> {
  if (!isPicture(Buffer.from(sent))) throw refusedAt('body', 'not a JPEG, PNG or WebP picture')
  try {
    const { width = 0, height = 0, orientation = 1 } = await sharp(sent, { limitInputPixels: mostPixels }).metadata()
    const turned = orientation >= 5
    const [wide, high] = turned ? [height, width] : [width, height]
    const size = photoSize(wide, high, longest)
    const content = await sharp(sent, { limitInputPixels: mostPixels, failOn: 'error' })
      .rotate()
      .resize(size)
      .flatten({ background: '#ffffff' })
      .jpeg({ quality, mozjpeg: false })
      .toBuffer()
    return { ...size, content }
  } catch (error) {
    throw refusedAt('body', `not a picture that can be read: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}`)
  }
}
