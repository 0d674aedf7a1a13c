/*
 * The engine has types in two crates that share a name (`Rate`, `Equipment`, `EquipmentKind`, `OrdersRequest`,
 * `OrderList`), and the generated contract keeps one of each. Those of charging are spelt out here as
 * `domain/src/charging` and `operations/src/api/charger.rs` have them. To go when they have names of their own.
 */
import type { ChargeDetail as GeneratedDetail } from '@/contract/ChargeDetail'
import type { ChargeOrder as GeneratedOrder } from '@/contract/ChargeOrder'
import type { ChargeState } from '@/contract/ChargeState'
import type { Commands as Generated } from '@/contract/commands'
import type { Connector } from '@/contract/Connector'
import type { ConnectorView } from '@/contract/ConnectorView'
import type { Done } from '@/contract/Done'
import type { Meter as GeneratedMeter } from '@/contract/Meter'
import type { NameCar } from '@/contract/NameCar'
import type { OrderSeq } from '@/contract/OrderSeq'
import type { StartCharge } from '@/contract/StartCharge'
import type { Station as GeneratedStation } from '@/contract/Station'
import type { StopCharge } from '@/contract/StopCharge'

/** A price in 0.0001 yuan a kWh. */
export type PriceRate = number

export type PricePeriod = {
  /** Its first minute of the day, 0 to 1425, a multiple of 15. It lasts until the next one begins. */
  from_minute: number
  electricity: PriceRate
  service: PriceRate
}

export type Charger = {
  equipment_id: string
  name: string | null
  /** In tenths of a kW. */
  power_tenths_kw: number
  connectors: Connector[]
}

export type Station = Omit<GeneratedStation, 'equipment'> & { equipment: Charger[] }
export type StationView = { station: Station; prices: PricePeriod[] | null; connectors: ConnectorView[] }
export type ChargeDetail = Omit<GeneratedDetail, 'electricity' | 'service'> & { electricity: PriceRate; service: PriceRate }
export type ChargeOrder = Omit<GeneratedOrder, 'prices' | 'meter'> & { prices: PricePeriod[]; meter: Omit<GeneratedMeter, 'details'> & { details: ChargeDetail[] } }
export type ChargeOrdersRequest = { plate: string; state: ChargeState | null; disputed: boolean; limit: number; after: OrderSeq | null }

interface Mended {
  'charger.stations': [Generated['charger.stations'][0], { stations: StationView[] }]
  'charger.set_price': [{ station_id: string; periods: PricePeriod[] }, Done]
  'charger.start': [StartCharge, ChargeOrder]
  'charger.stop': [StopCharge, ChargeOrder]
  'charger.name_car': [NameCar, ChargeOrder]
  'charger.orders': [ChargeOrdersRequest, { orders: ChargeOrder[]; more: boolean }]
}

export type Commands = Omit<Generated, keyof Mended> & Mended
