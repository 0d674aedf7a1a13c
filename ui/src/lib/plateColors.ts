import { shallowReactive } from 'vue'

import type { LaneView } from '@/contract/LaneView'
import type { PlateColor } from '@/contract/PlateColor'

const KEPT = 500
const seen = shallowReactive(new Map<string, PlateColor>())

/** Remembers the colours that cameras told, so that a plate looks the same where only its characters are known. */
export function noteColors(lanes: LaneView[]): void {
  for (const lane of lanes) {
    for (const read of lane.reads) {
      const car = read.vehicle
      if (!car?.plate_color || seen.get(car.plate) === car.plate_color) continue
      seen.set(car.plate, car.plate_color)
      if (seen.size > KEPT) seen.delete(seen.keys().next().value!)
    }
  }
}

export function notedColor(plate: string): PlateColor | null {
  return seen.get(plate) ?? null
}
