import { toRaw } from 'vue'

import type { Area } from '@/contract/Area'
import type { Lane } from '@/contract/Lane'
import type { LaneKind } from '@/contract/LaneKind'
import type { Lot } from '@/contract/Lot'
import { newGuid } from '@/lib/guid'

/** What the sample of assets/lot calls itself: a lot that still says so was not set up. */
export const SAMPLE_NAME = '我的停车场'
const SAMPLE_NUMBER = '44030000000000000000'

export function isSample(lot: Lot): boolean {
  return lot.name === SAMPLE_NAME || lot.park_code === SAMPLE_NUMBER
}

/** The sample's one area, untouched. */
export function hasSampleAreas(lot: Lot): boolean {
  return lot.areas.length === 1 && lot.areas[0]!.name === '停车区' && lot.areas[0]!.total_spaces === 50
}

/** The broken rules by field; the words' keys. What the engine itself refuses is said by the engine. */
export type Rules = Record<string, string | null>

const length = (text: string) => [...text.trim()].length
const within = (text: string, from: number, to: number, rule: string) => (length(text) >= from && length(text) <= to ? null : rule)

/** Table 3's rules. */
export function lotRules(lot: Lot): Rules {
  return {
    name: within(lot.name, 1, 255, 'setup.rule.needed'),
    park_code: /^\d{20}$/.test(lot.park_code) ? null : 'setup.rule.digits_20',
    district_code: /^(\d{6}|\d{9})$/.test(lot.district_code) ? null : 'setup.rule.digits_6_9',
    road: within(lot.road, 1, 10, 'setup.rule.upto_10'),
    operator_code: within(lot.operator_code, 1, 10, 'setup.rule.upto_10'),
    owner: within(lot.owner, 1, 50, 'setup.rule.upto_50'),
    public_info: within(lot.public_info, 0, 200, 'setup.rule.upto_200'),
    free_exit_minutes: Number.isInteger(lot.free_exit_minutes) && lot.free_exit_minutes >= 0 && lot.free_exit_minutes <= 1440 ? null : 'setup.rule.minutes',
  }
}

/** By area: code, name, total, lease. */
export function areaRules(lot: Lot): Rules {
  const rules: Rules = {}
  for (const [i, area] of lot.areas.entries()) {
    const twin = lot.areas.some((other, j) => j !== i && other.code.trim() === area.code.trim())
    rules[`${i}.code`] = within(area.code, 1, 20, 'setup.rule.upto_20') ?? (twin ? 'setup.rule.twin' : null)
    rules[`${i}.name`] = within(area.name, 1, 50, 'setup.rule.upto_50')
    rules[`${i}.total`] = Number.isInteger(area.total_spaces) && area.total_spaces >= 1 && area.total_spaces <= 100_000 ? null : 'setup.rule.spaces'
    rules[`${i}.lease`] = Number.isInteger(area.lease_spaces) && area.lease_spaces >= 0 && area.lease_spaces <= area.total_spaces ? null : 'setup.rule.lease_spaces'
  }
  return rules
}

/** By lane: code and name. The code stands in settings, secrets and addresses. */
export function laneRules(lot: Lot): Rules {
  const rules: Rules = {}
  for (const [i, lane] of lot.lanes.entries()) {
    const twin = lot.lanes.some((other, j) => j !== i && other.code.trim() === lane.code.trim())
    rules[`${i}.code`] = /^[a-z0-9][a-z0-9-]{0,19}$/.test(lane.code) ? (twin ? 'setup.rule.twin' : null) : 'setup.rule.lane_code'
    rules[`${i}.name`] = within(lane.name, 1, 10, 'setup.rule.upto_10')
  }
  return rules
}

export function allWell(rules: Rules): boolean {
  return Object.values(rules).every((rule) => rule === null)
}

function freeCode(taken: string[], of: (no: number) => string): string {
  let no = 1
  while (taken.includes(of(no))) no++
  return of(no)
}

export function addArea(lot: Lot, name: (no: number) => string): void {
  const code = freeCode(lot.areas.map((area) => area.code), (no) => (no <= 26 ? String.fromCharCode(64 + no) : `A${no}`))
  lot.areas.push({ code, name: name(lot.areas.length + 1), total_spaces: 50, lease_spaces: 0 })
}

/** The code by which an area's lanes and spaces still know it, while what is typed is another area's for the moment. */
const known_as = new WeakMap<Area, string>()

/** Another code: lanes and spaces of the area go with it. On the way to `B1` past an area `B` they wait, so that none changes sides. */
export function recodeArea(lot: Lot, area: Area, code: string): void {
  const one = toRaw(area)
  const before = known_as.get(one) ?? area.code
  area.code = code
  if (lot.areas.some((other) => toRaw(other) !== one && other.code === code)) {
    known_as.set(one, before)
    return
  }
  known_as.delete(one)
  for (const member of [...lot.lanes, ...lot.spaces]) if (member.area === before) member.area = code
}

/** A lane of an area that there is no more leads to the first. */
export function housed(lot: Lot): Lot {
  const codes = lot.areas.map((area) => area.code)
  return { ...lot, lanes: lot.lanes.map((lane) => (codes.includes(lane.area) ? lane : { ...lane, area: codes[0]! })), spaces: lot.spaces.filter((space) => codes.includes(space.area)) }
}

/** Its single spaces go; its lanes lead to the first of the others. The last area stays. */
export function dropArea(lot: Lot, area: Area): void {
  if (lot.areas.length < 2) return
  lot.areas = lot.areas.filter((other) => other !== area)
  lot.spaces = lot.spaces.filter((space) => space.area !== area.code)
  for (const lane of lot.lanes) if (lane.area === area.code) lane.area = lot.areas[0]!.code
}

/** Lists every space of an area by number, `A-001` and on; those that a garage or a detector has are left as they are. */
export function numberSpaces(lot: Lot, area: Area): void {
  const kept = lot.spaces.filter((space) => space.area !== area.code || space.garage || space.detector)
  const here = kept.filter((space) => space.area === area.code).length
  const taken = new Set(kept.map((space) => space.space_no))
  const added: Lot['spaces'] = []
  for (let no = 1; added.length < area.total_spaces - here; no++) {
    const label = String(no).padStart(3, '0')
    const space_no = `${area.code}-${label}`
    if (!taken.has(space_no)) added.push({ space_no, label: space_no, area: area.code })
  }
  lot.spaces = [...kept, ...added]
}

/** Back to counting alone; spaces that a garage or a detector has stay. */
export function countAlone(lot: Lot, area: Area): void {
  lot.spaces = lot.spaces.filter((space) => space.area !== area.code || space.garage || space.detector)
}

export function addLane(lot: Lot, kind: LaneKind, name: (kind: LaneKind, no: number) => string): void {
  const stem = kind === 'entry' ? 'in' : 'out'
  const code = freeCode(lot.lanes.map((lane) => lane.code), (no) => `${stem}-${no}`)
  const no = lot.lanes.filter((lane) => lane.kind === kind).length + 1
  const lane: Lane = { id: newGuid(), code, name: name(kind, no), kind, area: lot.areas[0]!.code, equipment: [] }
  lane.equipment = [device('camera', lane), device('gate', lane)]
  lot.lanes.push(lane)
}

function device(kind: 'camera' | 'gate', lane: Lane): Lane['equipment'][number] {
  return { id: newGuid(), code: `${kind === 'camera' ? 'CAM' : 'GATE'}-${lane.code.toUpperCase()}`, name: `${lane.name}${kind === 'camera' ? '车牌识别' : '道闸'}`, kind }
}

export function dropLane(lot: Lot, lane: Lane): void {
  lot.lanes = lot.lanes.filter((other) => other !== lane)
}

/** Nobody guesses it, and it can be typed into a camera: 32 letters and digits, none of which look like another. */
export function newToken(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  // 248 is the most that 31 divides: what lies above is drawn again, so that each letter is as likely.
  let token = ''
  while (token.length < 32) for (const byte of crypto.getRandomValues(new Uint8Array(32))) if (byte < 248 && token.length < 32) token += letters[byte % 31]
  return token
}

/** A platform's part of lotdesk.toml, and the secrets that go with it. */
export interface PlatformForm {
  platform: 'city' | 'charging' | 'repair'
  fields: string[]
  secrets: string[]
}
export const PLATFORM_FORMS: PlatformForm[] = [
  { platform: 'city', fields: ['base_url', 'user_id'], secrets: ['city.password', 'city.des_key'] },
  { platform: 'charging', fields: ['base_url', 'operator_id', 'platform_operator_id'], secrets: ['charging.data_secret', 'charging.data_secret_iv', 'charging.sig_secret', 'charging.operator_secret'] },
  { platform: 'repair', fields: ['base_url', 'company_code'], secrets: ['repair.password'] },
]

/** What is to be written; nothing of it is a secret. */
export function platformToml(form: PlatformForm, values: Record<string, string>): string {
  const quoted = (text: string) => JSON.stringify(text.trim())
  return [`[platforms.${form.platform}]`, ...form.fields.map((field) => `${field} = ${quoted(values[field] ?? '')}`), ''].join('\n')
}

/** A sample tariff by its name and its wording, which stands in the comments above it. */
export function sampleTariff(file: string, toml: string): { file: string; name: string; wording: string; toml: string } {
  const name = /^name = "(.+)"$/m.exec(toml)?.[1] ?? file
  const about = toml.split('\n\n[')[0]!.split('\n').filter((line) => line.startsWith('#'))
  // The comments are for whoever edits the file; the lines in Chinese among them are the wording that drivers are told.
  const wording = about.map((line) => line.replace(/^#\s*/, '').replace(/^[\x20-\x7e]*: (?=\d)/, '').trim()).filter((line) => /[\u4e00-\u9fff]/.test(line) && !/[a-z]{3,}/i.test(line))
  return { file, name, wording: wording.join('；').replace(/([；。])；/g, '$1'), toml }
}
