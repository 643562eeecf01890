/** The same with some of its members in place of its own: to hold, to count, or to fail. */
export const changed = <T extends object>(whole: T, change: Partial<T>): T =>
  new Proxy(whole, {
    get: (target, name) => {
      if (name in change) return Reflect.get(change, name) as unknown;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
