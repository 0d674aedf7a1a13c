import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import type { Role } from '@/contract/Role'
import GarageDesk from '@/garage/GarageDesk.vue'
import { knows, sayMachine } from '@/garage/machine'
import { adviceOf, leftNow } from '@/garage/words'
import { parseDateTime } from '@/lib/time'

import { confirm, open } from './desk'

async function garages(role: Role = 'attendant') {
  const it = await open(GarageDesk, role)
  await screen.findByTestId('garage-running')
  return { ...it, side: screen.getByTestId('garage-queue') }
}

describe('mechanical garages', () => {
  it('show how they stand, what is free, the work that runs and the line', async () => {
    const { lot, side } = await garages()
    expect(screen.getByTestId('garage-G2').textContent).toContain('故障')
    expect(screen.getByTestId('garage-G2').textContent).toContain('人员闯入告警')
    expect(screen.getByTestId('garage-G1').textContent).toMatch(/空 大 \d+\/6 · 小 \d+\/18/)
    expect(within(side).getByTestId('garage-waiting').children).toHaveLength(3)
    expect(side.textContent).toContain('预约')
    expect(screen.getByTestId('garage-left').textContent).toContain('还需')
    const before = screen.getByTestId('garage-left').textContent
    lot.garages()
    lot.garages()
    await waitFor(() => expect(screen.getByTestId('garage-left').textContent).not.toBe(before))
  })

  it('say what to do about an alarm', async () => {
    const { user } = await garages()
    screen.getByTestId('garage-list').focus()
    await user.keyboard('{ArrowDown}')
    await waitFor(() => expect(screen.getByTestId('garage-alarms').textContent).toContain('确认人员离开后再恢复'))
    const event = (words: string, level: 'act' | 'info' = 'act') => ({ seq: 1, at: 0, level, kind: 'garage_event', plate: null, lane_id: null, record_id: null, words: { event: words } })
    expect([adviceOf(event('消防报警')), adviceOf(event('车辆超宽告警')), adviceOf(event('升降过载告警')), adviceOf(event('搬运器通讯故障')), adviceOf(event('升降机上升故障')), adviceOf(event('车辆入库', 'info'))]).toEqual(['fire', 'size', 'overload', 'silent', 'machine', null])
    expect([leftNow(90, 1000, 31_500), leftNow(5, 0, 60_000)]).toEqual([60, 0])
  })

  it('store a car by hand; a refusal stands beside its field', async () => {
    const { host, user } = await garages()
    await user.keyboard('{Alt>}s{/Alt}')
    await user.type(await screen.findByTestId('store-plate'), '粤b12345')
    await user.type(screen.getByTestId('store-space'), '199{Enter}')
    await waitFor(() => expect(screen.getByTestId('store-space-note').textContent).toContain('没有这个车位'))
    await user.clear(screen.getByTestId('store-space'))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(host.requests('garage.store').at(-1)).toEqual({ garage: 'G1', plate: '粤B12345', space_no: null, pass: 1 }))
    await waitFor(() => expect(screen.getByTestId('garage-waiting').children).toHaveLength(4))
    expect(screen.getByTestId('garage-queue').textContent).toContain('已排队')
  })

  it('bring a car out that was picked by its space, now or at a booked time', async () => {
    const { host, user } = await garages()
    const space = screen.getAllByTestId(/^garage-space-G1/).find((s) => s.dataset.state === 'taken' && /粤|湘|赣|桂/.test(s.textContent!))!
    await user.click(space)
    const plate = (await screen.findByTestId<HTMLInputElement>('retrieve-plate')).value
    expect(space.textContent).toContain(plate)
    screen.getByTestId('retrieve-when-now').focus()
    await user.keyboard('{ArrowRight}')
    const at = await screen.findByTestId('retrieve-at')
    await user.clear(at)
    await user.type(at, '2020-01-01 08:00{Enter}')
    expect(screen.getByTestId('retrieve-at-note').textContent).toContain('不早于现在')
    await user.clear(at)
    await user.type(at, '2099-01-01 08:00{Enter}')
    await waitFor(() => expect(host.requests('garage.retrieve')).toEqual([{ garage: 'G1', plate, space_no: null, pass: 1, book_at: parseDateTime('2099-01-01 08:00') }]))
  })

  it('stop what runs and are put out of use and back, each with a reason', async () => {
    const { host, user } = await garages()
    await user.click(screen.getByTestId('garage-stop'))
    expect((await screen.findByTestId('garage-off')).textContent).toContain('可能停在途中')
    await confirm(user, 'garage-off')
    await waitFor(() => expect(screen.queryByTestId('garage-running')).toBeNull())
    await user.click(screen.getByTestId('garage-state'))
    expect((await screen.findByTestId('garage-set')).textContent).toContain('停用')
    await confirm(user, 'garage-set')
    await waitFor(() => expect(host.requests('garage.set_state')).toMatchObject([{ garage: 'G1', state: 'stopped', reason: '例行保养' }]))
    await waitFor(() => expect(screen.getByTestId('garage-G1').dataset.state).toBe('stopped'))
    expect(screen.getByTestId('garage-state').textContent).toContain('恢复使用')
  })

  it('are looked at, not worked, by a clerk', async () => {
    const { user } = await garages('clerk')
    expect(screen.getByTestId('garage-queue').textContent).toContain('您的角色不能操作车库')
    await user.keyboard('{Alt>}s{/Alt}')
    expect(screen.queryByTestId('store')).toBeNull()
    expect(screen.queryByTestId('garage-stop')).toBeNull()
  })
})

describe('what a garage says', () => {
  /** Every text in Chinese of the sources of a folder, without comments, tests and refusals, which have their own English. */
  function said(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return said(path)
      if (!entry.name.endsWith('.rs') || /tests|refusal/.test(entry.name)) return []
      const text = readFileSync(path, 'utf8').split('#[cfg(test)]')[0]!.replace(/^\s*\/\/.*$/gm, '').replace(/Refusal::(?:new|field)\([^;]*?\)/gs, '')
      return [...text.matchAll(/"([^"]*[\u4e00-\u9fff][^"]*)"/g)].map((m) => m[1]!.replace(/\{\w*\}/, '7'))
    })
  }

  it('is in English in the English window, all of it that the sources have', () => {
    const crates = '../src-tauri/crates'
    const all = ['domain/src/garage', 'operations/src/garages', 'devices/src/garage'].flatMap((folder) => said(`${crates}/${folder}`))
    expect(all.length).toBeGreaterThan(70)
    expect(all.filter((text) => !knows(text) && text !== '：' && text !== '7：{remark}' && !/请填写|须为|没有这条存取车指令|该指令已结束|只能设为/.test(text))).toEqual([])
  })

  it('is said part by part; what a person typed stays', () => {
    expect(sayMachine('人员闯入告警：2 号口光幕', 'en')).toBe('Somebody is inside: 2 号口光幕')
    expect(sayMachine('没有编号为 G9 的车库', 'en')).toBe('No garage has the number G9')
    expect(sayMachine('例行保养', 'en')).toBe('例行保养')
    expect(sayMachine('人员闯入告警', 'zh-CN')).toBe('人员闯入告警')
  })
})
