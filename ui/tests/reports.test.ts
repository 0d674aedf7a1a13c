import { screen, waitFor } from '@testing-library/vue'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'

import type { Column } from '@/contract/Column'
import type { ReportJob } from '@/contract/ReportJob'
import type { ReportPage } from '@/contract/ReportPage'
import { addSums, sayCell, values } from '@/reports/cells'
import { picture } from '@/reports/charts'
import { period, wrong } from '@/reports/period'
import ReportsDesk from '@/reports/ReportsDesk.vue'
import { useBoard } from '@/stores/board'
import { useReports } from '@/stores/reports'

import { begin, NOW, settle, show, snapshot } from './support'

const column = (key: string, zh: string, kind: Column['kind'], total = false): Column => ({ key, zh, en: key, kind, width: 10, total })
const DAILY: ReportPage = {
  title: '收费日报表',
  lines: ['停车场：试验车场', '第二行'],
  columns: [column('day', '日期', 'day'), column('cash', '现金', 'money', true), column('wechat', '微信', 'money', true), column('net', '净收', 'money', true)],
  rows: [['2026-11-21', 123_450, 0, 123_450], ['2026-11-22', 5, 0, 5]],
  sums: [null, 123_455, 0, 123_455],
  next: null,
}
const job = (more: Partial<ReportJob> = {}): ReportJob => ({
  no: 3, kind: 'daily', format: 'xlsx', first_day: '2026-11-01', last_day: '2026-11-22', state: 'running', rows: 250, of_rows: 1000, asked_at: NOW, ended_at: null, files: [], bytes: 0, refusal: null, ...more,
})

describe('the days of a report', () => {
  it('are China’s, whatever the machine is set to', () => {
    const just_after_midnight = Date.UTC(2026, 10, 30, 16, 5)
    expect(period('today', just_after_midnight)).toEqual({ first: '2026-12-01', last: '2026-12-01' })
    expect(period('yesterday', just_after_midnight)).toEqual({ first: '2026-11-30', last: '2026-11-30' })
    expect(period('last_month', just_after_midnight)).toEqual({ first: '2026-11-01', last: '2026-11-30' })
    expect(period('last_month', Date.UTC(2026, 0, 15))).toEqual({ first: '2025-12-01', last: '2025-12-31' })
    expect(period('week', NOW)).toEqual({ first: '2026-11-16', last: '2026-11-22' })
    expect(period('month', NOW)).toEqual({ first: '2026-11-01', last: '2026-11-22' })
  })

  it('that were typed are checked before they are asked for', () => {
    expect(wrong('2026-11-31', '2026-12-01', NOW)).toBe('rule_day')
    expect(wrong('2026-11-02', '2026-11-01', NOW)).toBe('rule_order')
    expect(wrong('2026-11-23', '2026-11-24', NOW)).toBe('rule_ahead')
    expect(wrong('2026-11-22', '2026-11-24', NOW)).toBeNull()
  })
})

describe('cells', () => {
  it('say what their column means by a number', () => {
    expect(sayCell(123_450, 'money')).toBe('1,234.50')
    expect(sayCell(-5, 'money')).toBe('-0.05')
    expect(sayCell(345, 'permille')).toBe('34.5%')
    expect(sayCell(12_345, 'count')).toBe('12,345')
    expect(sayCell(NOW, 'moment')).toBe('2026-11-22 14:32:07')
    expect(sayCell('粤B12345', 'text')).toBe('粤B12345')
    expect(sayCell(null, 'money')).toBe('')
  })

  it('add up over pages, and become units that a chart shows', () => {
    expect(addSums([null, 5, 'x'], [null, 7, 'y'])).toEqual([null, 12, 'x'])
    expect(values(DAILY.columns, DAILY.rows, 'net')).toEqual([1234.5, 0.05])
  })
})

describe('a chart', () => {
  it('shows ways in which something was paid, and none for a list', () => {
    const daily = picture('daily', DAILY, false)!
    expect(daily.labels).toEqual(['2026-11-21', '2026-11-22'])
    expect(daily.series.map((s) => s.name)).toEqual(['现金', '净收'])
    expect(picture('payments', DAILY, false)).toBeNull()
    expect(picture('daily', { ...DAILY, rows: [] }, false)).toBeNull()
    expect(picture('daily', DAILY, true)!.series[0]!.name).toBe('cash')
  })
})

describe('the reports desk', () => {
  it('shows a report with its sums and asks anew for another kind and another period', async () => {
    const host = begin({ 'report.show': () => DAILY })
    show(ReportsDesk)
    expect((await screen.findByTestId('report-sum-cash')).textContent).toBe('1,234.55')
    expect(screen.getByText('第二行')).toBeTruthy()
    await userEvent.click(screen.getByTestId('report-kind-operators'))
    await userEvent.click(screen.getByTestId('report-period-yesterday'))
    await settle()
    const asked = host.requests('report.show')
    expect(asked.map((r) => r.kind)).toEqual(['daily', 'operators', 'operators'])
    expect(asked[2]!.first_day).toBe(asked[2]!.last_day)
  })

  it('asks for nothing while typed days make no sense, and says so', async () => {
    const host = begin({ 'report.show': () => DAILY })
    show(ReportsDesk)
    await screen.findByTestId('report-sums')
    await userEvent.click(screen.getByTestId('report-period-own'))
    const first = screen.getByTestId('report-first')
    const before = host.requests('report.show').length
    await userEvent.clear(first)
    await userEvent.type(first, '2026-13-01')
    expect(screen.getByTestId('report-first-note').textContent).toContain('日期格式')
    expect(host.requests('report.show')).toHaveLength(before)
    expect((screen.getByTestId('report-export-xlsx') as HTMLButtonElement).disabled).toBe(true)
  })

  it('says that nothing is there, and what was refused', async () => {
    begin({ 'report.show': () => ({ ...DAILY, rows: [] }) })
    show(ReportsDesk)
    expect((await screen.findByTestId('report-none')).textContent).toContain('没有数据')
  })

  it('is not for those who may not', async () => {
    const host = begin({ 'report.show': () => DAILY }, ['open', 'look'])
    show(ReportsDesk)
    expect(screen.getByText('只有经理可以查看和导出报表')).toBeTruthy()
    expect(host.requests('report.show')).toHaveLength(0)
  })

  it('exports with a bar and an end, and says where the file lies', async () => {
    const host = begin({ 'report.show': () => DAILY, 'report.export': () => job(), 'report.cancel': () => job() })
    show(ReportsDesk)
    await screen.findByTestId('report-sums')
    await userEvent.click(screen.getByTestId('report-export-xlsx'))
    const bar = (await screen.findByTestId('report-progress')) as HTMLProgressElement
    expect(bar.value).toBe(0.25)
    expect(screen.getByTestId('report-job').textContent).toContain('已写 250 / 1000 行')
    expect(host.requests('report.export')[0]).toMatchObject({ kind: 'daily', format: 'xlsx', language: 'zh' })
    await userEvent.click(screen.getByTestId('report-cancel'))
    expect(host.requests('report.cancel')).toEqual([{ no: 3 }])
    const reports = useReports()
    reports.take(job({ no: 4, state: 'done' }))
    expect(reports.current?.state, 'another’s report is not ours').toBe('running')
    reports.take(job({ state: 'done', rows: 1000, files: ['/data/reports/exports/a.xlsx'], bytes: 2_500_000, ended_at: NOW }))
    await waitFor(() => expect(screen.getByTestId('report-file').textContent).toBe('/data/reports/exports/a.xlsx'))
    expect(screen.getByTestId('report-job').textContent).toContain('2.5 MB')
    reports.take(job({ rows: 300 }))
    expect(reports.current?.state, 'a late notice takes nothing back').toBe('done')
  })

  it('hears how far it is from the engine by itself, and asks when it hears nothing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] })
    try {
      const host = begin({ 'board.snapshot': () => snapshot([]), 'report.export': () => job(), 'report.job': () => job({ state: 'failed', refusal: { code: 'not_possible_now', zh: '磁盘已满', en: 'full' } }) })
      const board = useBoard()
      await board.start()
      const reports = useReports()
      await reports.begin({ kind: 'daily', first_day: '2026-11-01', format: 'xlsx' })
      host.notice({ no: 11, committed_at: NOW, changes: [{ kind: 'report', job: job({ rows: 700 }) }] })
      await vi.advanceTimersByTimeAsync(40)
      expect(reports.current?.rows).toBe(700)
      await vi.advanceTimersByTimeAsync(1100)
      expect(reports.current?.state).toBe('failed')
      await vi.advanceTimersByTimeAsync(5000)
      expect(host.requests('report.job')).toHaveLength(1)
    } finally {
      vi.useRealTimers()
    }
  })
})
