export const zh = {
  palette: {
    title: '找功能', placeholder: '汉字、拼音首字母或英文，如 dz、对账、report', none: '没有叫“{text}”的功能', keys: '↑ ↓ 选择，Enter 打开，Esc 返回', recent: '最近', language: '切换语言：中文 / English', theme: '切换深色 / 浅色', plate: '按车牌查车：{plate}',
  },
}

export const en: typeof zh = {
  palette: {
    title: 'Find anything', placeholder: 'Words, Chinese or the first letters of its pinyin', none: 'Nothing is called "{text}"', keys: '↑ ↓ choose, Enter opens, Esc goes back', recent: 'Recent', language: 'Switch language: English / 中文', theme: 'Switch dark / light', plate: 'Find a car by plate: {plate}',
  },
}
