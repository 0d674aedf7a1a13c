import type { LinkView } from '@/contract/LinkView'

/** How a platform's link looks: waiting for a platform is normal, being refused is not. */
export function linkSignal(link: LinkView): 'fine' | 'wait' | 'act' | 'idle' {
  switch (link.state) {
    case 'up':
      return 'fine'
    case 'down':
      return 'wait'
    case 'login_refused':
      return 'act'
    case 'idle':
      return 'idle'
  }
}
