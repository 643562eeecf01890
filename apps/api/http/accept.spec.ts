import { preferred } from './accept.js';

const json = 'application/json';
const lines = 'application/x-ndjson';
const live = 'text/event-stream';

describe('of one media type, by Accept', () => {
  it.each([
    undefined,
    '',
    '*/*',
    '*/*;q=0.1',
    'application/*',
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8";q=0.5',
    'text/html, application/xhtml+xml, */*;q=0.8',
    'text/csv, application/json;q=0.001',
    'application/problem+json, application/json',
    'json, */*',
    'text/html, image/gif, *; q=.2, */*; q=.2',
  ])('%p takes JSON', (accept) => expect(preferred(accept, [json])).toBe(json));

  it.each([
    'text/csv',
    'text/*',
    'application/xml, text/csv;q=0.5',
    'application/json;q=0',
    'application/json;q=0, */*',
    'application/json;q=0.0',
    '*/*;q=0',
    'application/*;q=0, */*;q=0.5',
    'application/problem+json',
    'application/json; version=2',
    'application/jsonl',
    'json',
    'application/json;q=2',
  ])('%p takes no JSON', (accept) => expect(preferred(accept, [json])).toBeUndefined());
});

describe('of two media types, by Accept', () => {
  it.each([
    [undefined, lines],
    ['*/*', lines],
    ['text/event-stream', live],
    ['text/event-stream, */*', live],
    ['*/*, text/event-stream', live],
    ['text/event-stream;q=0.5, */*', lines],
    ['text/event-stream;q=0, */*', lines],
    ['application/x-ndjson;q=0.4, text/event-stream;q=0.5', live],
    ['text/event-stream, application/x-ndjson', live],
    ['application/x-ndjson, text/event-stream', lines],
    ['application/json', undefined],
  ])('%p prefers %p', (accept, wanted) => expect(preferred(accept, [lines, live])).toBe(wanted));
});
