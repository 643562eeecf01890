import { story, storyEnd, storyStart } from './story.js';

const told = story({ seed: 'tidemark', deals: 40 });

describe('the story of the demonstration', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(story({ seed: 'tidemark', deals: 40 })).toEqual(told);
    expect(story({ seed: 'other', deals: 40 })).not.toEqual(told);
  });

  it('goes through its two years without going back', () => {
    const times = told.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(told.every(({ at, date }) => at.startsWith(date))).toBe(true);
    expect([told[0]?.date, told.every(({ date }) => date >= storyStart && date <= storyEnd)]).toEqual([
      storyStart,
      true,
    ]);
  });

  it('has a key of its own for each command', () => {
    expect(new Set(told.map(({ key }) => key)).size).toBe(told.length);
  });

  it('has late facts, losses, a resale, and sales in both pipelines', () => {
    const paths = told.map(({ path }) => path.replace(/@[\w.-]+/g, '*'));
    expect(told.filter(({ body }) => body?.['occurredAt'] !== undefined).length).toBeGreaterThan(1);
    expect(paths.filter((path) => path.endsWith('/lose')).length).toBeGreaterThan(5);
    expect(paths.filter((path) => path.endsWith('/unlock'))).toHaveLength(1);
    expect(new Set(told.map(({ body }) => body?.['pipelineId'] ?? ''))).toEqual(new Set(['', '@new', '@renewals']));
  });
});
