import { screen, waitFor } from '@testing-library/vue'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import type { AttachedPcs } from '@/contract/AttachedPcs'
import type { PcRow } from '@/contract/PcRow'
import type { ReportJob } from '@/contract/ReportJob'
import ExportBar from '@/reports/ExportBar.vue'
import RemotePane from '@/settings/RemotePane.vue'
import { useAttached } from '@/stores/attached'
import { useDriver } from '@/stores/driver'
import { useReports } from '@/stores/reports'
import { useSavings } from '@/stores/savings'

import { begin, NOW, settle, show, type MockHost } from './support'

const pc = (name: string, more: Partial<PcRow> = {}): PcRow => ({ pc_id: `ID-${name}`, name, admitted_at: NOW, admitted_by: '经理', revoked_at: null, revoked_by: null, seen_at: null, seen_from: null, open: 0, ...more })
const away = { wrong_keys: 0, locked_out: 0, too_many: 0, not_ours: 0, last_at: null, last_from: null }
const door = { address: '0.0.0.0:5290', host: '192.168.1.20', sha256: 'ab'.repeat(32), turned_away: away }
const pcs = (more: Partial<AttachedPcs> = {}): AttachedPcs => ({ door, may_admit: true, pcs: [pc('经理室', { open: 1 }), pc('旧电脑', { revoked_at: NOW, revoked_by: '经理' })], ...more })
const job = (more: Partial<ReportJob> = {}): ReportJob => ({ no: 3, kind: 'daily', format: 'xlsx', first_day: '2026-11-01', last_day: '2026-11-22', state: 'done', rows: 9, of_rows: 9, asked_at: NOW, ended_at: NOW, files: ['/booth/a.xlsx'], bytes: 4_200_000, refusal: null, ...more })

/** A window that is attached over the network, and reports that come when the test lets them. */
async function attached(handlers: Parameters<typeof begin>[0] = {}) {
  const host = begin(handlers) as MockHost & { attachedTo: () => Promise<string>; saveReport: unknown; cancelSaving: unknown }
  const said = { hear: (_bytes: number, _of: number) => {}, end: (_files: string[] | unknown) => {}, asked: [] as unknown[], cancelled: [] as number[] }
  host.attachedTo = () => Promise.resolve('192.168.1.20:5290')
  host.saveReport = (token: string, no: number, repairs: boolean, hear: typeof said.hear) =>
    new Promise((resolve, reject) => {
      said.asked.push([token, no, repairs])
      said.hear = hear
      said.end = (files) => (Array.isArray(files) ? resolve(files) : reject(files))
    })
  host.cancelSaving = (no: number) => {
    said.cancelled.push(no)
    return Promise.resolve()
  }
  await useAttached().load()
  return { host, said }
}

describe('remote PCs', () => {
  it('are listed with where the door is, and one is admitted by a line that is shown once', async () => {
    const admitted = { pc_id: 'ID-新', name: '新电脑', line: `lotdesk://192.168.1.20:5290/#${'ab'.repeat(32)}.${'cd'.repeat(32)}` }
    const host = begin({ 'attach.list': () => pcs(), 'attach.admit': () => admitted })
    show(RemotePane)
    expect((await screen.findByTestId('remote-door')).textContent).toContain('0.0.0.0:5290')
    expect(screen.getByTestId('remote-pc-经理室').textContent).toContain('在线 1')
    expect(screen.queryByTestId('remote-revoke-旧电脑'), 'it is revoked already').toBeNull()
    await userEvent.click(screen.getByTestId('remote-admit'))
    expect(host.requests('attach.admit')).toEqual([])
    await userEvent.type(screen.getByTestId('remote-name'), ' 新电脑 ')
    await userEvent.click(screen.getByTestId('remote-admit'))
    expect((await screen.findByTestId('remote-line')).textContent).toBe(admitted.line)
    expect(host.requests('attach.admit')).toEqual([{ name: '新电脑' }])
    await userEvent.click(screen.getByTestId('remote-line-done'))
    expect(screen.queryByTestId('remote-line')).toBeNull()
  })

  it('are revoked after a second look that says what it does', async () => {
    const host = begin({ 'attach.list': () => pcs(), 'attach.revoke': () => ({}) })
    show(RemotePane)
    await userEvent.click(await screen.findByTestId('remote-revoke-经理室'))
    expect(screen.getByTestId('remote-revoke').textContent).toContain('立即断开')
    expect(host.requests('attach.revoke')).toEqual([])
    await userEvent.click(screen.getByTestId('remote-revoke-submit'))
    await waitFor(() => expect(host.requests('attach.revoke')).toEqual([{ pc_id: 'ID-经理室' }]))
  })

  it('are not admitted while the door is closed, from afar, or by who may not', async () => {
    begin({ 'attach.list': () => pcs({ door: null, pcs: [] }) })
    const closed = show(RemotePane)
    expect((await screen.findByTestId('remote-door')).textContent).toContain('[attach]')
    expect((screen.getByTestId('remote-admit') as HTMLButtonElement).disabled).toBe(true)
    closed.unmount()
    begin({ 'attach.list': () => pcs({ may_admit: false }) })
    const afar = show(RemotePane)
    expect((await screen.findByTestId('remote-from-afar')).textContent).toContain('岗亭')
    expect((screen.getByTestId('remote-admit') as HTMLButtonElement).disabled).toBe(true)
    afar.unmount()
    const host = begin({ 'attach.list': () => pcs() }, ['open', 'look'])
    show(RemotePane)
    await settle()
    expect(host.requests('attach.list')).toEqual([])
  })
})

describe('a window that is attached over the network', () => {
  it('brings a report that is written over by itself, counted in bytes', async () => {
    const { said } = await attached({ 'report.export': () => job({ state: 'running' }) })
    const reports = useReports()
    await reports.begin({ kind: 'daily', first_day: '2026-11-01', format: 'xlsx' })
    show(ExportBar, { disabled: false })
    reports.take(job())
    await waitFor(() => expect(said.asked).toEqual([['T', 3, false]]))
    said.hear(2_100_000, 4_200_000)
    await waitFor(() => expect(screen.getByTestId('report-saving').textContent).toContain('2.1 MB / 4.2 MB'))
    expect(screen.queryByTestId('report-file'), 'the booth’s own place is not shown as ours').toBeNull()
    said.end(['/home/me/reports/a.xlsx'])
    await waitFor(() => expect(screen.getByTestId('report-saved-file').textContent).toBe('/home/me/reports/a.xlsx'))
    reports.take(job())
    expect(said.asked).toHaveLength(1)
  })

  it('stops that, and begins again when somebody wants it', async () => {
    const { said } = await attached()
    const savings = useSavings()
    useReports().current = job()
    show(ExportBar, { disabled: false })
    expect(screen.getByTestId('report-saving').textContent).toContain('192.168.1.20:5290')
    await userEvent.click(screen.getByTestId('report-save'))
    await userEvent.click(screen.getByTestId('report-saving-cancel'))
    expect(said.cancelled).toEqual([3])
    said.end({ code: 'not_possible_now', zh: '已取消', en: 'cancelled' })
    await waitFor(() => expect(savings.state).toBe('cancelled'))
    expect(screen.getByTestId('report-saving').textContent).toContain('没有留下文件')
    await userEvent.click(screen.getByTestId('report-save'))
    said.end({ code: 'not_possible_now', zh: '磁盘已满', en: 'full' })
    await waitFor(() => expect(screen.getByTestId('report-saving-refusal').textContent).toContain('磁盘已满'))
  })

  it('has no driver’s screen, and one whose engine is here brings nothing over', async () => {
    const { host } = await attached()
    Object.assign(host, { driver: {} })
    expect(useDriver().possible).toBe(false)
    const here = begin({})
    Object.assign(here, { driver: {}, saveReport: () => Promise.reject(new Error('never')) })
    await useSavings().bring(job())
    expect([useDriver().possible, useSavings().no]).toEqual([true, null])
  })
})
