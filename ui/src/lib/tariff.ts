/**
 * The line of a tariff file that a path such as `rates[1].spans[0].from` points at, counted from 1; null where no line is it.
 */
export function lineOf(text: string, field: string): number | null {
  const line_no = /^line (\d+)$/.exec(field)
  if (line_no) return Number(line_no[1])
  const lines = text.split('\n')
  const m = /^(?:toml\.)?rates\[(\d+)\](?:\.spans\[(\d+)\])?(?:\.(\w+))?/.exec(field)
  if (!m) {
    const name = (field.split('.').at(-1) ?? field).replace(/\[\d+\]$/, '')
    const at = lines.findIndex((line) => line.trimStart().startsWith(name))
    return at < 0 ? null : at + 1
  }
  const [rate, span, name] = [Number(m[1]), m[2] === undefined ? -1 : Number(m[2]), m[3]]
  let in_rate = -1
  let in_span = -1
  let head: number | null = null
  for (const [i, line] of lines.entries()) {
    const word = line.trim()
    if (word === '[[rates]]') {
      in_rate++
      in_span = -1
    } else if (word === '[[rates.spans]]') in_span++
    else if (in_rate === rate && in_span === span && name && line.trimStart().startsWith(name)) return i + 1
    if (in_rate === rate && in_span === span && head === null) head = i + 1
  }
  return head
}
