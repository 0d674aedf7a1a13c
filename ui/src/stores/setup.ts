import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'

import type { Lot } from '@/contract/Lot'
import { keep, recall } from '@/lib/remember'
import { housed } from '@/setup/lot'

import { useSession } from './session'

export const STEPS = ['lot', 'areas', 'lanes', 'tariff', 'platforms', 'people', 'summary'] as const
export type Step = (typeof STEPS)[number]

/** What was typed and is not in force. Secrets, PINs and tokens are never part of it. */
interface Draft {
  step: Step
  done: Step[]
  lot: Lot | null
  /** The lot that the draft began with: another one in force meanwhile makes the draft an old one. */
  began_with: string
  tariff: string | null
  platforms: Record<string, Record<string, string>>
}
const KEY = 'lotdesk.setup'
const isDraft = (value: unknown): value is Draft => typeof value === 'object' && value !== null && 'step' in value && STEPS.includes((value as Draft).step) && Array.isArray((value as Draft).done)

/** The set-up of a lot, step by step. It can be left at any point and is as it was when it is taken up again. */
export const useSetup = defineStore('setup', () => {
  const session = useSession()
  const step = ref<Step>('lot')
  const done = ref<Step[]>([])
  /** The lot as it is in force, and as it is being changed. */
  const saved = ref<Lot | null>(null)
  const lot = ref<Lot | null>(null)
  const tariff = ref<string | null>(null)
  const platforms = ref<Record<string, Record<string, string>>>({})

  const lot_changed = computed(() => lot.value !== null && JSON.stringify(lot.value) !== JSON.stringify(saved.value))

  async function load() {
    const { lot: now } = await session.ask('lot.current', {})
    const in_force = JSON.stringify(now)
    saved.value = now
    const kept = recall(KEY, isDraft)
    step.value = kept?.step ?? 'lot'
    done.value = kept?.done ?? []
    tariff.value = kept?.tariff ?? null
    platforms.value = kept?.platforms ?? {}
    // A lot that somebody else changed meanwhile is not overwritten by what was typed over the one before.
    lot.value = kept?.lot && kept.began_with === in_force ? kept.lot : (JSON.parse(in_force) as Lot)
  }

  watch([step, done, lot, tariff, platforms], () => {
    if (!lot.value) return
    keep(KEY, { step: step.value, done: done.value, lot: lot_changed.value ? lot.value : null, began_with: JSON.stringify(saved.value), tariff: tariff.value, platforms: platforms.value } satisfies Draft)
  }, { deep: true })

  /** Puts the lot in force as it stands here. */
  async function save() {
    if (!lot.value || !lot_changed.value) return
    const now = housed(JSON.parse(JSON.stringify(lot.value)) as Lot)
    lot.value = JSON.parse(JSON.stringify(now)) as Lot
    await session.ask('lot.set', { lot: now })
    saved.value = now
  }

  function discard() {
    if (saved.value) lot.value = JSON.parse(JSON.stringify(saved.value)) as Lot
  }

  function passed(which: Step) {
    if (!done.value.includes(which)) done.value = [...done.value, which]
  }

  function go(to: Step) {
    step.value = to
  }

  function by(steps: 1 | -1) {
    const at = STEPS.indexOf(step.value) + steps
    if (at >= 0 && at < STEPS.length) step.value = STEPS[at]!
  }

  return { step, done, saved, lot, tariff, platforms, lot_changed, load, save, discard, passed, go, by }
})
