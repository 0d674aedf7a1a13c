/** A size as people read it: KB below a million bytes, MB from there on. */
export function sayBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes === 0 ? 0 : Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
