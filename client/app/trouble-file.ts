// Rows that were not taken, as a file for whoever has to mend them.

/** With the mark by which Excel knows UTF-8; as an address that can be downloaded. */
export function troubleFile(lines: readonly (readonly string[])[]): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const text = `\uFEFF${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`
  return `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`
}
