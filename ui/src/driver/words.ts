/** Everything that a driver reads, in both languages: Chinese large, English beneath. All of the screen's words are here. */
export interface Said {
  zh: string
  en: string
}
const said = (zh: string, en: string): Said => ({ zh, en })

export const WELCOME = said('欢迎光临', 'Welcome')
export const FREE = said('空位', 'Spaces free')
export const FULL = said('车位已满', 'No spaces free')
export const FULL_MORE = said('请稍候，或停到附近停车场', 'Please wait, or try a car park nearby')
export const PAY = said('请缴费', 'Please pay')
export const WAIT = said('请稍候', 'Please wait')
export const WAIT_MORE = said('工作人员马上为您处理', 'Somebody is coming to help you')
export const THANKS = said('谢谢，一路平安', 'Thank you, drive safely')
export const RECEIVED = said('实收', 'Received')
export const CHANGE = said('找零', 'Change')
export const PAID = said('已付', 'Paid')
export const OFF = said('优惠', 'Discount')
export const FEE = said('停车费', 'Fee')
export const DOWN = said('请稍候', 'Please wait')
export const DOWN_MORE = said('系统正在恢复', 'The system is starting')

/** How long the car has stood here. */
export function stay(minutes: number): Said {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const zh = [days ? `${days} 天` : '', hours ? `${hours} 小时` : '', rest || minutes === 0 ? `${rest} 分` : ''].filter(Boolean).join(' ')
  const en = [days ? `${days} d` : '', hours ? `${hours} h` : '', rest || minutes === 0 ? `${rest} min` : ''].filter(Boolean).join(' ')
  return said(`停车 ${zh}`, `Parked ${en}`)
}
