import { StepLine } from './step-line.js';

describe('the line of a step', () => {
  const shownBy = (isTTY: boolean): readonly string[] => {
    const written: string[] = [];
    const times = [0, 1_000, 1_100, 3_000, 3_000];
    const line = new StepLine({ write: (text) => written.push(text), isTTY }, () => times.shift() ?? 3_000);
    line.show('checked', 500, 4_000);
    line.show('checked', 1_000, 4_000);
    line.show('checked', 1_100, 4_000);
    line.show('checked', 3_000, 4_000);
    line.show('compared', 7);
    line.end();
    return written;
  };

  it('shows how much is done and how fast, not too often, and is taken away', () => {
    expect(shownBy(true).map((text) => text.replace('\r', '').replace('\u001b[K', ''))).toEqual([
      'checked, 500 of 4,000 (500,000/s)',
      'checked, 1,000 of 4,000 (1,000/s)',
      'checked, 3,000 of 4,000 (1,000/s)',
      'compared, 7 (7,000/s)',
      '',
    ]);
  });

  it('is silent where nobody looks', () => expect(shownBy(false)).toEqual([]));
});
