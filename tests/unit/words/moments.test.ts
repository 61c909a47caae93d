import { afterEach, describe, expect, it, vi } from 'vitest';
import { day, minute, moment } from '../../../src/core/words/moments';
import { renderers, source } from '../report/source';
import { kitParts } from '../../../src/report/kit';

const LATE = '2026-03-04T23:30:00.000Z';

describe('moments for people', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['UTC', '4 March 2026', '4 Mar 2026, 23:30', '2026-03-04 23:30'],
    ['Asia/Tokyo', '5 March 2026', '5 Mar 2026, 08:30', '2026-03-05 08:30'],
    ['America/New_York', '4 March 2026', '4 Mar 2026, 18:30', '2026-03-04 18:30'],
  ])('have one day in %s, wherever they are shown', (zone, long, short, table) => {
    vi.stubEnv('TZ', zone);
    expect(day(LATE)).toBe(long);
    expect(moment(LATE, new Date('2026-06-01T00:00:00Z'))).toBe(short);
    expect(minute(LATE)).toBe(table);
  });

  it('are called today on their own day', () => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    expect(moment(LATE, new Date('2026-03-05T00:10:00Z'))).toBe('today, 08:30');
  });

  it('have that day on the cover of the report too', async () => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    const made = await kitParts(source([]), { renderers, at: LATE });
    const report = new TextDecoder().decode(made.find(({ name }) => name === 'report.html')!.bytes);
    expect(report).toContain(`<time datetime="${LATE}">5 March 2026</time>`);
  });
});
