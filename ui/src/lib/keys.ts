import { getCurrentInstance, onBeforeUnmount, onMounted } from 'vue'

/** What a layer does with a key. True (or nothing) when it was used, false to let it through to the layer below. */
export type KeyMap = Record<string, (event: KeyboardEvent) => boolean | void>

interface Layer {
  map: KeyMap
  /** A sheet over the screen: keys that it does not know go nowhere, except the browser's own use of them. */
  modal: boolean
  rank: Rank
}

/** The screen lies below what is open over it, and the cover of a locked window over everything; among equals the last one is on top. */
type Rank = 0 | 1 | 2

const layers: Layer[] = []

/** The name of a key press: `F5`, `Ctrl+2`, `Alt+1`, `Enter`, `7`. Shift is named for keys that are not printed. */
export function keyName(event: KeyboardEvent): string {
  let key = event.key
  // Alt and Ctrl may change the character; the digit keys are meant by their place.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)
  if (digit && (event.altKey || event.ctrlKey)) key = digit[1]!
  const letter = /^Key([A-Z])$/.exec(event.code)
  if (letter && (event.altKey || event.ctrlKey)) key = letter[1]!.toLowerCase()
  const mods = `${event.ctrlKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey && key.length > 1 ? 'Shift+' : ''}`
  return mods + key
}

/** True while the input method is composing: its Enter and its digits are no commands. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}

/** Keys that a web view keeps for itself and an instrument must not lose to it. */
export function isBrowserKey(name: string): boolean {
  return /^(?:Shift\+|Ctrl\+)?F\d{1,2}$/.test(name) || ['Ctrl+r', 'Ctrl+p', 'Ctrl+f', 'Ctrl+g', 'Ctrl+o', 'Ctrl+s', 'Ctrl+u', 'Ctrl+j'].includes(name)
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}

/** True when Enter or Space on this element is the element's own business. */
export function pressesItself(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], textarea, [role="button"], [role="option"], [role="tab"]') !== null
}

export { isEditable }

/** Hands a key to the topmost layer that knows it. */
export function dispatchKey(event: KeyboardEvent): void {
  if (isComposing(event)) return
  const name = keyName(event)
  if (isBrowserKey(name)) event.preventDefault()
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i]!
    const act = layer.map[name] ?? layer.map['*']
    if (act) {
      const used = act(event)
      if (used !== false) {
        event.preventDefault()
        event.stopPropagation()
        return
      }
    }
    if (layer.modal) return
  }
}

let installed = false
/** Listens once for the whole window, ahead of every element. */
export function installKeys(target: Window = window): void {
  if (installed) return
  installed = true
  target.addEventListener('keydown', dispatchKey, { capture: true })
}

/**
 * Where a component's keys belong, by where it stands: a sheet and what is in it are marked `data-layer="sheet"`, the cover
 * `data-layer="cover"`. A part of the screen that comes while something is open over it takes no key from that.
 */
function rankOf(root: unknown, modal: boolean): Rank {
  const at = root instanceof Element ? root : root instanceof Node ? root.parentElement : null
  const over = at?.closest<HTMLElement>('[data-layer]')?.dataset.layer
  return over === 'cover' ? 2 : over === 'sheet' || modal ? 1 : 0
}

/** True while something is open over the place where this element stands: the focus is not to be taken away from that. */
export function isCovered(at: Element | null): boolean {
  const cover = document.querySelector('[data-layer="cover"]')
  if (cover) return !cover.contains(at)
  return document.querySelector('[role="dialog"]') !== null && !at?.closest('[role="dialog"]')
}

/** Adds a layer of keys while the component lives. */
export function useKeys(map: KeyMap, options: { modal?: boolean } = {}): void {
  const layer: Layer = { map, modal: options.modal ?? false, rank: 0 }
  const self = getCurrentInstance()
  onMounted(() => {
    installKeys()
    layer.rank = rankOf(self?.proxy?.$el, layer.modal)
    let at = layers.length
    while (at > 0 && layers[at - 1]!.rank > layer.rank) at--
    layers.splice(at, 0, layer)
  })
  onBeforeUnmount(() => {
    const at = layers.indexOf(layer)
    if (at >= 0) layers.splice(at, 1)
  })
}
