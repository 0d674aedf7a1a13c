import { describe, expect, it } from 'vitest'

import { cleanPlate, colorByForm, plateParts } from '@/lib/plate'

describe('plates', () => {
  it('are split after the letter', () => {
    expect(plateParts('粤BD12345')).toEqual(['粤B', 'D12345'])
    expect(plateParts('WJ粤12345')).toEqual(['WJ粤', '12345'])
  })

  it('show a colour by form only where the form decides it', () => {
    expect(colorByForm('粤BD12345')).toBe('green')
    expect(colorByForm('粤B12345D')).toBe('yellow_green')
    expect(colorByForm('粤B1234警')).toBe('white')
    expect(colorByForm('粤Z1234港')).toBe('black')
    expect(colorByForm('粤B1234学')).toBe('yellow')
    expect(colorByForm('粤B12345')).toBeNull()
  })

  it('are cleaned of what people type around them', () => {
    expect(cleanPlate(' 粤b·ｄ123 45')).toBe('粤BD12345')
  })
})
