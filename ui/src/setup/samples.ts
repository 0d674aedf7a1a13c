import { sampleTariff } from './lot'

// assets/tariffs as it lies in the repository: the same files that the engine's tests price by.
const files = import.meta.glob('../../../assets/tariffs/*.toml', { query: '?raw', import: 'default', eager: true }) as Record<string, string>

export const SAMPLES = Object.entries(files).map(([path, toml]) => sampleTariff(path.split('/').at(-1)!, toml))
