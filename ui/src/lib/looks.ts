import { useI18n } from 'vue-i18n'

import type { Vehicle } from '@/contract/Vehicle'

/** How a car looks, in words: colour and make as far as its camera told them. A camera says a colour with or without 色; one that
 * has no word here is shown as it was said. */
export function useLooks() {
  const { t, te } = useI18n()
  const color = (said: string) => {
    const key = `car_color.${said.replace(/色$/, '')}`
    return te(key) ? t(key) : said
  }
  return (vehicle: Vehicle): string[] => [vehicle.car_color ? color(vehicle.car_color) : '', vehicle.car_logo ?? ''].filter(Boolean)
}
