import type { NamePin } from '@/contract/NamePin'
import type { Refusal } from '@/contract/Refusal'
import type { CommandName, Reply, Request } from '@/host'

/** What the stand-in answers, by command. */
export type Answers = { [N in CommandName]?: (request: Request<N>) => Reply<N> }

export const PIN = '1234'

export function refuse(code: Refusal['code'], zh: string, en: string, field?: string): never {
  throw { code, zh, en, ...(field ? { field } : {}) } satisfies Refusal
}

export function needReason(reason: string): void {
  if ([...reason.trim()].length < 2) refuse('bad_field', '请填写原因，2 至 100 个字', 'Give a reason of 2 to 100 characters.', 'reason')
}

export function agree(approver: NamePin | null | undefined): string {
  if (!approver) refuse('second_person_needed', '须另一位有审批权限的人员输入姓名和 PIN', 'A second person who may approve must give name and PIN.', 'approver')
  if (approver.pin !== PIN) refuse('wrong_pin', '第二人的姓名或 PIN 不对', 'The second person’s name or PIN is wrong.', 'approver')
  return approver.name
}
