/**
 * The first letters of the pinyin of every character in the palette's titles, and of some that others may need. A closed
 * list of titles wants no dictionary of 20,000 characters; tests/palette.test.ts says when a title has one that is not here.
 * A character that is read in two ways stands under both letters.
 */
const BY_LETTER: Record<string, string> = {
  a: '安按案', b: '班报备本标表边编补泊变保', c: '财册测差查场超车撤成程充出除处传存次重参长此', d: '打代单导到道登等地电店调定订动度段对多待档点', e: '额', f: '发罚方访放费废分风复付服副反封', g: '顾感改岗告工公共故关管规柜归', h: '惠航合核候户话换回会货行还护', i: '',
  j: '件机积级计记价架监检减键交角接街结节解界金进警卷据急', k: '卡开看考口库款控快况客', l: '漏履练来栏类离礼里连联料列临另流楼路录率轮理览历力辆', m: '码门密免名明模末默面', n: '内年能', o: '', p: '排派牌盘配批片凭平屏票品', q: '欠期企起钱浅签强切清情请求区取全确缺', r: '人日容入认任',
  s: '商扫色删上设申审生声失施时识实式市事收手授输数刷双水税说司私送搜诉锁深', t: '台态特提替添调停通统投图退推托条亭体', u: '', v: '', w: '外完网往维未位文务物违', x: '巡习息系细下显现限线相享想向项消小效些新信行修选序需械洗', y: '押验页业移疑已异用优邮有预员原约月云运音语言一引与育',
  z: '章增栈占站账招找照折者支知执直值指制质置中终重周主住助注专转状装准资自字总走租组作闸载证展子',
}
const LETTERS = new Map<string, string>()
for (const [letter, characters] of Object.entries(BY_LETTER)) for (const one of characters) if (!LETTERS.get(one)?.includes(letter)) LETTERS.set(one, (LETTERS.get(one) ?? '') + letter)

const WAYS_MOST = 16

/** True for a character that the list has, and for every sign that is no Chinese character. */
export function hasInitial(character: string): boolean {
  return !/[\u4e00-\u9fff]/.test(character) || LETTERS.has(character)
}

/** The first letters of a title's characters, in every way that they are read; letters and digits stand for themselves. */
export function initials(title: string): string[] {
  let ways = ['']
  for (const character of title.toLowerCase()) {
    const letters = LETTERS.get(character) ?? (/[a-z0-9]/.test(character) ? character : '')
    if (letters) ways = [...letters].flatMap((letter) => ways.map((way) => way + letter)).slice(0, WAYS_MOST)
  }
  return ways
}
