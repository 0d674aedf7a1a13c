import type { ConnectorState } from '@/contract/ConnectorState'
import type { ChargeOrder } from '@/contract/ChargeOrder'
import type { PricePeriod } from '@/contract/PricePeriod'

/** Energy in 0.01 kWh, as `12.34`. */
export function kwh(energy: number): string {
  return `${Math.floor(energy / 100)}.${String(energy % 100).padStart(2, '0')}`
}

/** A price in 0.0001 yuan, with four decimals as the table has it. */
export function price(rate: number): string {
  return `${Math.floor(rate / 10_000)}.${String(rate % 10_000).padStart(4, '0')}`
}

/** Reads a price of at most 100 yuan with at most four decimals; null for anything else. */
export function parsePrice(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{0,4}))?$/.exec(text.trim())
  if (!match) return null
  const rate = Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0'))
  return rate <= 1_000_000 ? rate : null
}

/** A minute of the day as `07:30`; the day's end as `24:00`. */
export function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Reads a quarter hour of the day. */
export function parseMinute(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim())
  if (!match) return null
  const minute = Number(match[1]) * 60 + Number(match[2])
  return Number(match[1]) < 24 && Number(match[2]) < 60 && minute % 15 === 0 ? minute : null
}

export const CONNECTOR_SIGNAL: Record<ConnectorState, 'idle' | 'fine' | 'look' | 'act'> = { offline: 'look', free: 'idle', plugged: 'look', charging: 'fine', reserved: 'look', fault: 'act' }

/** What an order costs so far. */
export function totalFen(order: ChargeOrder): number {
  return order.meter.details.reduce((sum, detail) => sum + detail.electricity_fen + detail.service_fen, 0)
}

/** Until when each period lasts. */
export function periodEnds(periods: PricePeriod[]): number[] {
  return periods.map((_, i) => periods[i + 1]?.from_minute ?? 1440)
}
