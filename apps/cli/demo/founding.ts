import type { DateOnly } from '../../../libs/kernel/dates.js';
import { categories, lostReasons, people, pipelines, products, regions } from './company.js';
import type { Diary } from './diary.js';
import type { Body, Command } from './step.js';

/** The first day: regions as projects, people, pipelines, products with prices in two currencies. */
export function found(diary: Diary, date: DateOnly): void {
  for (const command of commands()) diary.write(date, { lane: 'founding', subject: 'founding' }, command);
}

function* commands(): Generator<Command> {
  yield create('/v1/projects', 'europe', { name: 'Europe' });
  yield create('/v1/projects', 'americas', { name: 'Americas' });
  for (const { name, title, parent } of regions)
    yield create('/v1/projects', name, { name: title, parentId: `@${parent}` });
  for (const { name, title, office, manager } of people) {
    const email = `${name}@saltmarsh.example`;
    yield create('/v1/users', name, {
      name: title,
      email,
      office,
      ...(manager !== undefined && { managerId: `@${manager}` }),
    });
  }
  for (const { name, title, stages } of pipelines) {
    const open = stages.map(([stage, probability]) => ({ name: stage, category: 'open', probability }));
    const also = Object.fromEntries(
      stages.map((_stage, index) => [stageName(name, index), `record.stages.${String(index)}.stageId`]),
    );
    yield { ...create('/v1/pipelines', name, { name: title, stages: open }), also };
  }
  for (const [code, label] of lostReasons) yield { method: 'POST', path: '/v1/lost-reasons', body: { code, label } };
  for (const { name, title, contractType, kind } of categories) {
    const term: Body = kind === 'timeBased' ? { termMonths: 12 } : {};
    yield create('/v1/product-categories', `category-${name}`, { name: title, contractType, kind, ...term });
  }
  yield create('/v1/price-books', 'book', { name: 'List prices' });
  for (const { name, code, title, category, unit, per, ...prices } of products) {
    yield create('/v1/products', `product-${name}`, { code, name: title, categoryId: `@category-${category}` });
    for (const currency of ['EUR', 'USD'] as const) {
      const body = { productId: `@product-${name}`, unit, unitPrice: prices[currency], currency, per };
      yield {
        method: 'POST',
        path: '/v1/price-books/@book/prices',
        body,
        also: { [`price-${name}-${currency}`]: 'priceId' },
      };
    }
  }
}

const create = (path: string, as: string, body: Body): Command => ({ method: 'POST', path, as, body });

/** `new.0` is the first stage of the pipeline `new`. */
export const stageName = (pipeline: string, index: number): string => `${pipeline}.${String(index)}`;
