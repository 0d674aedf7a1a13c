export const zh = { invoice: { make_short: '开票' } }
export const en: typeof zh = { invoice: { make_short: 'Invoice' } }
