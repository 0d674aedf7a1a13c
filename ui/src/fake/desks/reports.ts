import type { CellKind } from '@/contract/CellKind'
import type { Column } from '@/contract/Column'
import type { ExportReport } from '@/contract/ExportReport'
import type { ReportCell } from '@/contract/ReportCell'
import type { ReportJob } from '@/contract/ReportJob'
import type { ReportPage } from '@/contract/ReportPage'
import type { ShowReport } from '@/contract/ShowReport'
import { day } from '@/lib/time'

import { refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const DAY_MS = 86_400_000
const column = (key: string, zh: string, en: string, kind: CellKind, width: number, total = false): Column => ({ key, zh, en, kind, width, total })
const first: Partial<Record<ShowReport['kind'], Column>> = {
  monthly: column('month', '月份', 'Month', 'text', 9),
  lanes: column('lane', '车道', 'Lane', 'text', 14),
  operators: column('operator', '收款员', 'Taken by', 'text', 14),
  pay_types: column('pay_type', '支付方式', 'Paid by', 'text', 10),
}
const takings = ['payments:笔数:Payments', 'receivable:应收:Due', 'discount:优惠:Let off', 'received:实收:Received', 'cash:现金:Cash', 'wechat:微信:WeChat', 'alipay:支付宝:Alipay', 'refunded:退款:Refunded', 'net:净收:Net'].map((text) => {
  const [key, zh, en] = text.split(':') as [string, string, string]
  return column(key, zh, en, key === 'payments' ? 'count' : 'money', 11, true)
})
const names: Partial<Record<ShowReport['kind'], string[]>> = { lanes: ['出口1', '出口2', '地下二层出口'], operators: ['值班员', '夜班', '城市平台'], pay_types: ['现金', '微信', '支付宝'] }

/** Made-up figures of a report: the same for the same day. */
function fakeReport({ kind, first_day, last_day }: ShowReport, now: number): ReportPage {
  const row = (name: ReportCell, n: number): ReportCell[] => {
    const [cash, wechat, alipay] = [(n % 7) * 13_000 + 42_000, (n % 5) * 21_000 + 95_000, (n % 3) * 9_000 + 31_000]
    const refunded = n % 6 === 0 ? 800 : 0
    const received = cash + wechat + alipay
    return [name, 120 + (n % 9) * 7, received + 2_500, 2_500, received, cash, wechat, alipay, refunded, received - refunded]
  }
  const [from, to] = [Date.parse(`${first_day}T00:00:00+08:00`), Date.parse(`${last_day ?? first_day}T00:00:00+08:00`)]
  const days = Array.from({ length: Math.min(62, Math.round((Math.min(to, now) - from) / DAY_MS) + 1) }, (_, i) => day(from + i * DAY_MS))
  let columns = [first[kind] ?? column('day', '日期', 'Day', 'day', 11), ...takings]
  let rows: ReportCell[][] = (names[kind] ?? (kind === 'monthly' ? [first_day.slice(0, 7)] : days)).map((name, i) => row(name, i + Number(first_day.slice(8))))
  if (kind === 'occupancy') {
    columns = [column('from', '时段', 'From', 'moment', 19), column('entered', '入场', 'Entered', 'count', 8, true), column('left', '离场', 'Left', 'count', 8, true), column('most', '最多在场', 'Most inside', 'count', 12), column('occupancy', '最高占用率', 'Highest occupancy', 'permille', 12)]
    rows = Array.from({ length: 24 }, (_, hour) => {
      const most = Math.round(150 + 110 * Math.sin(((hour - 7) / 24) * 2 * Math.PI))
      return [from + hour * 3_600_000, 8 + ((hour * 7) % 19), 6 + ((hour * 5) % 17), most, Math.round((most / 300) * 1000)]
    })
  }
  const listed = !['daily', 'monthly', 'lanes', 'operators', 'pay_types', 'occupancy'].includes(kind)
  if (listed) rows = []
  const sums = columns.map((c, at) => (c.total ? rows.reduce((sum, cells) => sum + (cells[at] as number), 0) : null))
  return { title: kind, lines: [`${first_day} – ${last_day ?? first_day}`], columns, rows, sums, next: null }
}

/** An export that is as far as the clock says: three seconds for a thousand rows. */
function fakeJob(request: ExportReport, no: number, now: number): ReportJob {
  return { no, kind: request.kind, format: request.format, first_day: request.first_day, last_day: request.last_day ?? request.first_day, state: 'running', rows: 0, of_rows: 1000, asked_at: now, ended_at: null, files: [], bytes: 0, refusal: null }
}

function further(job: ReportJob, now: number): ReportJob {
  if (job.state !== 'running') return job
  const rows = Math.min(1000, Math.round((now - job.asked_at) / 3))
  return rows < 1000 ? { ...job, rows } : { ...job, rows, state: 'done', ended_at: now, bytes: 84_000, files: [`/home/lot/lotdesk/reports/exports/${job.kind}_${job.first_day}_${job.last_day}.${job.format}`] }
}

export function reportsAnswers(lot: FakeLot): Answers {
  let job: ReportJob | null = null
  const known = () => job ?? refuse('not_found', '没有这个导出任务', 'There is no such export.')
  return {
    'report.show': (request) => fakeReport(request, lot.now()),
    'report.export': (request) => (job = fakeJob(request, (job?.no ?? 0) + 1, lot.now())),
    'report.job': () => (job = further(known(), lot.now())),
    'report.cancel': () => (job = { ...known(), state: 'cancelled', ended_at: lot.now() }),
  }
}
