// A file on its way to the service, with how much of it is there: the one thing that fetch does not tell.
import { addressOfCall, type CallInput, type Ok, requestOf } from './client.ts'
import { CallError, errorOfAnswer } from './errors.ts'
import type { CallId } from './operations.ts'

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Like `call`, for a route that takes a file; `onSent` is told from 0 to 1. */
export function send<Id extends CallId>(
  id: Id,
  input: CallInput<Id> & { readonly file: Blob },
  onSent: (part: number) => void,
): Promise<Ok<Id>> {
  const { method = 'POST', headers } = requestOf(id, input)
  const address = addressOfCall(id, input)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(new CallError('offline', 'the file did not arrive'))
    request.onload = () => {
      const body = bodyOf(request.responseText)
      if (request.status < 200 || request.status > 299) reject(errorOfAnswer(request.status, body))
      else if (body === undefined) reject(new CallError('malformed', `${id} did not answer JSON`))
      else resolve(body as Ok<Id>)
    }
    request.send(input.file)
  })
}
