import { describe, expect, it } from 'vitest'

import { setHost } from '@/host'
import PictureBox from '@/parts/PictureBox.vue'
import { useSession } from '@/stores/session'

import { begin, MockHost, settle, show } from './support'

/** A host that gives pictures addresses, as the window's own does. */
class AddressedHost extends MockHost {
  pictureUrl = (token: string, id: string) => `picture://localhost/${id}?token=${token}`
}

function box(picture_id: string) {
  begin({})
  const host = new AddressedHost({ 'operator.sign_out': () => ({}) })
  setHost(host)
  const view = show(PictureBox, { picture_id, caption: '出口1' })
  return { host, view, src: () => document.querySelector('img')?.getAttribute('src') ?? null }
}
const back = (token: string) => useSession().enter({ token, name: '夜班', role: 'attendant', permissions: [] })

describe('a picture', () => {
  it('of a car that came while the window was locked is there for whoever unlocks', async () => {
    const { host, view, src } = box('P1')
    await settle()
    expect(src()).toBe('picture://localhost/P1?token=T')
    useSession().lock()
    await settle()
    // What was seen stays; what comes has no address yet, and nothing has failed.
    expect(src()).toBe('picture://localhost/P1?token=T')
    await view.rerender({ picture_id: 'P2' })
    await settle()
    expect(src()).toBeNull()
    expect(view.container.querySelector('[data-loading="true"]')).not.toBeNull()
    back('NEW')
    await settle()
    expect(src()).toBe('picture://localhost/P2?token=NEW')
    expect(host.requests('picture.get')).toEqual([])
  })

  it('that was on its way when the sign-in ended is asked for by the next one', async () => {
    const { view, src } = box('P1')
    await settle()
    useSession().lock()
    document.querySelector('img')!.dispatchEvent(new Event('error'))
    await settle()
    expect(view.container.querySelector('[data-loading="true"]')).not.toBeNull()
    back('NEW')
    await settle()
    expect(src()).toBe('picture://localhost/P1?token=NEW')
    // Gone is gone.
    document.querySelector('img')!.dispatchEvent(new Event('error'))
    await settle()
    expect(src()).toBeNull()
    expect(view.container.querySelector('[data-loading]')).toBeNull()
  })
})
