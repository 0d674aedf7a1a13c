/** Drawn lane pictures for development: a car from the front or the back with its plate. */
const COLOURS: Record<string, [string, string]> = { blue: ['#0b3d91', '#fff'], yellow: ['#f5b800', '#111'], green: ['#cdeed6', '#111'], yellow_green: ['#cdeed6', '#111'], white: ['#fff', '#111'], black: ['#111', '#fff'] }

export function drawCar(plate: string | null, color: string, stamp: string, night: boolean, body: string, front: boolean): string {
  const [fill, ink] = COLOURS[color] ?? COLOURS.blue!
  const sky = night ? '#161b22' : '#8d99a6'
  const road = night ? '#242a31' : '#6a7178'
  const lamp = front ? '#fdf6d8' : '#c62828'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><rect width="640" height="360" fill="${sky}"/><rect y="190" width="640" height="170" fill="${road}"/><path d="M0 360 210 190H430L640 360Z" fill="${night ? '#2d343c' : '#777f87'}"/>
<rect x="8" y="60" width="24" height="240" fill="#d9822b"/><path d="M196 150q14-70 44-74h160q30 4 44 74Z" fill="${body}"/><path d="M216 146q12-50 32-54h144q20 4 32 54Z" fill="#20303f"/><rect x="160" y="148" width="320" height="112" rx="22" fill="${body}"/><rect x="176" y="166" width="62" height="26" rx="8" fill="${lamp}"/><rect x="402" y="166" width="62" height="26" rx="8" fill="${lamp}"/><rect x="252" y="164" width="136" height="26" rx="6" fill="#222a33"/><rect x="172" y="250" width="54" height="40" fill="#15181c"/><rect x="414" y="250" width="54" height="40" fill="#15181c"/>
${plate ? `<rect x="238" y="204" width="164" height="42" rx="4" fill="${fill}" stroke="#eee" stroke-width="2"/><text x="320" y="235" font-family="Noto Sans CJK SC,sans-serif" font-size="30" font-weight="700" text-anchor="middle" fill="${ink}">${plate.slice(0, 2)}·${plate.slice(2)}</text>` : '<rect x="238" y="204" width="164" height="42" rx="4" fill="#777"/>'}
<text x="12" y="348" font-family="monospace" font-size="20" fill="#fff">${stamp}</text></svg>`
}
