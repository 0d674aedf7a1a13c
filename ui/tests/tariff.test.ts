import { fireEvent, screen, waitFor, within } from '@testing-library/vue'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { TariffRow } from '@/contract/TariffRow'
import type { TriedFee } from '@/contract/TriedFee'
import { lineOf } from '@/lib/tariff'
import { dateTime } from '@/lib/time'
import TariffPane from '@/settings/TariffPane.vue'
import { useBoard } from '@/stores/board'

import { begin, NOW, show, type Handlers } from './support'

const TOML = 'name = "商场"\n\n[[rates]]\nclasses = ["small"]\nfree_minutes = 15\n\n[[rates.spans]]\nname = "白天"\nfrom = "07:00"\n\n[[rates.spans]]\nname = "夜间"\nfrom = "21:00"\n'
const row = (id: number, state: TariffRow['state'], from = NOW): TariffRow => ({ id, name: `标准 ${id}`, from, set_at: NOW, state })
const tried: TriedFee = {
  fee_fen: 1400, minutes: 192, due_fen: 1100, coupons: [{ coupon: { kind: 'amount', value: '3' }, off_fen: 300 }],
  lines: [{ what: 'span_cap', name: '夜间', times: 1, each_fen: 1400, amount_fen: 1400, from: NOW - 192 * 60_000, to: NOW }],
}

const DAY = 86_400_000
async function open(handlers: Handlers = {}) {
  const host = begin({
    'tariff.current': () => ({ tariff: { name: '商场', calendar: { holidays: [], workdays: [], weekends_are_holidays: true }, rates: [] }, toml: TOML, since: NOW }),
    'tariff.try': () => tried,
    'tariff.history': () => ({ rows: [row(9, 'planned', NOW + DAY), row(2, 'in_force')] }),
    ...handlers,
  })
  vi.spyOn(useBoard(), 'now').mockReturnValue(NOW)
  show(TariffPane)
  await screen.findByTestId('tariff-text')
  // What another test wrote is kept for its writer.
  const draft = screen.queryByText('放弃修改')
  if (draft) await fireEvent.click(draft)
  return host
}
const write = (testid: string, text: string) => fireEvent.update(screen.getByTestId(testid), text)
beforeEach(() => vi.restoreAllMocks())
vi.setConfig({ testTimeout: 30_000 })

describe('the tariff pane', () => {
  it('puts a text in force at once, or plans it for the moment filled in', async () => {
    const host = await open({ 'tariff.load': () => ({}) as never, 'tariff.plan': () => ({ rows: [] }) })
    await write('tariff-text', `${TOML}# more`)
    await userEvent.click(screen.getByTestId('tariff-load'))
    await waitFor(() => expect(host.requests('tariff.load')).toEqual([{ toml: `${TOML}# more` }]))
    await write('tariff-text', `${TOML}# more!`)
    await write('tariff-from', dateTime(NOW - DAY))
    expect(screen.getByTestId('tariff-from-note').textContent).toContain('须晚于现在')
    expect((screen.getByTestId('tariff-load') as HTMLButtonElement).disabled).toBe(true)
    await write('tariff-from', '2026-12-01 00:00')
    await userEvent.click(screen.getByTestId('tariff-load'))
    await waitFor(() => expect(host.requests('tariff.plan')).toEqual([{ toml: `${TOML}# more!`, from: Date.UTC(2026, 10, 30, 16) }]))
    expect(host.requests('tariff.load')).toHaveLength(1)
  })

  it('tries a stay out with class, power, area and coupons', async () => {
    const host = await open()
    await screen.findByTestId('tariff-result')
    await userEvent.click(screen.getByTestId('tariff-class-large'))
    expect(screen.queryByTestId('tariff-result')).toBeNull()
    await userEvent.click(screen.getByTestId('tariff-power-new_energy'))
    await write('tariff-area', 'B1')
    await write('tariff-coupon-value', '3')
    await userEvent.click(screen.getByTestId('tariff-coupon-add'))
    await userEvent.click(screen.getByTestId('tariff-coupon-kind-free'))
    await userEvent.click(screen.getByTestId('tariff-coupon-add'))
    await userEvent.click(screen.getByTestId('tariff-coupon-remove-1'))
    await userEvent.click(screen.getByTestId('tariff-try'))
    const result = await screen.findByTestId('tariff-result')
    expect([result.dataset.fen, result.dataset.due]).toEqual(['1400', '1100'])
    expect(result.textContent).toContain('夜间 · 超过时段封顶')
    expect(host.requests('tariff.try').at(-1)).toMatchObject({ toml: null, class: 'large', new_energy: true, area: 'B1', coupons: [{ kind: 'amount', value: '3' }] })
  })

  it('shows what was and what is planned, opens and saves one, and takes a plan back with a reason', async () => {
    const saved: string[] = []
    URL.createObjectURL = () => 'blob:x'
    URL.revokeObjectURL = () => {}
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download)
    })
    const host = await open({
      'tariff.export': ({ id }) => ({ file_name: `tariff-${id}.toml`, toml: `# ${id}` }),
      'tariff.withdraw': () => ({ rows: [row(9, 'withdrawn'), row(2, 'in_force')] }),
    })
    const planned = await screen.findByTestId('tariff-row-9')
    expect(planned.textContent).toContain('待生效')
    expect(within(screen.getByTestId('tariff-row-2')).queryByTestId('tariff-withdraw-2')).toBeNull()
    await userEvent.click(screen.getByTestId('tariff-export-2'))
    await waitFor(() => expect(saved).toEqual(['tariff-2.toml']))
    await userEvent.click(screen.getByTestId('tariff-open-9'))
    await waitFor(() => expect((screen.getByTestId('tariff-text') as HTMLTextAreaElement).value).toBe('# 9'))
    await userEvent.click(screen.getByTestId('tariff-withdraw-9'))
    await write('tariff-withdraw-reason', '日期写错')
    await userEvent.click(screen.getByTestId('tariff-withdraw-submit'))
    await waitFor(() => expect(screen.getByTestId('tariff-row-9').dataset.state).toBe('withdrawn'))
    expect(host.requests('tariff.withdraw')).toEqual([{ id: 9, reason: '日期写错' }])
  })

  it('names the line that a refusal is about', async () => {
    const refuse = () => {
      throw { code: 'bad_tariff', field: 'rates[0].spans[1].from', zh: '时段不能重叠', en: 'overlap' }
    }
    await open({ 'tariff.load': refuse })
    await write('tariff-text', `${TOML}#`)
    await userEvent.click(screen.getByTestId('tariff-load'))
    expect((await screen.findByTestId('tariff-error')).textContent).toContain('第 13 行')
  })
})

describe('the line of a path', () => {
  it.each([
    ['line 7', 7], ['name', 1], ['rates[0].free_minutes', 5], ['rates[0].spans[0].from', 9], ['rates[0].spans[1].from', 13],
    ['rates[0].spans', 3], ['rates[0].spans[1].cap_yuan', 11], ['rates[1].classes', null],
  ])('%s is %s', (field, line) => expect(lineOf(TOML, field)).toBe(line))
})
