import { render, screen, waitFor } from '@testing-library/vue'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'

import type { SelfTestReport } from '@/contract/SelfTestReport'
import type { SettingsState } from '@/contract/SettingsState'
import { i18n } from '@/i18n'
import PlatformsPane from '@/settings/PlatformsPane.vue'

import { begin, NOW } from './support'

const STATE: SettingsState = {
  file: 'lotdesk.toml',
  since: NOW,
  rows: [
    { key: 'platforms.city.base_url', value: '"https://city.example/api"', source: 'lotdesk.toml, line 3' },
    { key: 'logs.level', value: '"info"', source: 'default' },
  ],
  secrets: [{ name: 'city.des_key', set: false }, { name: 'city.password', set: true }],
  refused: null,
  at_next_start: ['lanes.listen'],
}

function report(verdict: SelfTestReport['verdict'], state: SelfTestReport['steps'][number]['state']): SelfTestReport {
  return {
    no: 1, platform: 'city', address: 'https://city.example/api', begun_at: NOW, ended_at: verdict === 'running' ? null : NOW, verdict,
    steps: [{ kind: 'clock', state, finding: state === 'failed' ? 'clock_off' : null, zh: state === 'failed' ? '本机时钟比平台慢 41 秒' : '', en: state === 'failed' ? '41 s behind' : '', took_ms: state === 'failed' ? 12 : null }],
  }
}
const none = () => {
  throw { code: 'not_found', zh: '还没有做过自检', en: 'none' }
}
const show = () => render(PlatformsPane, { global: { plugins: [i18n] } })

describe('platform settings', () => {
  it('show what is set, what is missing and what waits, and no secret', async () => {
    begin({ 'config.state': () => STATE, 'selftest.look': none })
    show()
    expect(await screen.findByText('"https://city.example/api"')).toBeTruthy()
    expect(screen.queryByText('"info"')).toBeNull()
    expect(screen.getByText('未设置')).toBeTruthy()
    expect(screen.getByText('重启引擎后生效：lanes.listen')).toBeTruthy()
    expect(screen.queryByTestId('settings-refused')).toBeNull()
  })

  it('say a refused edit with its words and that the old ones go on', async () => {
    const refusal = { code: 'bad_field' as const, field: 'platforms.city.timeout_ms', zh: '配置有误。platforms.city.timeout_ms：值不符合要求', en: 'bad' }
    const refuse = () => {
      throw refusal
    }
    begin({ 'config.state': () => ({ ...STATE, refused: { at: NOW, refusal } }), 'config.reload': refuse, 'selftest.look': none })
    show()
    await userEvent.click(await screen.findByTestId('settings-reload'))
    expect((await screen.findByTestId('settings-refused')).textContent).toContain('platforms.city.timeout_ms')
    expect(screen.getByText(/正在运行的设置照旧/)).toBeTruthy()
  })
})

describe('self-test', () => {
  it('is followed to its end, and each failure is said in the window’s language', async () => {
    let asked = 0
    const host = begin({
      'config.state': () => STATE,
      'selftest.city': () => report('running', 'running'),
      'selftest.look': () => (asked++ === 0 ? none() : report('failed', 'failed')),
      'selftest.cancel': () => ({}),
    })
    show()
    await userEvent.click(await screen.findByTestId('selftest-begin'))
    expect(await screen.findByTestId('selftest-cancel')).toBeTruthy()
    await waitFor(() => expect(screen.getByTestId('selftest').dataset.verdict).toBe('failed'), { timeout: 5000 })
    const step = screen.getByTestId('selftest-step-clock')
    expect(step.dataset.finding).toBe('clock_off')
    expect(step.textContent).toContain('慢 41 秒')
    i18n.global.locale.value = 'en'
    await waitFor(() => expect(step.textContent).toContain('41 s behind'))
    expect(host.requests('selftest.city')).toHaveLength(1)
  })

  it('is ended by the button, and not asked after once the page is left', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const host = begin({ 'config.state': () => STATE, 'selftest.look': () => report('running', 'running'), 'selftest.cancel': () => ({}) })
    const page = show()
    await userEvent.click(await screen.findByTestId('selftest-cancel'))
    await waitFor(() => expect(host.requests('selftest.cancel')).toHaveLength(1))
    page.unmount()
    await vi.advanceTimersByTimeAsync(50)
    const before = host.requests('selftest.look').length
    await vi.advanceTimersByTimeAsync(5000)
    expect(host.requests('selftest.look').length).toBe(before)
    vi.useRealTimers()
  })
})
