import { defineStore } from 'pinia'

/** A refund that was asked for and not answered. */
export interface UnansweredRefund {
  request_id: string
  amount_fen: number
}

/**
 * Refunds whose answer was lost, by the payment: nobody knows whether the money is on its way. Whoever opens the sheet again asks
 * about the same one, so that it goes back once.
 */
export const useRefunds = defineStore('refunds', () => {
  const unanswered = new Map<string, UnansweredRefund>()

  const of = (charge_id: string) => unanswered.get(charge_id) ?? null
  const asked = (charge_id: string, refund: UnansweredRefund) => void unanswered.set(charge_id, refund)
  const answered = (charge_id: string) => void unanswered.delete(charge_id)

  return { of, asked, answered }
})
