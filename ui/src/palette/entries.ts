import type { Permission } from '@/contract/Permission'
import type { Screen } from '@/stores/nav'

/** A thing that can be found and done by Ctrl K. Its title is made of words that the window has already, one or two keys. */
export interface Entry {
  id: string
  /** The words' keys; more than one are said as a path. */
  words: string[]
  /** Shorter names, by the words' keys. */
  also?: string[]
  /** How it is pressed without the palette. */
  key?: string
  does: { kind: 'desk'; screen: Screen } | { kind: 'tab'; screen: Screen; tab: string } | { kind: 'booth'; key: string } | { kind: 'act'; act: Act }
  /** One of these is needed; none for what everybody may. */
  needs?: Permission[]
  /** Only while the car in front is one to be paid for, or an exception. */
  only?: 'paying' | 'exception'
}
export type Act = 'driver' | 'lock' | 'change' | 'out' | 'language' | 'theme' | 'set_up' | 'training'

const TABS: Array<{ screen: Screen; words: string; tabs: string[] }> = [
  { screen: 'cars', words: 'cars', tabs: ['records', 'refunds', 'passages', 'walk', 'history'] },
  { screen: 'lists', words: 'lists', tabs: ['control', 'leases', 'reservations', 'sharing', 'neighbours'] },
  { screen: 'billing', words: 'billing', tabs: ['invoices', 'credit', 'merchants', 'rules'] },
  { screen: 'charging', words: 'charging', tabs: ['board', 'orders', 'prices', 'checks'] },
  { screen: 'service', words: 'service', tabs: ['orders', 'records', 'uploads', 'import', 'compliance', 'shop'] },
  { screen: 'reports', words: 'report_kind', tabs: ['daily', 'monthly', 'lanes', 'operators', 'pay_types', 'payments', 'stays', 'shifts', 'reconciliation', 'arrears', 'releases', 'occupancy'] },
  { screen: 'platforms', words: 'platforms', tabs: ['messages', 'received', 'interfaces'] },
  { screen: 'settings', words: 'settings', tabs: ['tariff', 'operators', 'platforms', 'window', 'health'] },
]
/** Parts of a desk that not everybody sees who sees the desk. */
const TAB_NEEDS: Record<string, Permission[]> = { 'billing.credit': ['credit'], 'billing.merchants': ['manage'] }

const ACTS: Entry[] = [
  { id: 'booth.search', words: ['search.title'], key: 'F2', does: { kind: 'booth', key: 'F2' } },
  { id: 'booth.open', words: ['keys.F3'], key: 'F3', does: { kind: 'booth', key: 'F3' }, needs: ['work_lane'] },
  { id: 'booth.lane', words: ['keys.Shift+F3'], key: '⇧ F3', does: { kind: 'booth', key: 'Shift+F3' }, needs: ['work_lane'] },
  { id: 'booth.free', words: ['keys.F7'], key: 'F7', does: { kind: 'booth', key: 'F7' }, needs: ['take_payment'], only: 'paying' },
  { id: 'booth.dismiss', words: ['keys.F8'], key: 'F8', does: { kind: 'booth', key: 'F8' }, needs: ['work_lane'], only: 'exception' },
  { id: 'booth.help', words: ['help.title'], key: 'F1', does: { kind: 'booth', key: 'F1' } },
  { id: 'lock', words: ['keys.F9'], key: 'F9', does: { kind: 'act', act: 'lock' } },
  { id: 'change', words: ['change.title'], key: 'F12', does: { kind: 'act', act: 'change' } },
  { id: 'out', words: ['change.out'], key: 'F12 F12', does: { kind: 'act', act: 'out' } },
  { id: 'language', words: ['palette.language'], key: 'Ctrl L', does: { kind: 'act', act: 'language' } },
  { id: 'theme', words: ['palette.theme'], does: { kind: 'act', act: 'theme' } },
  { id: 'driver', words: ['driver_screen.title'], key: 'Ctrl D', does: { kind: 'act', act: 'driver' } },
  { id: 'training', words: ['training.title'], does: { kind: 'act', act: 'training' } },
  { id: 'set_up', words: ['setup.title'], does: { kind: 'act', act: 'set_up' }, needs: ['manage'] },
]

/** Everything there is: the booth's acts, the desks in the rail's order with their parts, the window's own acts. */
export function entries(desks: Array<{ screen: Screen; key: string }>): Entry[] {
  const of_desks = desks.flatMap(({ screen, key }) => {
    const desk: Entry = { id: screen, words: [`nav_long.${screen}`], also: [`nav.${screen}`], key: `Ctrl ${key.toUpperCase()}`, does: { kind: 'desk', screen } }
    const parts = TABS.filter((t) => t.screen === screen).flatMap(({ words, tabs }) =>
      tabs.map((tab): Entry => ({ id: `${screen}.${tab}`, words: [`nav.${screen}`, `${words}.${tab}`], does: { kind: 'tab', screen, tab }, needs: TAB_NEEDS[`${screen}.${tab}`] })),
    )
    return [desk, ...parts]
  })
  return [...ACTS.slice(0, 6), ...of_desks, ...ACTS.slice(6)]
}
