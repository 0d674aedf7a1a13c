import { configure, render, screen } from '@testing-library/vue'
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick, type Component } from 'vue'

import { FakeLot } from '@/fake/lot'
import { setHost, type CommandName, type EngineState, type Host, type Reply, type Request } from '@/host'
import { FakeHost } from '@/host.fake'
import { i18n } from '@/i18n'
import { useAlarms } from '@/stores/alarms'
import { useBoard } from '@/stores/board'
import { useGarages } from '@/stores/garages'
import { useBooth } from '@/stores/booth'
import { useSession } from '@/stores/session'
import type { Notice } from '@/contract/Notice'
import type { Role } from '@/contract/Role'

configure({ asyncUtilTimeout: 8_000 })

/** The made-up engine, with what it was asked written down, and answers that get lost on demand. */
export class WatchedHost implements Host {
  asked: Array<{ token: string | null; name: string; request: unknown }> = []
  /** The next so many answers to this command do not come back, though it is carried out. */
  lose: { name: string; times: number } | null = null
  /** Answers to this command come only after this: what it caused is told before. */
  late: { name: string; until: Promise<void> } | null = null

  constructor(readonly fake: FakeHost) {
    fake.delay_ms = 0
  }

  async call<N extends CommandName>(token: string | null, name: N, request: Request<N>): Promise<Reply<N>> {
    this.asked.push({ token, name, request: JSON.parse(JSON.stringify(request)) })
    const reply = await this.fake.call(token, name, request)
    if (this.late?.name === name) await this.late.until
    if (this.lose?.name === name && this.lose.times-- > 0) throw new Error('lost')
    return reply
  }

  onNotice(hear: (notice: Notice) => void) {
    return this.fake.onNotice(hear)
  }

  onEngine(hear: (state: EngineState) => void) {
    return this.fake.onEngine(hear)
  }

  requests<N extends CommandName>(name: N): Array<Request<N>> {
    return this.asked.filter((a) => a.name === name).map((a) => a.request as Request<N>)
  }
}

const NAMES: Record<Role, string> = { manager: '经理', attendant: '值班员', clerk: '客服' }

let stopBefore: (() => void) | null = null

/** Signs somebody in at the made-up lot and opens a screen on it. */
export async function open(component: Component, role: Role = 'manager', props: Record<string, unknown> = {}) {
  stopBefore?.()
  const pinia = createPinia()
  setActivePinia(pinia)
  i18n.global.locale.value = 'zh-CN'
  const host = new WatchedHost(new FakeHost(new FakeLot(7)))
  setHost(host)
  useSession().enter(host.fake.signIn(NAMES[role]))
  const [alarms, board, booth] = [useAlarms(), useBoard(), useBooth()]
  await useGarages().load()
  await board.start()
  booth.start()
  // A clock of the stores that goes on would make its own stores the active ones of the next test.
  stopBefore = () => {
    alarms.stop()
    booth.stop()
    void board.stop()
  }
  setActivePinia(pinia)
  const page = render(component, { props, global: { plugins: [pinia, i18n] } })
  await nextTick()
  // Style sheets are not loaded here, so none can switch a click off; to ask each ancestor for its style costs as much as the click.
  const user = userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never })
  return { host, lot: host.fake.lot, page, user }
}

/** A reason by the arrow key, then Enter: how a sheet is confirmed without the mouse. */
export async function confirm(user: ReturnType<typeof userEvent.setup>, testid: string) {
  screen.getByTestId(`${testid}-reason`).focus()
  await user.keyboard('{ArrowDown}{Enter}')
}
