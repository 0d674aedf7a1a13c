import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import type { Permission } from '@/contract/Permission'

import { useBoard } from './board'
import { useGarages } from './garages'
import { useSession } from './session'
import { useShell } from './shell'

export const SCREENS = ['booth', 'shift', 'alarms', 'cars', 'lists', 'billing', 'street', 'charging', 'garage', 'service', 'reports', 'reconcile', 'platforms', 'settings'] as const
export type Screen = (typeof SCREENS)[number]

interface Desk {
  screen: Screen
  /** The digit (a letter where there are none left) that opens it with Ctrl: the same for everybody, whichever desks a person has. */
  key: string
  /** One of these is needed to do anything there; looking alone is no reason for a place on the rail. */
  needs: Permission[]
}

/** The rail from top to bottom: the gate, the money and the lists behind it, what else stands on the lot, the books. */
export const DESKS: Desk[][] = [
  [
    { screen: 'booth', key: '1', needs: ['look'] },
    { screen: 'shift', key: 'j', needs: ['take_payment'] },
    { screen: 'alarms', key: 'g', needs: ['work_lane', 'manage'] },
    { screen: 'cars', key: '2', needs: ['look'] },
  ],
  [
    { screen: 'lists', key: '3', needs: ['look'] },
    { screen: 'billing', key: '4', needs: ['invoice', 'credit', 'manage'] },
  ],
  [
    { screen: 'street', key: '5', needs: ['work_lane', 'take_payment', 'credit', 'manage'] },
    { screen: 'charging', key: '6', needs: ['work_lane', 'manage'] },
    { screen: 'garage', key: '7', needs: ['work_lane', 'manage'] },
  ],
  [
    { screen: 'service', key: 'm', needs: ['repair', 'etcp'] },
  ],
  [
    { screen: 'reports', key: 'b', needs: ['manage'] },
    { screen: 'reconcile', key: '8', needs: ['credit', 'manage'] },
    { screen: 'platforms', key: '9', needs: ['look'] },
    { screen: 'settings', key: '0', needs: ['look'] },
  ],
]

/** Which screen is on, and what it was asked to open. */
export const useNav = defineStore('nav', () => {
  const screen = ref<Screen>('booth')
  /** The screen whose search or list led here: Esc goes back to it. Null after a choice of one's own. */
  const came_from = ref<Screen | null>(null)
  /** The record that the cars desk shall open. */
  const record_id = ref<string | null>(null)
  /** The plate whose history the cars desk shall open. */
  const history_plate = ref<string | null>(null)
  /** The message that the platforms desk shall open. */
  const message_no = ref<number | null>(null)
  /** The orders that the billing desk shall make an invoice for. */
  const invoice_orders = ref<string[] | null>(null)
  /** The part of a desk that it shall show. */
  const wanted_tab = ref<{ screen: Screen; tab: string } | null>(null)

  const session = useSession()
  const shell = useShell()
  const board = useBoard()
  const garages = useGarages()
  /** What stands on this lot: one without garages has no desk for them, one without chargers shows theirs to managers alone. */
  function stands(to: Screen): boolean {
    if (to === 'garage') return (garages.list?.length ?? 0) > 0
    return to !== 'charging' || board.chargers.length > 0 || session.may('manage')
  }
  /** The desks of whoever is signed in, in the rail's groups. */
  const groups = computed(() => DESKS.map((group) => group.filter((desk) => desk.needs.some((p) => session.may(p)) && stands(desk.screen))).filter((group) => group.length > 0))

  function has(to: Screen): boolean {
    return groups.value.some((group) => group.some((desk) => desk.screen === to))
  }

  function go(to: Screen) {
    came_from.value = null
    screen.value = to
    shell.setting_up = false
  }

  /** Goes to a part of a desk. */
  function goTab(to: Screen, tab: string) {
    wanted_tab.value = { screen: to, tab }
    go(to)
  }

  /** Goes to a screen that Esc leads back from. */
  function visit(to: Screen) {
    came_from.value = screen.value
    screen.value = to
    shell.setting_up = false
  }

  function openRecord(id: string) {
    record_id.value = id
    came_from.value = screen.value
    screen.value = 'cars'
  }

  function openHistory(plate: string) {
    history_plate.value = plate
    came_from.value = screen.value
    screen.value = 'cars'
  }

  function openMessage(no: number) {
    message_no.value = no
    came_from.value = screen.value
    screen.value = 'platforms'
  }

  function invoice(order_nos: string[]) {
    invoice_orders.value = order_nos
    came_from.value = screen.value
    screen.value = 'billing'
  }

  /** One step back to where a record or a message was opened from. False when there is none. */
  function back(): boolean {
    if (came_from.value === null) return false
    go(came_from.value)
    return true
  }

  return { screen, came_from, record_id, history_plate, message_no, invoice_orders, wanted_tab, groups, has, go, goTab, visit, openRecord, openHistory, openMessage, invoice, back }
})
