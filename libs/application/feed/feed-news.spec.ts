import type { Progress } from '../../projection/progress.js';
import { memoryAdapters } from '../adapters/memory.js';
import { Closing } from '../lifecycle/closing.js';
import { FeedNews } from './feed-news.js';

describe('who reads the feed live', () => {
  it('is as late as the last of them, by what it has taken or passed over', async () => {
    const adapters = memoryAdapters();
    const progress = { nextPage: () => new Promise<void>(() => undefined) } as unknown as Progress;
    const news = new FeedNews(adapters, progress, new Closing());
    expect([news.count, news.lag(10)]).toEqual([0, 0]);
    const [slow, quick] = [news.enter(3), news.enter(8)];
    expect([news.count, news.lag(10)]).toEqual([2, 7]);
    slow.took(9);
    expect(news.lag(10)).toBe(2);
    void quick.beyond(10);
    expect(news.lag(10)).toBe(1);
    for (const reader of [slow, quick]) reader.leave();
    expect(news.lag(10)).toBe(0);
    await adapters.release();
  });
});
