import type { InboxState } from '@/contract/InboxState'
import type { MessageRow } from '@/contract/MessageRow'
import type { MessageState } from '@/contract/MessageState'
import type { Outcome } from '@/contract/Outcome'

import { sayTrouble } from './trouble'

export function stateSignal(state: MessageState): 'fine' | 'wait' | 'act' | 'look' | 'idle' {
  switch (state) {
    case 'accepted':
      return 'fine'
    case 'waiting':
    case 'sending':
      return 'wait'
    case 'refused':
    case 'held':
      return 'act'
    case 'unknown':
      return 'look'
    case 'replaced':
      return 'idle'
  }
}

/** A refused one is no alarm: somebody who is not the platform was turned away. */
export function inboxSignal(state: InboxState): 'fine' | 'wait' | 'look' | 'idle' {
  switch (state) {
    case 'done':
      return 'fine'
    case 'declined':
      return 'look'
    case 'refused':
      return 'idle'
    case 'open':
      return 'wait'
  }
}

/** How an attempt ended, in the platform's own words where it had some. */
export function sayOutcome(outcome: Outcome | null, t: (key: string, values?: Record<string, string>) => string): string {
  if (outcome === null) return t('outcome.none')
  switch (outcome.kind) {
    case 'accepted':
      return t('outcome.accepted')
    case 'refused':
      return t('outcome.refused', { code: outcome.code, words: sayTrouble(outcome.words) })
    case 'unknown':
      return t('outcome.unknown', { why: sayTrouble(outcome.why) })
    case 'not_sent':
      return t('outcome.not_sent', { why: sayTrouble(outcome.why) })
  }
}

/** States in which a person may put a message back in line. */
export function mayResend(row: MessageRow): boolean {
  return row.state === 'refused' || row.state === 'unknown' || row.state === 'waiting'
}

/** The body as people read it; number literals keep their text, so nothing is parsed into numbers. */
export function prettyJson(text: string): string {
  let out = ''
  let depth = 0
  let in_string = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (in_string) {
      out += c
      if (c === '\\') out += text[++i] ?? ''
      else if (c === '"') in_string = false
      continue
    }
    if (c === '"') {
      in_string = true
      out += c
    } else if (c === '{' || c === '[') {
      const close = c === '{' ? '}' : ']'
      const rest = text.slice(i + 1).trimStart()
      if (rest.startsWith(close)) {
        out += c + close
        i = text.indexOf(close, i)
      } else {
        depth++
        out += `${c}\n${'  '.repeat(depth)}`
      }
    } else if (c === '}' || c === ']') {
      depth = Math.max(0, depth - 1)
      out += `\n${'  '.repeat(depth)}${c}`
    } else if (c === ',') {
      out += `,\n${'  '.repeat(depth)}`
    } else if (c === ':') {
      out += ': '
    } else if (!/\s/.test(c)) {
      out += c
    }
  }
  return out
}
