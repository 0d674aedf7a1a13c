import type { DriverScreen } from '@/contract/DriverScreen'
import type { InvoicePaper } from '@/contract/InvoicePaper'
import type { Notice } from '@/contract/Notice'
import type { Refusal } from '@/contract/Refusal'
import type { Commands } from '@/contract/commands'

export type CommandName = keyof Commands
export type Request<N extends CommandName> = Commands[N][0]
export type Reply<N extends CommandName> = Commands[N][1]
export type EngineState = 'up' | 'down'

/** How the driver's screen stands: whether it is open, and at which lane. */
export interface DriverSetting {
  open: boolean
  lane_id: string | null
}

/** The one door to the engine, and what it says by itself. */
export interface Host {
  /** Asks for a command. Throws a `Refusal` when the engine says no, anything else when it could not be asked. */
  call<N extends CommandName>(token: string | null, name: N, request: Request<N>): Promise<Reply<N>>
  onNotice(hear: (notice: Notice) => void): Promise<() => void>
  onEngine(hear: (state: EngineState) => void): Promise<() => void>
  /** Where the page finds a picture without asking for it; a host without such addresses is asked by `picture.get`. */
  pictureUrl?(token: string, id: string): string
  /** Fetches an invoice's PDF and opens it in the system's viewer. */
  openInvoice?(token: string | null, invoice_id: string): Promise<{ paper: InvoicePaper; opened: boolean }>
  /** Host and port of the PC whose engine this window shows over the network; null where the engine is on this PC. */
  attachedTo?(): Promise<string | null>
  /** Brings a written report from that PC to this one, and says where its files lie here. */
  saveReport?(token: string | null, no: number, repairs: boolean, hear: (bytes: number, of_bytes: number) => void): Promise<string[]>
  cancelSaving?(no: number): Promise<void>
  /** The driver's screen, where the host has a second window for it. */
  driver?: {
    state(): Promise<DriverSetting>
    show(open: boolean, lane_id: string | null): Promise<DriverSetting>
  }
  /** For the driver's window alone: what it is to show, and null while the engine does not answer. */
  onDriverScreen?(hear: (screen: DriverScreen | null) => void): Promise<void>
  /** Opens a window for practising beside this one; a host that can open none does not have it. */
  startTraining?(): Promise<void>
}

/** The engine did not answer in time, or is gone: what was asked may or may not have happened. */
export class NoAnswer extends Error {}

export function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && 'code' in error && 'zh' in error && 'en' in error
}

/** True when the refusal leaves open whether the command took effect. */
export function leavesOpen(refusal: Refusal): boolean {
  return refusal.code === 'unavailable' || refusal.code === 'internal'
}

/** Gives up waiting after `timeout_ms`; the command may still be under way. */
export function within<T>(promise: Promise<T>, timeout_ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswer(`no answer within ${timeout_ms} ms`)), timeout_ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** The name of this window: `main` is the console, `driver` the screen beside a lane. */
export function windowLabel(): string {
  const inside = (window as { __TAURI_INTERNALS__?: { metadata?: { currentWindow?: { label?: string } } } }).__TAURI_INTERNALS__
  if (inside) return inside.metadata?.currentWindow?.label ?? 'main'
  return import.meta.env.DEV && new URLSearchParams(location.search).has('driver') ? 'driver' : 'main'
}

/** The window's own host: Tauri's command door and events. */
export async function tauriHost(): Promise<Host> {
  const [{ Channel, convertFileSrc, invoke }, { listen }] = await Promise.all([import('@tauri-apps/api/core'), import('@tauri-apps/api/event')])
  return {
    call: (token, name, request) => invoke('call', { token, name, request }),
    onNotice: (hear) => listen<Notice>('notice', (event) => hear(event.payload)),
    onEngine: (hear) => listen<{ state: EngineState }>('engine', (event) => hear(event.payload.state)),
    startTraining: () => invoke('start_training'),
    pictureUrl: (token, id) => `${convertFileSrc(id, 'picture')}?token=${token}`,
    openInvoice: (token, invoice_id) => invoke('open_invoice', { token, invoiceId: invoice_id }),
    attachedTo: () => invoke('attached_to'),
    saveReport: async (token, no, repairs, hear) => {
      const page = new Channel<{ bytes: number; of_bytes: number }>((told) => hear(told.bytes, told.of_bytes))
      return (await invoke<{ files: string[] }>('save_report', { token, no, repairs, page })).files
    },
    cancelSaving: (no) => invoke('save_report_cancel', { no }),
    driver: {
      state: () => invoke('driver_window_state'),
      show: (open, lane_id) => invoke('driver_window', { open, laneId: lane_id }),
    },
    onDriverScreen: (hear) => invoke('driver_watch', { page: new Channel<{ screen: DriverScreen | null }>((told) => hear(told.screen)) }),
  }
}

let current: Host | null = null

export function setHost(host: Host): void {
  current = host
}

export function host(): Host {
  if (!current) throw new Error('no host was set')
  return current
}
