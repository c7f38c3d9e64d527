/** The search part of an address, `?…` or empty; readable where the standard allows it: / : ; and , may stand in a query as they are. */
export function readable(parts: readonly (readonly [string, string])[]): string {
  if (parts.length === 0) return ''
  const plain = (value: string): string =>
    encodeURIComponent(value).replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%3B/g, ';')
  return `?${parts.map(([name, value]) => `${name}=${plain(value)}`).join('&')}`
}
