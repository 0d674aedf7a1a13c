/** Latencies from commit to the painted change, the newest 4096 of them. */
export class PaintMeter {
  private ring = new Float64Array(4096)
  count = 0

  add(latency_ms: number): void {
    this.ring[this.count % this.ring.length] = Math.max(0, latency_ms)
    this.count++
  }

  p99(): number {
    const n = Math.min(this.count, this.ring.length)
    if (n === 0) return 0
    const sorted = this.ring.slice(0, n).sort()
    return Math.round(sorted[Math.min(n - 1, Math.ceil(n * 0.99) - 1)]!)
  }
}
