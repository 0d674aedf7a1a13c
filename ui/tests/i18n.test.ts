import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import en from '@/i18n/en'
import zh from '@/i18n/zh-CN'

function flat(tree: object, path = ''): Map<string, string | string[]> {
  const out = new Map<string, string | string[]>()
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'string' || Array.isArray(value)) out.set(here, value)
    else for (const [k, v] of flat(value, here)) out.set(k, v)
  }
  return out
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'contract' || entry.name === 'fake' || entry.name === 'i18n' ? [] : sources(path)
    return /\.(vue|ts)$/.test(entry.name) ? [path] : []
  })
}

const ZH = flat(zh)
const EN = flat(en)
const blanks = (text: string | string[]) => [...String(text).matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

describe('words', () => {
  it('exist in both languages', () => {
    expect([...EN.keys()].sort()).toEqual([...ZH.keys()].sort())
  })

  it('have the same blanks in both languages', () => {
    for (const [key, text] of ZH) {
      if (Array.isArray(text)) expect([key, (EN.get(key) as string[]).length]).toEqual([key, text.length])
      else expect([key, blanks(EN.get(key)!)]).toEqual([key, blanks(text)])
    }
  })

  it('are there for every key that the screens name', () => {
    const missing: string[] = []
    for (const path of sources('src')) {
      for (const m of readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)) if (!ZH.has(m[1]!)) missing.push(`${path}: ${m[1]}`)
      for (const m of readFileSync(path, 'utf8').matchAll(/\bt\(\s*`([\w.]+)\.\$\{/g)) if (![...ZH.keys()].some((key) => key.startsWith(`${m[1]}.`))) missing.push(`${path}: ${m[1]}.*`)
    }
    expect(missing).toEqual([])
  })

  it('are there for every value of the contract that is said', () => {
    const values = (name: string) => [...readFileSync(`src/contract/${name}.ts`, 'utf8').replace(/^import.*$|\/\*[^]*?\*\//gm, '').matchAll(/"(\w+)"/g)].map((m) => m[1]!)
    const said: Array<[string, string]> = [
      ['ReadFate', 'fate'], ['ReadFate', 'fate_short'], ['GateState', 'gate'], ['LinkState', 'link_state'], ['Platform', 'platform'], ['Platform', 'platform_short'], ['MessageState', 'message_state'], ['Role', 'role'],
      ['Role', 'role_may'], ['SpaceState', 'space_state'], ['Standing', 'standing'], ['VehicleClass', 'class'], ['FeeStep', 'fee_step'], ['RecordState', 'record_state'], ['RecordType', 'record_type'], ['PayType', 'pay_type'],
      ['SelfTestStepKind', 'selftest_step'], ['SelfTestStepState', 'selftest_state'], ['SelfTestVerdict', 'selftest_verdict'], ['Rank', 'rank'], ['Level', 'level'], ['PlateColor', 'plate_color'],
      ['LockState', 'lock_state'], ['OrderStateView', 'order_state'], ['Ending', 'ending'], ['Strategy', 'strategy'], ['Strategy', 'strategy_more'], ['ReservationState', 'reservation_state'], ['LaneService', 'lane_service'], ['LaneService', 'lane_state.effect'],
      ['BuyerKind', 'buyer_kind'], ['LineNature', 'line_nature'], ['InvoiceColor', 'invoice'], ['CreditState', 'credit_state'], ['SubjectKind', 'subject_kind'], ['IdKind', 'id_kind'], ['StayState', 'stay_state'], ['PlateColor', 'plate_short'],
      ['ConnectorState', 'connector_state'], ['ConnectorKind', 'connector_kind'], ['ChargeState', 'charge_state'], ['StopReason', 'stop_reason'], ['DisputeReason', 'dispute_reason'], ['Confirmation', 'confirmation'], ['StationState', 'station_state'],
      ['GarageState', 'garage_state'], ['GarageKind', 'garage_kind'], ['GarageCommandState', 'garage_command_state'], ['GarageWork', 'garage.work'], ['SpaceSize', 'garage.size'],
      ['Disagreement', 'disagreement'], ['MoneyWay', 'money_way'],
      ['ReportKind', 'report_kind'], ['ReportFormat', 'report_format'], ['ReportJobState', 'report_job_state'],
    ]
    for (const [type, group] of said) {
      expect(values(type).length, type).toBeGreaterThan(0)
      for (const value of values(type)) expect([type, value, ZH.has(`${group}.${value}`)]).toEqual([type, value, true])
    }
  })
})
