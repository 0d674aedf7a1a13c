/** Draws an identifier of the engine's form: 32 upper-case hexadecimal digits. */
export function newGuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('').toUpperCase()
}
