/** How long frames that draw changes keep the window busy, from their first script to their paint: the newest 4096. */
export class FrameMeter {
  private ring = new Float64Array(4096)
  private begun: number[] = []
  private channel = typeof MessageChannel === 'function' ? new MessageChannel() : null
  count = 0

  constructor() {
    if (this.channel) this.channel.port1.onmessage = () => this.add(performance.now() - (this.begun.shift() ?? performance.now()))
  }

  /** To be called in an animation frame: a message that is posted there comes when the frame is painted. */
  begins(): void {
    if (!this.channel) return
    this.begun.push(performance.now())
    this.channel.port2.postMessage(null)
  }

  add(took_ms: number): void {
    this.ring[this.count % this.ring.length] = Math.max(0, took_ms)
    this.count++
  }

  /** 95 of 100 frames took no longer; in tenths of a millisecond. */
  p95(): number {
    const n = Math.min(this.count, this.ring.length)
    if (n === 0) return 0
    const sorted = this.ring.slice(0, n).sort()
    return Math.round(sorted[Math.min(n - 1, Math.ceil(n * 0.95) - 1)]! * 10) / 10
  }
}
