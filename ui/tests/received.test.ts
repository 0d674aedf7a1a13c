import { fireEvent, screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import type { InboxRow } from '@/contract/InboxRow'
import type { ListenerView } from '@/contract/ListenerView'
import ReceivedPane from '@/platforms/ReceivedPane.vue'

import { begin, NOW, show } from './support'

function row(no: number, more: Partial<InboxRow> = {}): InboxRow {
  return { no, platform: 'city', interface: '6005', transport: 'https', peer: '192.0.2.1', at: NOW, state: 'done', reason: null, words: '成功', answered_at: NOW + 8, repeats: 0, dropped: false, ...more }
}

const listener: ListenerView = {
  base_url: 'https://0.0.0.0:8443', certificate: { source: 'self_made', sha256: 'AB:CD', file: '/data/callback/callback-certificate.pem' }, connections: 1, requests: 9,
  paths: [{ platform: 'city', url: 'https://0.0.0.0:8443/city', told: 'https://lot.example:8443/city' }],
  refusals: [{ platform: 'city', reason: 'no_token', count: 2, last_at: NOW, last_from: '192.0.2.9' }, { platform: null, reason: 'unknown_path', count: 1, last_at: NOW, last_from: null }],
}

function open(rows: InboxRow[]) {
  const host = begin({
    'inbox.list': () => ({ rows, more: false }),
    'inbox.detail': ({ no }) => ({ row: rows.find((r) => r.no === no)!, body: '{"data":[{"parkCode":44030400100101000010}]}', reply: rows.find((r) => r.no === no)!.state === 'refused' ? null : '{"resultCode":0}' }),
    'system.listener': () => ({ listener }),
  })
  show(ReceivedPane)
  return host
}

describe('what the platforms sent', () => {
  it('shows the newest with its question and its answer', async () => {
    open([row(7), row(6, { interface: '7777', state: 'refused', reason: 'no_token', words: '3002 访问令牌错误', answered_at: null })])
    const detail = screen.getByTestId('received-detail')
    await waitFor(() => expect(detail.getAttribute('data-no')).toBe('7'))
    expect(within(detail).getByTestId('received-body').textContent).toContain('44030400100101000010')
    expect(within(detail).getByTestId('received-reply').textContent).toContain('"resultCode": 0')
    expect(detail.textContent).toContain('已执行')
    await fireEvent.click(screen.getByTestId('received-row-6'))
    await waitFor(() => expect(detail.getAttribute('data-state')).toBe('refused'))
    expect(detail.textContent).toContain('没有令牌')
    expect(within(detail).queryByTestId('received-reply')).toBeNull()
  })

  it('says where it listens, by which certificate, and how much was turned away', async () => {
    open([])
    const said = await screen.findByTestId('received-listener')
    expect(said.textContent).toContain('https://lot.example:8443/city')
    expect(said.textContent).toContain('AB:CD')
    expect(said.textContent).toContain('已拒绝 3 次')
    expect(screen.getByTestId('received').textContent).toContain('平台还没有发来请求')
  })
})
