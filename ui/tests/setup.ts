import { afterEach, beforeEach, vi } from 'vitest'
import { cleanup } from '@testing-library/vue'

// jsdom draws nothing; the grid takes a missing context for "nothing to draw on".
HTMLCanvasElement.prototype.getContext = (() => null) as never

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})
