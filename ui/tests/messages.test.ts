import { describe, expect, it } from 'vitest'

import { prettyJson } from '@/platforms/words'

describe('a message’s body', () => {
  it('is laid out without touching a number’s text', () => {
    const body = '{"parkCode":44030400100101000010,"fee":20.00,"list":[],"o":{},"s":"a{,:\\"b","n":[1,2]}'
    const pretty = prettyJson(body)
    expect(pretty).toContain('"fee": 20.00')
    expect(pretty).toContain('44030400100101000010')
    expect(pretty).toContain('"list": []')
    expect(pretty).toContain('"s": "a{,:\\"b"')
    // Only white space was added.
    expect(JSON.parse(pretty)).toEqual(JSON.parse(body))
    expect(pretty.split('\n')[1]).toBe('  "parkCode": 44030400100101000010,')
  })
  it('is shown as it is when it is no JSON', () => {
    expect(prettyJson('')).toBe('')
    expect(() => prettyJson('{"a":[')).not.toThrow()
  })
})
