import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { TESTIDS } from '@/testids'

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(join(folder, e.name)) : e.name.endsWith('.vue') ? [join(folder, e.name)] : []))
}

describe('test ids', () => {
  it('of the list are all in the screens', () => {
    const text = walk('src').map((path) => readFileSync(path, 'utf8')).join('\n')
    // `nav-*` is written as `nav-${…}`; a part that numbers its own children has the family as its test id.
    const missing = TESTIDS.filter((id) => {
      const family = id.replace(/-?\*$/, '')
      return id.endsWith('*') ? !(text.includes(`\`${family}-\${`) || text.includes(`testid="${family}"`) || text.includes(`_id="${family}"`)) : !text.includes(`testid="${id}"`) && !text.includes(`_id="${id}"`) && !text.includes(`'${id}'`)
    })
    expect(missing).toEqual([])
  })
})
