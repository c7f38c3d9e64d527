// The fields of a register that a file may fill, as its own files call them.
import { type FiledRegister, fileColumns, neededFields } from '#domain/registers/register-file.ts'
import type { FileShape } from './file-outline.ts'
import type { RegisterField } from './register-columns.ts'

/** Where a record lies is told by its shape. */
const places = new Set(['lng', 'lat'])

/** `code` and `version` name the record that a row is; what else is only told is not read back. */
export const registerFields = (kind: FiledRegister): readonly RegisterField[] =>
  fileColumns[kind]
    .filter(({ field, form }) => (form.is !== 'told' || field === 'code' || field === 'version') && !places.has(field))
    .map(({ field, heading, form }) => ({
      field,
      headings: [heading['zh-CN'], heading.en],
      words: form.is === 'word' ? form.words : null,
      required: field === 'name',
    }))

/** What must be said of new records; known ones may leave it out. */
export const neededOfNew = (kind: FiledRegister): readonly string[] => neededFields[kind]

export const registerShapes: Readonly<Record<FiledRegister, readonly FileShape[]>> = {
  compound: ['area'],
  building: ['area', 'point'],
  station: ['point'],
}

export const routeFields: readonly RegisterField[] = [
  { field: 'name', headings: ['名称', 'Name', '路线', 'Route'], words: null, required: true },
]
export const routeShapes: readonly FileShape[] = ['line']
