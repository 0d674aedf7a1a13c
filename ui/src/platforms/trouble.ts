import { i18n } from '@/i18n'

/**
 * What the gateway says of a failed exchange, in Chinese. The engine writes English, because the same words stand in logs
 * and on the terminal; the sentences are its own closed list (gateway `http/failure.rs`), and a test reads them there.
 */
const SENTENCES: [RegExp, string][] = [
  [/^the platform's certificate is signed by nobody we trust.*$/, '平台证书不受信任，请在 ca_file 中指定签发机构'],
  [/^the platform's certificate is for another host name.*$/, '平台证书与 base_url 中的域名不符'],
  [/^the platform's certificate is not valid at this time.*$/, '平台证书不在有效期内，请检查本机时间'],
  [/^no secure connection: (.*)$/, '无法建立安全连接：$1'],
  [/^the connection was refused.*$/, '连接被拒绝，平台地址上没有服务'],
  [/^the platform's host name is not known.*$/, '找不到平台域名，请检查 base_url 和网络'],
  [/^connecting took longer than (\d+) ms$/, '$1 毫秒内未能连接'],
  [/^no connection: (.*)$/, '无法连接：$1'],
  [/^the request cannot be built: (.*)$/, '请求无法生成：$1'],
  [/^no complete reply within (\d+) ms$/, '$1 毫秒内没有完整应答'],
  [/^the connection was cut before the reply was complete.*$/, '应答未收完，连接中断'],
  [/^the reply is longer than (\d+) bytes$/, '应答超过 $1 字节'],
  [/^the picture is not in the store yet$/, '图片尚未入库'],
  [/^the picture is not in the store any more$/, '图片已不在库中'],
  [/^the answer cannot be read.*$/, '应答无法解析'],
  [/^HTTP (\d+) with an answer that says it is well$/, 'HTTP $1，但应答内容为成功'],
  [/^sending broke off inside Lotdesk$/, '发送过程在本系统内中断'],
]
const STEPS: [RegExp, string][] = [
  [/^login \(1001\): /, '登录（1001）：'],
  [/^refreshing the token \(1002\): /, '刷新令牌（1002）：'],
]

export function sayTrouble(english: string, locale: string = i18n.global.locale.value): string {
  if (!locale.startsWith('zh')) return english
  const step = STEPS.find(([pattern]) => pattern.test(english))
  const rest = step ? english.replace(step[0], '') : english
  const sentence = SENTENCES.find(([pattern]) => pattern.test(rest))
  return (step?.[1] ?? '') + (sentence ? rest.replace(sentence[0], sentence[1]) : rest)
}
