import { fireEvent, screen } from '@testing-library/vue'
import { describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'

import AlarmsDesk from '@/alarms/AlarmsDesk.vue'
import CreditPane from '@/billing/CreditPane.vue'
import DebtsPane from '@/cars/DebtsPane.vue'
import PassagesPane from '@/cars/PassagesPane.vue'
import RefundsPane from '@/cars/RefundsPane.vue'
import type { AlarmView } from '@/contract/AlarmView'
import type { CreditRow } from '@/contract/CreditRow'
import type { DebtRow } from '@/contract/DebtRow'
import type { EventView } from '@/contract/EventView'
import type { OverdueRow } from '@/contract/OverdueRow'
import type { ProposedRefund } from '@/contract/ProposedRefund'
import type { Reservation } from '@/contract/Reservation'
import type { UnreadPassage } from '@/contract/UnreadPassage'
import type { CommandName } from '@/host'
import ReservationsPane from '@/lists/ReservationsPane.vue'
import { useAlarms } from '@/stores/alarms'
import { useBoard } from '@/stores/board'

import { ALL, begin, NOW, press, settle, show, type Handlers } from './support'

const HOUR = 3_600_000
const vehicle = (plate: string) => ({ plate, plate_color: 'blue' as const, car_color: null, car_logo: null, class: 'small' as const, tag: null })
const told = (kind: string): EventView => ({ seq: 9, at: NOW, level: 'info', kind, plate: null, lane_id: null, record_id: null, words: {} })

const reservation = (book_code: string): Reservation => ({ book_code, plate: '粤B12345', from: NOW, over: NOW + HOUR, grace_minutes: 30, deposit_fen: 0, paid: false, area: 'B1', space_no: null, state: 'ahead', record_id: null, ended_at: null })
const passage = (event_id: string): UnreadPassage => ({ event_id, lane_id: 'L', entering: true, at: NOW, settled: null, record_id: null, plate: null })
const overdue = (record_id: string): OverdueRow => ({ record_id, street: false, vehicle: vehicle('粤B12345'), place: '试验车场', entered_at: NOW, left_at: NOW, owed_fen: 1800, overdue_since: NOW, information: '' })
const report = (report_id: string): CreditRow => ({ report_id, record_id: 'R', person_id: `P-${report_id}`, subject: null, state: 'proposed', information: '', owed_fen: 1800, proposed_at: NOW, proposer: null, approver: null, message: null })
const refund = (charge_id: string): ProposedRefund => ({ charge_id, order_no: 'N', record_id: 'R', plate: '粤B12345', paid_at: NOW, pay_type: 'cash', pay_from: '', ending: 'paid_twice', amount_fen: 600 })
const debt = (record_id: string): DebtRow => ({ record_id, plate: '粤B12345', entered_at: NOW, left_at: NOW, owed_fen: 1800, by_platform: false, overdue_since: null, reported: false })
const alarm = (no: number): AlarmView => ({ no, event: { ...told('device_lost'), level: 'act' }, since: NOW, times: 1, lasts: false, seen_at: null, seen_by: null, note: null, handed_on: false, over_at: null })

interface Case {
  pane: Component
  /** What the list holds: two rows, and after the news the second alone. */
  list: (rows: 'both' | 'second') => Handlers
  news: string
  open: () => unknown
  send: () => Promise<unknown>
  act: CommandName
  first: object
}

/** A reason, typed, and Enter. */
async function because(sheet: string) {
  await fireEvent.update(screen.getByTestId(`${sheet}-reason`), '车主来电')
  press('Enter')
}
const some = <T,>(rows: 'both' | 'second', first: T, second: T) => (rows === 'both' ? [first, second] : [second])

const CASES: Record<string, Case> = {
  'the taking back of a reservation': {
    pane: ReservationsPane, news: 'reservation_used', act: 'reservation.cancel', first: { book_code: 'A' },
    list: (rows) => ({ 'reservation.list': () => ({ reservations: some(rows, reservation('A'), reservation('B')), held: 0, left: 0 }) }),
    open: () => fireEvent.click(screen.getByTestId('reservation-cancel')), send: () => because('reservation-off'),
  },
  'what became of a passage': {
    pane: PassagesPane, news: 'passage_settled', act: 'passage.settle', first: { event_id: 'A' },
    list: (rows) => ({ 'passage.list': () => ({ open: some(rows, passage('A'), passage('B')), past: [] }) }),
    open: () => press('n', { altKey: true, code: 'KeyN' }), send: () => because('passage-sheet'),
  },
  'a credit report to be proposed': {
    pane: CreditPane, news: 'credit_proposed', act: 'credit.propose', first: { record_id: 'A' },
    list: (rows) => ({ 'credit.rules': () => ({ rules: null }), 'credit.overdue': () => ({ rows: some(rows, overdue('A'), overdue('B')), next: null }) }),
    open: () => fireEvent.click(screen.getByTestId('credit-propose')),
    send: async () => {
      await fireEvent.update(screen.getByTestId('propose-subject-name'), '李四')
      await fireEvent.update(screen.getByTestId('propose-id-no'), '44030119900101567X')
      press('Enter')
    },
  },
  'a credit report to be taken back': {
    pane: CreditPane, news: 'credit_approved', act: 'credit.withdraw', first: { report_id: 'A' },
    list: (rows) => ({ 'credit.rules': () => ({ rules: null }), 'credit.overdue': () => ({ rows: [], next: null }), 'credit.list': () => ({ rows: some(rows, report('A'), report('B')), more: false }) }),
    open: async () => {
      await fireEvent.click(screen.getByTestId('credit-scope-reports'))
      await settle()
      await fireEvent.click(screen.getByTestId('credit-withdraw'))
    },
    send: () => because('withdraw'),
  },
  'a refund': {
    pane: RefundsPane, news: 'refunded', act: 'refund.make', first: { charge_id: 'A', amount_fen: 600 },
    list: (rows) => ({ 'refund.list': () => ({ proposed: some(rows, refund('A'), refund('B')), made: [] }) }),
    open: () => fireEvent.click(screen.getByTestId('refund-open')), send: () => because('refund'),
  },
  'a debt': {
    pane: DebtsPane, news: 'debt_paid', act: 'arrears.collect', first: { record_id: 'A', due_fen: 1800 },
    list: (rows) => ({ 'arrears.list': () => ({ rows: some(rows, debt('A'), debt('B')), owed_fen: 1800 }) }),
    open: () => fireEvent.click(screen.getByTestId('debt-collect')), send: async () => press('Enter'),
  },
  'an alarm that is handed on': {
    pane: AlarmsDesk, news: '', act: 'alarm.hand_on', first: { no: 1 },
    list: (rows) => ({ 'alarm.list': () => ({ open: some(rows, alarm(1), alarm(2)), past: [] }) }),
    open: () => press('h', { altKey: true, code: 'KeyH' }), send: () => because('hand-on'),
  },
}

describe('an open sheet', () => {
  for (const [name, { pane, list, news, open, send, act, first }] of Object.entries(CASES)) {
    it(`stays about what it was opened for though that leaves the list: ${name}`, async () => {
      vi.useFakeTimers({ now: NOW })
      const host = begin(list('both'), [...ALL, 'credit'])
      show(pane)
      await settle()
      await open()
      await settle()
      host.handlers = list('second')
      useBoard().events = [told(news)]
      await settle()
      await vi.advanceTimersByTimeAsync(1_000)
      if (pane === AlarmsDesk) await useAlarms().load()
      await settle()
      await send()
      await settle()
      expect(host.requests(act)).toMatchObject([first])
    })
  }
})
