import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { describe, expect, it } from 'vitest'

import { sayTrouble } from '@/platforms/trouble'

describe('what the gateway says of a failure', () => {
  it('is said in Chinese, sentence by sentence of its own list', () => {
    const source = readFileSync(resolve(__dirname, '../../src-tauri/crates/gateway/src/http/failure.rs'), 'utf8')
    const sentences = [...source.matchAll(/#\[error\("([^"]+)"\)\]/g)].map((found) => found[1]!.replace('{0}', '20000'))
    expect(sentences.length).toBeGreaterThan(10)
    for (const sentence of sentences) {
      const said = sayTrouble(sentence, 'zh-CN')
      expect(said, sentence).not.toBe(sentence)
      expect(said, sentence).toMatch(/[一-龥]/)
    }
  })

  it('keeps what it does not know, and the step that failed', () => {
    expect(sayTrouble('no complete reply within 20000 ms', 'en')).toBe('no complete reply within 20000 ms')
    expect(sayTrouble('login (1001): no complete reply within 20000 ms', 'zh-CN')).toBe('登录（1001）：20000 毫秒内没有完整应答')
    expect(sayTrouble('超出规定值范围', 'zh-CN')).toBe('超出规定值范围')
  })
})
