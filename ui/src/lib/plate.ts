import type { PlateColor } from '@/contract/PlateColor'

/** A plate in two parts, split where the gap stands on the metal: after the province and the letter. */
export function plateParts(plate: string): [string, string] {
  return plate.startsWith('WJ') ? [plate.slice(0, 3), plate.slice(3)] : [plate.slice(0, 2), plate.slice(2)]
}

/** The colour a plate surely has by its form alone; null where only the camera can tell. */
export function colorByForm(plate: string): PlateColor | null {
  if (/^WJ/.test(plate) || /警$/.test(plate)) return 'white'
  if (/[港澳使领]$/.test(plate) || /^使/.test(plate)) return 'black'
  if (/[挂学]$/.test(plate)) return 'yellow'
  if (/^.[A-Z][DABCEFGHJK][A-Z0-9]\d{4}$/.test(plate)) return 'green'
  if (/^.[A-Z]\d{5}[DF]$/.test(plate)) return 'yellow_green'
  return null
}

/** What people type, in the normal form: upper case, half width, no gaps. */
export function cleanPlate(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\s·•.]/g, '')
    .toUpperCase()
}

/** Provinces in the order of GA 36's list, for picking one by key where no input method is at hand. */
export const PROVINCES = [...'京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新']
