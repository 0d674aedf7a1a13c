import { defineStore } from 'pinia'

import { host } from '@/host'

import { useSession } from './session'

const KEPT = 60

/** Pictures by identifier, the last few kept. */
export const usePictures = defineStore('pictures', () => {
  const session = useSession()
  const kept = new Map<string, string>()
  const under_way = new Map<string, Promise<string | null>>()

  /** No address while the window is locked: the sign-in in it has ended, and what stands there would be nothing. */
  function known(id: string): string | null {
    const token = session.locked ? null : session.operator?.token
    if (token && host().pictureUrl) return host().pictureUrl!(token, id)
    const src = kept.get(id)
    if (!src) return null
    kept.delete(id)
    kept.set(id, src)
    return src
  }

  function load(id: string): Promise<string | null> {
    const here = known(id)
    if (here) return Promise.resolve(here)
    let going = under_way.get(id)
    if (!going) {
      going = session
        .ask('picture.get', { picture_id: id })
        .then((picture) => {
          if (!/^image\/[a-z.+-]+$/.test(picture.media_type)) return null
          const src = `data:${picture.media_type};base64,${picture.base64}`
          kept.set(id, src)
          if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
          return src
        })
        .catch(() => null)
        .finally(() => under_way.delete(id))
      under_way.set(id, going)
    }
    return going
  }

  /** True where the page finds pictures by itself. */
  const byAddress = () => host().pictureUrl !== undefined

  return { known, load, byAddress }
})
