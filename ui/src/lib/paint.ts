/** How many of the latest ones are told. */
const WORST = 24

/** A change that was long on its way: which one it was, and how long it took. */
export interface Late {
  count: number
  latency_ms: number
}

/** Latencies from commit to the painted change, the newest 4096 of them. */
export class PaintMeter {
  private ring = new Float64Array(4096)
  private slowest: Late[] = []
  count = 0

  add(latency_ms: number): void {
    this.ring[this.count % this.ring.length] = Math.max(0, latency_ms)
    this.count++
    const least = this.slowest[WORST - 1]
    if (least && least.latency_ms >= latency_ms) return
    this.slowest.push({ count: this.count, latency_ms })
    this.slowest.sort((a, b) => b.latency_ms - a.latency_ms)
    this.slowest.length = Math.min(this.slowest.length, WORST)
  }

  /** The slowest since the window opened, in the order in which they were painted: one stall, or many. */
  worst(): Late[] {
    return [...this.slowest].sort((a, b) => a.count - b.count)
  }

  p99(): number {
    const n = Math.min(this.count, this.ring.length)
    if (n === 0) return 0
    const sorted = this.ring.slice(0, n).sort()
    return Math.round(sorted[Math.min(n - 1, Math.ceil(n * 0.99) - 1)]!)
  }
}
