import type { Shop } from './shop.js';

type Body = Readonly<Record<string, unknown>>;

/** What is put under a reference, by the kind's path; different ones by their number. */
export const putBodies = (shop: Shop): Readonly<Record<string, (nth: number) => Body>> => ({
  projects: (nth) => ({ name: `Project ${String(nth)}` }),
  users: (nth) => ({ name: `User ${String(nth)}`, email: 'u@example.test', managerId: shop.sellerId }),
  accounts: (nth) => ({ accountType: 'company', name: `Account ${String(nth)}`, parentId: shop.accountId }),
  products: (nth) => ({ code: `REF-${String(nth)}`, name: `Product ${String(nth)}`, categoryId: shop.hardware }),
  'price-books': (nth) => ({ name: `Book ${String(nth)}` }),
  opportunities: (nth) => ({ name: `Deal ${String(nth)}`, pipelineId: shop.pipelineId, ownerId: shop.sellerId }),
  campaigns: (nth) => ({ name: `Campaign ${String(nth)}`, ownerId: shop.sellerId }),
  partners: (nth) => ({ name: `Partner ${String(nth)}`, country: 'AT' }),
  leads: (nth) => ({ lastName: `Novák ${String(nth)}` }),
  contacts: (nth) => ({
    lastName: `Dvořák ${String(nth)}`,
    employer: { kind: 'account', id: shop.accountId },
  }),
  activities: (nth) => ({
    subject: { kind: 'account', id: shop.accountId },
    category: 'call',
    title: `Call ${String(nth)}`,
  }),
});

/** Both forms of a reference in a path, each with a reference. */
export const referenceForms = [
  ['/by-reference/{system}/{type}/{id}', { system: 'erp', type: 'item', id: 'R 1/ž' }],
  ['/by-reference/{system}/{id}', { system: 'erp', id: 'R-2' }],
] as const;
