import { render, screen, waitFor } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'

import App from '@/App.vue'
import type { Lot } from '@/contract/Lot'
import { i18n } from '@/i18n'
import { addArea, addLane, allWell, areaRules, countAlone, dropArea, housed, laneRules, lotRules, newToken, numberSpaces, platformToml, PLATFORM_FORMS, recodeArea } from '@/setup/lot'
import { SAMPLES } from '@/setup/samples'
import SetupWizard from '@/setup/SetupWizard.vue'
import { useSession } from '@/stores/session'
import { useShell } from '@/stores/shell'

import { open } from './desk'

const id = (testid: string) => screen.getByTestId(testid)
const value = (testid: string) => (id(testid) as HTMLInputElement).value

async function sample(): Promise<Lot> {
  const { host } = await open(SetupWizard)
  return structuredClone((await host.call('', 'lot.current', {})).lot)
}

describe('a lot that is set up', () => {
  it('keeps lanes and spaces with an area that gets another code, and with others when one goes', async () => {
    const lot = await sample()
    addArea(lot, (n) => `区${n}`)
    expect(lot.areas.map((area) => area.code)).toEqual(['A', 'B'])
    numberSpaces(lot, lot.areas[0]!)
    expect([lot.spaces.length, lot.spaces[0]!.space_no, lot.spaces.at(-1)!.space_no]).toEqual([50, 'A-001', 'A-050'])
    recodeArea(lot, lot.areas[0]!, 'B1')
    expect(new Set([...lot.lanes, ...lot.spaces].map((one) => one.area))).toEqual(new Set(['B1']))
    // A code typed through another one's does not take that one's lanes.
    recodeArea(lot, lot.areas[1]!, 'B1')
    expect(allWell(areaRules(lot))).toBe(false)
    recodeArea(lot, lot.areas[1]!, 'B2')
    expect([allWell(areaRules(lot)), lot.lanes.map((lane) => lane.area)]).toEqual([true, ['B1', 'B1']])
    // Typed past another one's code: nobody's lanes change sides.
    recodeArea(lot, lot.areas[0]!, 'B')
    recodeArea(lot, lot.areas[1]!, 'B')
    recodeArea(lot, lot.areas[1]!, 'BX')
    recodeArea(lot, lot.areas[0]!, 'BX')
    recodeArea(lot, lot.areas[0]!, 'B1')
    recodeArea(lot, lot.areas[1]!, 'B2')
    expect(new Set([...lot.lanes, ...lot.spaces].map((one) => one.area))).toEqual(new Set(['B1']))
    expect(housed({ ...lot, lanes: [{ ...lot.lanes[0]!, area: 'gone' }] }).lanes[0]!.area).toBe('B1')
    dropArea(lot, lot.areas[0]!)
    expect([lot.areas.map((area) => area.code), lot.lanes.map((lane) => lane.area), lot.spaces]).toEqual([['B2'], ['B2', 'B2'], []])
    dropArea(lot, lot.areas[0]!)
    expect(lot.areas).toHaveLength(1)
  })

  it('leaves spaces of a garage or with a detector alone', async () => {
    const lot = await sample()
    lot.areas[0]!.total_spaces = 3
    lot.spaces = [{ space_no: 'G-1', label: 'G-1', area: 'A', garage: 'G' }]
    numberSpaces(lot, lot.areas[0]!)
    expect(lot.spaces.map((space) => space.space_no)).toEqual(['G-1', 'A-001', 'A-002'])
    countAlone(lot, lot.areas[0]!)
    expect(lot.spaces.map((space) => space.space_no)).toEqual(['G-1'])
  })

  it('gets lanes with codes and devices of their own, and says which rule is broken', async () => {
    const lot = await sample()
    addLane(lot, 'exit', (_, n) => `出口${n}`)
    expect(lot.lanes.at(-1)).toMatchObject({ code: 'out-2', name: '出口2', kind: 'exit', area: 'A' })
    expect(new Set(lot.lanes.flatMap((lane) => lane.equipment.map((device) => device.id))).size).toBe(6)
    lot.lanes[0]!.code = 'out-2'
    lot.lanes[1]!.code = 'Out 1'
    expect(laneRules(lot)).toMatchObject({ '0.code': 'setup.rule.twin', '1.code': 'setup.rule.lane_code', '2.code': 'setup.rule.twin' })
    lot.park_code = '123'
    expect(lotRules(lot)).toMatchObject({ park_code: 'setup.rule.digits_20', name: null })
  })

  it('has tokens that nobody guesses, a platform’s lines without secrets, and the samples with their wording', () => {
    const tokens = Array.from({ length: 50 }, newToken)
    expect([new Set(tokens).size, tokens.every((token) => /^[a-km-np-z2-9]{32}$/.test(token))]).toEqual([50, true])
    expect(platformToml(PLATFORM_FORMS[0]!, { base_url: ' https://a.example/"x" ', user_id: 'u' })).toBe('[platforms.city]\nbase_url = "https://a.example/\\"x\\""\nuser_id = "u"\n')
    expect(SAMPLES.length).toBeGreaterThanOrEqual(5)
    for (const { name, wording } of SAMPLES) expect([name, /元/.test(wording), /[a-z]{3,}/i.test(wording)]).toEqual([name, true, false])
  })
})

describe('the set-up', () => {
  it('is what a manager sees after being created, and can be left', async () => {
    const { host, user } = await open(App)
    await useSession().leave()
    host.fake.needs_manager = true
    await user.type(await screen.findByTestId('first-start-name'), '王经理')
    await user.type(id('first-start-pin'), '2580')
    await user.type(id('first-start-pin-again'), '2580{Enter}')
    await screen.findByTestId('setup')
    await waitFor(() => expect(document.activeElement).toBe(id('setup-name')))
    await user.keyboard('{Escape}')
    await screen.findByTestId('board-root')
    expect(screen.queryByTestId('setup')).toBeNull()
  })

  it('puts a step in force by Enter, holds what breaks a rule, and goes back with everything as it was', async () => {
    const { host, user } = await open(SetupWizard)
    await user.clear(await screen.findByTestId('setup-name'))
    await user.type(id('setup-name'), '望江楼停车场')
    await user.clear(id('setup-park-code'))
    await user.type(id('setup-park-code'), '4403{Enter}')
    expect(id('setup-holds').textContent).toContain('红色')
    expect(id('setup-park-code-note').textContent).toContain('20 位')
    expect(host.requests('lot.set')).toEqual([])
    await user.type(id('setup-park-code'), '0500100101000010{Enter}')
    await screen.findByTestId('setup-area-1')
    expect(host.requests('lot.set')[0]!.lot).toMatchObject({ name: '望江楼停车场', park_code: '44030500100101000010' })
    await user.click(id('setup-area-number-1'))
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}')
    await waitFor(() => expect(value('setup-name')).toBe('望江楼停车场'))
    expect(id('setup-step-lot').dataset.state).toBe('done')
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}')
    await waitFor(() => expect(id('setup-area-listed-1').textContent).toContain('50'))
    expect(host.requests('lot.set')).toHaveLength(2)
  })

  it('is taken up again where it was left, with what was typed and not put in force; not over a lot that somebody changed meanwhile', async () => {
    const { page, user, host } = await open(SetupWizard)
    /** Another start of the window, on the same engine. */
    const anew = () => {
      const pinia = createPinia()
      setActivePinia(pinia)
      useSession().enter(host.fake.signIn('经理'))
      return render(SetupWizard, { global: { plugins: [pinia, i18n] } })
    }
    await user.click(await screen.findByTestId('setup-step-areas'))
    await user.clear(await screen.findByTestId('setup-area-name-1'))
    await user.type(id('setup-area-name-1'), '地下一层')
    page.unmount()
    const again = anew()
    await screen.findByTestId('setup-area-name-1')
    expect([id('setup').dataset.step, value('setup-area-name-1'), host.requests('lot.set')]).toEqual(['areas', '地下一层', []])
    again.unmount()
    const { lot } = await host.call('', 'lot.current', {})
    await host.call('', 'lot.set', { lot: { ...lot, name: '别人改的名' } })
    anew()
    await screen.findByTestId('setup-area-name-1')
    expect(value('setup-area-name-1')).toBe('停车区')
  })

  it('shows a lane’s token once, with where to put it, and keeps it nowhere', async () => {
    const { user, host } = await open(SetupWizard)
    await user.click(await screen.findByTestId('setup-step-lanes'))
    await user.click(await screen.findByTestId('setup-lane-token-1'))
    const token = id('setup-token-text').textContent!
    expect(token).toMatch(/^[a-z2-9]{32}$/)
    expect(id('setup-token-command').textContent).toBe('lotdeskctl secret set lane.in-1.token')
    expect(id('setup-token-address').textContent).toContain('/lanes/in-1/vzenith')
    await user.click(id('setup-step-summary'))
    await user.click(await screen.findByTestId('setup-to-lanes'))
    await screen.findByTestId('setup-lane-1')
    expect(screen.queryByTestId('setup-token')).toBeNull()
    expect(JSON.stringify({ ...localStorage, asked: host.asked })).not.toContain(token)
  })

  it('tries a sample tariff out, puts it in force, and says in the end what is set and what is not', async () => {
    const { user, host } = await open(SetupWizard)
    await user.click(await screen.findByTestId('setup-step-tariff'))
    await user.click(await screen.findByTestId('setup-tariff-hospital'))
    expect(value('setup-tariff-text')).toContain('stay_cap_yuan')
    await user.click(id('tariff-try'))
    await screen.findByTestId('tariff-result')
    await user.click(id('setup-next'))
    await waitFor(() => expect(id('setup').dataset.step).toBe('platforms'))
    expect(host.requests('tariff.load')).toHaveLength(1)
    expect(id('setup-platform-toml').textContent).toContain('[platforms.city]')
    await user.click(id('setup-step-summary'))
    await waitFor(() => expect(id('setup-sum-tariff').textContent).toContain('医院'))
    const set = Object.fromEntries(['lot', 'areas', 'lanes', 'tariff', 'platforms', 'people'].map((step) => [step, id(`setup-sum-${step}`).dataset.set]))
    expect(set).toEqual({ lot: 'false', areas: 'false', lanes: 'false', tariff: 'false', platforms: 'true', people: 'true' })
    await user.click(id('setup-to-lot'))
    await screen.findByTestId('setup-name')
    expect(useShell().setting_up).toBe(false)
  })
})
